package io.github.jettyws.security.policy;

import java.util.concurrent.CompletableFuture;

/** Closes one connection from outside. May be called by any thread, and more than once; waits for no application. */
@FunctionalInterface
public interface Closer {
    /**
     * Closes the connection.
     *
     * @param code the close code (RFC 6455, section 7.4)
     * @return completes when the close frame is on its way, or could not be sent
     */
    CompletableFuture<?> close(int code);

    /** Cuts the connection, because the client takes nothing any more, not even the close frame. */
    default void cut() {}
}
