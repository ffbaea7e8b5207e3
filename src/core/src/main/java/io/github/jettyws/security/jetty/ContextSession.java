package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.SessionView;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP session of a request that has come to a context, of whichever environment, and not yet to its session handler.
 * It is in use until this is closed, which is to be done in the context. Not thread-safe.
 */
final class ContextSession implements AutoCloseable {
    /** A base without sessions lacks the classes. */
    private static final boolean SESSIONS = Types.isPresent(ManagedSessions.NAME);

    private static final Logger LOG = LoggerFactory.getLogger(ContextSession.class);

    private final Request request;
    private final ContextHandler context;
    private final List<Runnable> releases = new ArrayList<>();

    ContextSession(Request request, ContextHandler context) {
        this.request = request;
        this.context = context;
    }

    /**
     * Finds the session.
     *
     * @return the session, {@code null} if no cookie leads to a valid one
     * @throws IllegalStateException if its store cannot be asked
     */
    @Nullable
    SessionView find() {
        // That of a session handler in front of all contexts.
        Session outer = request.getSession(false);
        try {
            return CookieSession.of(
                    request, outer == null && SESSIONS ? ManagedSessions.find(request, context, releases) : outer);
        } catch (Exception e) {
            throw new IllegalStateException("cannot ask for the session of a request", e);
        }
    }

    @Override
    public void close() {
        for (Runnable release : releases) {
            try {
                release.run();
            } catch (RuntimeException e) {
                // The others are to be released all the same.
                LOG.warn("a session was not given back", e);
            }
        }
        releases.clear();
    }
}
