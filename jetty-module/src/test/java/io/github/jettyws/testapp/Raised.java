package io.github.jettyws.testapp;

import java.time.Duration;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketOpen;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Gives itself more than the operator does. */
@WebSocket
public class Raised extends Echo {
    private static final int PLENTY = 10_000_000;

    public Raised(String path) {
        super(path);
    }

    @OnWebSocketOpen
    public void onOpen(Session session) {
        session.setMaxTextMessageSize(PLENTY);
        session.setMaxBinaryMessageSize(PLENTY);
        session.setMaxFrameSize(PLENTY);
        session.setIdleTimeout(Duration.ZERO);
    }
}
