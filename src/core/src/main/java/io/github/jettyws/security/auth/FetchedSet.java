package io.github.jettyws.security.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWK Set as it was fetched. Immutable.
 *
 * @param keys the keys
 * @param content what they were made of
 * @param etag its entity tag, {@code null} if it has none
 * @param lifetime how long it lives, within bounds
 * @param confirmed the begin of the fetch that brought it, or of the last one that confirmed it
 */
record FetchedSet(
        JwtKeySet keys, ByteBuffer content, @Nullable String etag, Duration lifetime, long confirmed) {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** More white space than anybody puts before a set. */
    private static final int START = 64;

    /**
     * Reads an answer.
     *
     * @param answer the answer
     * @param before the set that it was asked with, {@code null} if there was none
     * @param algorithms of which it must have a key for one
     * @param times the bounds of its lifetime
     * @param now the begin of the fetch
     * @return the set, which is the one before where that was not modified
     * @throws IllegalArgumentException if it is none, or has no such key
     */
    static FetchedSet read(
            JwksAnswer answer, @Nullable FetchedSet before, Set<JwtAlgorithm> algorithms, JwksTimes times, long now) {
        if (answer.status() == NOT_MODIFIED && before != null && before.etag != null) {
            // What a 304 does not say anew holds as before (RFC 9111, section 4.3.4).
            Duration lifetime = MaxAge.parse(answer.cacheControl()).orElse(before.lifetime);
            return new FetchedSet(before.keys, before.content, before.etag, times.bounded(lifetime), now);
        }
        if (answer.status() != OK) {
            throw new IllegalArgumentException("status " + answer.status() + ": expected " + OK);
        }
        Duration lifetime = MaxAge.parse(answer.cacheControl()).orElse(Duration.ZERO);
        return new FetchedSet(
                keys(answer.body(), algorithms),
                ByteBuffer.wrap(answer.body()),
                answer.etag(),
                times.bounded(lifetime),
                now);
    }

    private static JwtKeySet keys(byte[] body, Set<JwtAlgorithm> algorithms) {
        String start = new String(body, 0, Math.min(body.length, START), StandardCharsets.UTF_8);
        // The page of an error may well pass for a secret, of which anybody could make tokens.
        if (!start.replace("\uFEFF", "").stripLeading().startsWith("{")) {
            throw new IllegalArgumentException("no JSON object: expected a JWK Set");
        }
        JwtKeySet keys = JwtKeySet.parse(body);
        if (Collections.disjoint(keys.algorithms(), algorithms)) {
            throw new IllegalArgumentException(keys + ": expected one for any of " + algorithms);
        }
        return keys;
    }

    /** Tells whether this has other keys, or is the first to have any. */
    boolean changes(@Nullable FetchedSet before) {
        return before == null || !before.content.equals(content);
    }
}
