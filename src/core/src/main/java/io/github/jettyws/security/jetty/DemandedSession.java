package io.github.jettyws.security.jetty;

import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/**
 * The session of an endpoint whose frames come by way of the guard: that is where it asks for the next one, and where the
 * guard's own answers are sent.
 */
class DemandedSession extends SessionWrapper {
    private @Nullable Incoming incoming;
    private @Nullable Replies replies;

    DemandedSession(CoreSession session) {
        super(session);
    }

    /** To be called before the endpoint knows of the session. */
    void begin(Incoming frames) {
        incoming = frames;
    }

    /** To be called before the endpoint knows of the session, where the guard may have to answer. */
    Replies withReplies() {
        Replies made = new Replies(this::forward, this::forward);
        replies = made;
        return made;
    }

    @Override
    public void demand() {
        if (incoming == null) {
            super.demand();
        } else {
            incoming.demand();
        }
    }

    @Override
    public final void sendFrame(OutgoingEntry entry) {
        if (replies == null) {
            forward(entry);
        } else {
            replies.sendFrame(entry);
        }
    }

    /** Sends a frame of the endpoint. */
    void forward(OutgoingEntry entry) {
        super.sendFrame(entry);
    }
}
