package io.github.jettyws.testapp;

import java.time.Duration;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketOpen;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Wants less than the operator allows. */
@WebSocket
public class Lowered extends Echo {
    public Lowered(String path) {
        super(path);
    }

    @OnWebSocketOpen
    public void onOpen(Session session) {
        session.setMaxTextMessageSize(100);
        session.setIdleTimeout(Duration.ofMillis(500));
    }
}
