package io.github.jettyws.testapp;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Takes messages in parts, where Jetty itself limits no size. */
@WebSocket
public class Partial {
    private final Counts counts;
    private int length;

    public Partial(String path) {
        counts = Counts.of(path).created();
    }

    @OnWebSocketMessage
    public void onText(Session session, String part, boolean last) {
        received(session, "text", part.length(), last);
    }

    @OnWebSocketMessage
    public void onBinary(Session session, ByteBuffer part, boolean last, Callback callback) {
        received(session, "binary", part.remaining(), last);
        callback.succeed();
    }

    private void received(Session session, String type, int partLength, boolean last) {
        counts.part();
        length += partLength;
        if (last) {
            counts.message();
            session.sendText(type + " " + length, Callback.NOOP);
            length = 0;
        }
    }
}
