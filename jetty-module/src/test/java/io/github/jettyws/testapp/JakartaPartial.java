package io.github.jettyws.testapp;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Takes text in parts. */
@ServerEndpoint("/jakarta-partial/{id}")
public class JakartaPartial {
    private Counts counts = Counts.of("");
    private int length;

    @OnOpen
    public void onOpen(Session session) {
        counts = Counts.of(session.getRequestURI().getPath()).created();
    }

    @OnMessage
    public void onText(Session session, String part, boolean last) throws IOException {
        counts.part();
        length += part.length();
        if (last) {
            counts.message();
            session.getBasicRemote().sendText("text " + length);
            length = 0;
        }
    }
}
