package io.github.jettyws.security.jetty;

import io.github.jettyws.security.policy.Guard;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Session;

/**
 * Hears of the ends of HTTP sessions, and of renewed ids. Jetty tells it in every environment, before the listeners of the
 * application, if it finds it among the attributes of a context that starts. Thread-safe.
 */
final class SessionEnds implements Session.LifeCycleListener {
    static final String ATTRIBUTE = SessionEnds.class.getName();

    private final SecurityGate gate;

    SessionEnds(SecurityGate gate) {
        this.gate = gate;
    }

    @Override
    public void onSessionDestroyed(Session session) {
        tell(guard -> guard.sessions().ended(new JettySession(session).key()));
    }

    @Override
    public void onSessionIdChanged(Session session, String oldId) {
        tell(guard -> {
            JettySession renewed = new JettySession(session);
            guard.sessionRenewed(renewed.key(oldId), renewed);
        });
    }

    /** What it threw would keep the word from the application. */
    private void tell(Consumer<Guard> word) {
        Guard guard = gate.guard();
        if (guard != null) {
            try {
                word.accept(guard);
            } catch (Throwable failure) {
                guard.failed(SessionEnds.class.getName(), failure);
            }
        }
    }
}
