package io.github.jettyws.security.jetty;

import io.github.jettyws.security.policy.Closer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.websocket.core.CoreSession;

/**
 * Closes a session from outside, but not before it is open: earlier Jetty either cannot, or tells of the end before
 * whoever is to note it knows of the beginning, and the slot of the connection would never be given back. Thread-safe.
 */
final class SessionCloser implements Closer {
    private final CoreSession session;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    SessionCloser(CoreSession session) {
        this.session = session;
    }

    @Override
    public CompletableFuture<?> close(int code) {
        return ready.thenCompose(open -> Refusals.close(session, code));
    }

    @Override
    public void cut() {
        CompletableFuture<?> unused =
                ready.thenRun(session instanceof GuardedCoreSession core ? core::cut : session::abort);
    }

    /** Tells that the session is open, or has ended: what had to wait is done now. */
    void ready() {
        ready.complete(null);
    }
}
