package io.github.jettyws.security.auth;

import org.jspecify.annotations.Nullable;

/**
 * What an issuer answered who was asked for its keys. Nothing of it has been looked at.
 *
 * @param status the status of HTTP
 * @param body the content, of which one byte more than {@link JwtKeySet#MAX_BYTES} is as good as all
 * @param etag the entity tag (RFC 9110, section 8.8.3), fit to be sent back; {@code null} if there is none
 * @param cacheControl the field {@code Cache-Control} (RFC 9111, section 5.2), {@code null} if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
public record JwksAnswer(
        int status,
        byte[] body,
        @Nullable String etag,
        @Nullable String cacheControl) {}
