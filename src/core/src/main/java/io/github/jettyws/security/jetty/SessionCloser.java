package io.github.jettyws.security.jetty;

import io.github.jettyws.security.policy.Closer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Closes a session from outside, but not before it is open: earlier Jetty either cannot, or tells of the end before
 * whoever is to note it knows of the beginning, and the slot of the connection would never be given back. Thread-safe.
 */
final class SessionCloser implements Closer {
    private final GuardedCoreSession session;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    SessionCloser(GuardedCoreSession session) {
        this.session = session;
    }

    @Override
    public CompletableFuture<?> close(int code) {
        return ready.thenComposeAsync(open -> Refusals.close(session, code), this::execute);
    }

    @Override
    public void cut() {
        CompletableFuture<?> unused = ready.thenRunAsync(session::cut, this::execute);
    }

    /**
     * To close a session calls the application, which may take its time, or may wait for another client that does not read.
     * Whoever closes must not wait with it: it may be the one thread on which all that is due is done, the end of that other
     * client included.
     */
    private void execute(Runnable task) {
        try {
            session.getExecutor().execute(task);
        } catch (RejectedExecutionException e) {
            // The server is going down.
            task.run();
        }
    }

    /** Tells that the session is open, or has ended: what had to wait is done now. */
    void ready() {
        ready.complete(null);
    }
}
