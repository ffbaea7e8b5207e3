package io.github.jettyws.testapp;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketOpen;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Sends each message back as it came, also the largest that the fuzzing client sends (16 MiB). */
@WebSocket
public class Mirror {
    private static final int PLENTY = 17 * 1024 * 1024;

    @OnWebSocketOpen
    public void onOpen(Session session) {
        session.setMaxTextMessageSize(PLENTY);
        session.setMaxBinaryMessageSize(PLENTY);
        session.setIdleTimeout(Duration.ofMinutes(10));
    }

    @OnWebSocketMessage
    public void onText(Session session, String message) {
        session.sendText(message, Callback.NOOP);
    }

    @OnWebSocketMessage
    public void onBinary(Session session, ByteBuffer message, Callback callback) {
        session.sendBinary(message, callback);
    }
}
