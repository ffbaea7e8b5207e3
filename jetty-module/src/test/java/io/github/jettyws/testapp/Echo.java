package io.github.jettyws.testapp;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Answers each whole message with its length. */
@WebSocket
public class Echo {
    private final Counts counts;

    public Echo(String path) {
        counts = Counts.of(path).created();
    }

    @OnWebSocketMessage
    public void onText(Session session, String message) {
        counts.message();
        if (!Pour.isAsked(message, drop -> session.sendText(drop, Callback.NOOP))) {
            session.sendText("text " + message.length(), Callback.NOOP);
        }
    }

    @OnWebSocketMessage
    public void onBinary(Session session, ByteBuffer message, Callback callback) {
        counts.message();
        session.sendText("binary " + message.remaining(), callback);
    }
}
