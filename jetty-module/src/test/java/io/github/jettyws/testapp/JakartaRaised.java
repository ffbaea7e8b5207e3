package io.github.jettyws.testapp;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** Gives itself more than the operator does, by annotation and by its session. */
@ServerEndpoint("/jakarta-raised/{id}")
public class JakartaRaised {
    private static final int PLENTY = 10_000_000;

    private Counts counts = Counts.of("");

    @OnOpen
    public void onOpen(Session session) {
        counts = Counts.of(session.getRequestURI().getPath()).created();
        session.setMaxTextMessageBufferSize(PLENTY);
        session.setMaxBinaryMessageBufferSize(PLENTY);
        session.setMaxIdleTimeout(0);
    }

    @OnMessage(maxMessageSize = PLENTY)
    public String onText(String message) {
        counts.message();
        return "text " + message.length();
    }

    @OnMessage(maxMessageSize = PLENTY)
    public String onBinary(ByteBuffer message) {
        counts.message();
        return "binary " + message.remaining();
    }
}
