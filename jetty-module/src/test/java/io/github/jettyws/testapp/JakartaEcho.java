package io.github.jettyws.testapp;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The echo of the {@code jakarta.websocket} API. */
@ServerEndpoint("/jakarta/{id}")
public class JakartaEcho {
    private Counts counts = Counts.of("");

    @OnOpen
    public void onOpen(Session session) {
        counts = Counts.of(session.getRequestURI().getPath()).created();
    }

    @OnMessage
    public String onText(Session session, String message) {
        counts.message();
        boolean poured = Pour.isAsked(message, drop -> session.getAsyncRemote().sendText(drop, result -> {}));
        return poured ? null : "text " + message.length();
    }

    @OnMessage
    public String onBinary(ByteBuffer message) {
        counts.message();
        return "binary " + message.remaining();
    }
}
