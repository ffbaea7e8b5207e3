package io.github.jettyws.security.jetty;

import org.eclipse.jetty.websocket.core.CoreSession;
import org.jspecify.annotations.Nullable;

/** The session of an endpoint whose frames come by way of the guard: that is where it asks for the next one. */
class DemandedSession extends SessionWrapper {
    private @Nullable Incoming incoming;

    DemandedSession(CoreSession session) {
        super(session);
    }

    /** To be called before the endpoint knows of the session. */
    void begin(Incoming frames) {
        incoming = frames;
    }

    @Override
    public void demand() {
        if (incoming == null) {
            super.demand();
        } else {
            incoming.demand();
        }
    }
}
