package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Inflation;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Objects;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Jetty's frames and the endpoint: the endpoint sees a frame only if the policy lets it pass. Frames come
 * one after the other, after the extensions have inflated them.
 */
final class GuardedFrameHandler implements FrameHandler {
    private final FrameHandler delegate;
    private final Attempt attempt;
    private final Object owner;
    private @Nullable GuardedConnection connection;
    private @Nullable SessionCloser closer;
    private @Nullable Incoming incoming;
    private volatile boolean applicationFailed;

    GuardedFrameHandler(FrameHandler delegate, Attempt attempt, Object owner) {
        this.delegate = delegate;
        this.attempt = attempt;
        this.owner = owner;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        GuardedCoreSession wire = (GuardedCoreSession) session;
        SessionCloser waiting = new SessionCloser(wire);
        closer = waiting;
        GuardedConnection opened = attempt.open(owner, waiting);
        connection = opened;
        Inflation inflation = wire.guard(opened);
        DemandedSession demanded = attempt.policy().mode() == Mode.ENFORCE
                ? CappedSession.of(wire, attempt.policy().limits())
                : new DemandedSession(session);
        Incoming frames = new Incoming(
                opened.messages(),
                demanded,
                this::forward,
                session::demand,
                inflation,
                opened.policy().answers() ? demanded.withReplies() : null,
                wire::later);
        demanded.begin(frames);
        incoming = frames;
        try {
            delegate.onOpen(demanded, callback);
        } finally {
            // The endpoint, too, hears of the end after the beginning.
            waiting.ready();
        }
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        Objects.requireNonNull(incoming).onFrame(frame, callback);
    }

    private void forward(Frame frame, Callback callback) {
        delegate.onFrame(frame, new ApplicationCallback(callback));
    }

    /**
     * A frame that is too large never gets here: Jetty's parser refuses it on its header. What an application refuses by
     * a lower limit of its own is not the guard's to report.
     */
    @Override
    public void onError(Throwable cause, Callback callback) {
        GuardedConnection current = connection;
        if (current != null && cause instanceof MessageTooLargeException && !applicationFailed) {
            current.violate(Reason.FRAME_TOO_LARGE);
        }
        delegate.onError(cause, callback);
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        GuardedConnection current = connection;
        if (current != null) {
            current.close(status.getCode());
        }
        if (incoming != null) {
            incoming.closed();
        }
        if (closer != null) {
            closer.ready();
        }
        delegate.onClosed(status, callback);
    }

    @Override
    public String toString() {
        return "guarded " + delegate;
    }

    private final class ApplicationCallback extends Callback.Nested {
        ApplicationCallback(Callback callback) {
            super(callback);
        }

        @Override
        public void failed(Throwable failure) {
            applicationFailed = true;
            super.failed(failure);
        }
    }
}
