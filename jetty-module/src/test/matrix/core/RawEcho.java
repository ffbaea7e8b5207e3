package io.github.jettyws.matrix.core;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** The echo as Jetty's core knows it: frames, and no API above them. */
final class RawEcho implements FrameHandler {
    private final Counts counts;
    private CoreSession session;

    private RawEcho(Counts counts) {
        this.counts = counts;
    }

    /** The application's negotiator: no refused handshake may get here. */
    static WebSocketNegotiator negotiator() {
        return RawEcho::create;
    }

    private static FrameHandler create(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        return new RawEcho(Counts.of(request.getHttpURI().getPath()).created());
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (frame.getOpCode() == OpCode.TEXT && frame.isFin()) {
            counts.message();
            String answer = "text " + frame.getPayloadLength();
            session.sendFrame(new Frame(OpCode.TEXT, answer), Callback.NOOP, false);
        }
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        callback.succeeded();
    }
}
