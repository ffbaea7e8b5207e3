package io.github.jettyws.security.auth;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a JWK Set is fetched from. Implementations are thread-safe; {@code toString} names the place, for log lines. */
public interface JwksSource extends AutoCloseable {
    /**
     * Fetches the set, without waiting for it.
     *
     * @param etag the entity tag of the set that is already there, {@code null} if there is none: see
     *     {@link JwksAnswer#etag()}
     * @return the answer, or why there is none, within seconds in any case: until then nothing else is fetched
     */
    CompletableFuture<JwksAnswer> fetch(@Nullable String etag);

    /** Gives up what is under way. After that, nothing is fetched any more. */
    @Override
    void close();
}
