package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Where the CSRF token of the application stands: a text in the HTTP session, which its own pages alone are told, and in the
 * upgrade request. Immutable.
 *
 * @param attribute the attribute of the session
 * @param places where the token may stand in the request
 */
public record CsrfRule(String attribute, TokenSources places) {
    /** What the subprotocol of the token begins with. */
    public static final String NAME = "csrf";

    /**
     * Tells whether a request has the token of its session. Nothing but text is a token: what {@code toString()} makes of an
     * object might be known to everybody.
     *
     * @param session the session, {@code null} where the request leads to none
     * @param handshake the facts
     * @return whether both have one, and it is the same; how long that takes does not tell how much of it is
     */
    public boolean matches(@Nullable SessionView session, Handshake handshake) {
        return session != null
                && session.attribute(attribute) instanceof String expected
                && places.find(handshake.headers(), handshake.query()) instanceof Tokens.One sent
                && MessageDigest.isEqual(bytes(expected), bytes(sent.token()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
