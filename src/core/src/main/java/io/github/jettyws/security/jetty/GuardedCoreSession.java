package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.Inflation;
import io.github.jettyws.security.policy.GuardedConnection;
import io.github.jettyws.security.policy.Traffic;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.OutgoingFrames;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session, in whose place it opens, whichever API an endpoint is of. It is the only one to see frames as they come
 * off the wire, before they are inflated, and those that an endpoint sends, before they wait for the client in a queue of
 * Jetty's. A pong that Jetty sends by itself is one of them.
 */
final class GuardedCoreSession extends WebSocketCoreSession {
    private final Context context;
    private final Inflation inflation;
    private final OutgoingFrames onward = super::sendFrame;
    private volatile @Nullable Traffic traffic;
    private @Nullable Runnable opener;

    private GuardedCoreSession(WebSocketCoreSession replaced, Negotiated negotiated, Context context, int maxRatio) {
        super(replaced.getHandler(), replaced.getBehavior(), negotiated, replaced.getWebSocketComponents());
        this.context = context;
        this.inflation = new Inflation(maxRatio);
    }

    /**
     * Takes the place of a session that has not been opened, with all that was negotiated and configured.
     *
     * @param context what the endpoint runs in
     * @param maxRatio see {@link Inflation}
     */
    static GuardedCoreSession of(WebSocketCoreSession replaced, Context context, int maxRatio) {
        Negotiated negotiated = new Negotiated(
                replaced.getRequestURI(),
                replaced.getNegotiatedSubProtocol(),
                replaced.isSecure(),
                replaced.getExtensionStack(),
                replaced.getProtocolVersion());
        GuardedCoreSession session = new GuardedCoreSession(replaced, negotiated, context, maxRatio);
        session.setClassLoader(replaced.getClassLoader());
        session.setIdleTimeout(replaced.getIdleTimeout());
        session.setAutoFragment(replaced.isAutoFragment());
        session.setMaxFrameSize(replaced.getMaxFrameSize());
        session.setInputBufferSize(replaced.getInputBufferSize());
        session.setOutputBufferSize(replaced.getOutputBufferSize());
        session.setMaxTextMessageSize(replaced.getMaxTextMessageSize());
        session.setMaxBinaryMessageSize(replaced.getMaxBinaryMessageSize());
        session.setMaxOutgoingFrames(replaced.getMaxOutgoingFrames());
        return session;
    }

    /** As the session does that this takes the place of. */
    @Override
    protected void handle(Runnable runnable) {
        context.run(runnable);
    }

    /** Runs something of the endpoint on another thread, as Jetty itself would. */
    void later(Runnable task) {
        getExecutor().execute(() -> handle(task));
    }

    /** Sets whom to tell when it is known whose traffic this is. */
    void whenGuarded(Runnable told) {
        opener = told;
    }

    /** Tells whose traffic this is, before the endpoint has been told of the beginning. */
    Inflation guard(GuardedConnection connection) {
        traffic = connection.traffic();
        if (opener != null) {
            opener.run();
        }
        return inflation;
    }

    @Nullable
    Traffic traffic() {
        return traffic;
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.isDataFrame()) {
            inflation.wire(frame.getOpCode() != OpCode.CONTINUATION, frame.getPayloadLength());
        }
        super.onFrame(frame, callback);
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        sendFrame(entry, onward);
    }

    /** Counts a frame, and sends it another way than this: one that an extension makes never gets here. */
    void sendFrame(OutgoingEntry entry, OutgoingFrames way) {
        Traffic counting = traffic;
        if (counting == null || entry.getFrame().getOpCode() == OpCode.CLOSE) {
            way.sendFrame(entry);
            return;
        }
        Traffic.Way counted = counting.send(entry.getFrame().getPayloadLength(), false);
        switch (counted) {
            case REFUSED -> entry.getCallback().failed(new RefusedFrameException());
            case UNCOUNTED -> way.sendFrame(entry);
            default -> way.sendFrame(CountedFrame.of(entry, counting, counted, () -> {}));
        }
    }

    /**
     * Ends the connection, whatever is still to be written. To close a stream of HTTP/2, Jetty waits for that; only when
     * the stream is idle for too long, it is reset.
     */
    void cut() {
        EndPoint endPoint = getConnection().getEndPoint();
        if (endPoint instanceof AbstractEndPoint) {
            abort();
        } else {
            endPoint.setIdleTimeout(1);
        }
    }

    /** Sends what has been counted. */
    void sendCounted(OutgoingEntry entry) {
        super.sendFrame(entry);
    }
}
