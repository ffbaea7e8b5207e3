package io.github.jettyws.security.jetty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.GuardedConnection;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Hands an admitted attempt over from the request to the session that comes of it, by way of the connection that both
 * know; and notes the end of that connection.
 */
final class PendingGuard implements Connection.Listener {
    /** By identity and weakly: a connection that never opens takes its entry along. */
    private static final Cache<Connection, PendingGuard> PENDING =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private final Attempt attempt;
    private @Nullable GuardedConnection connection;
    private volatile int closeCode = CloseStatus.NO_CLOSE;

    private PendingGuard(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Waits at a connection that is about to open. */
    static void await(AbstractConnection connection, Attempt attempt) {
        PendingGuard pending = new PendingGuard(attempt);
        PENDING.put(connection, pending);
        connection.addEventListener(pending);
    }

    /** Finds what waits at a connection, once. */
    static @Nullable PendingGuard take(Connection connection) {
        return PENDING.asMap().remove(connection);
    }

    GuardedConnection open() {
        GuardedConnection opened = attempt.open();
        connection = opened;
        return opened;
    }

    /** The first close frame, of whichever side, is what the connection was closed with. */
    void closing(int code) {
        if (closeCode == CloseStatus.NO_CLOSE) {
            closeCode = code;
        }
    }

    @Override
    public void onClosed(Connection ended) {
        GuardedConnection current = connection;
        if (current != null) {
            current.close(closeCode);
        }
    }
}
