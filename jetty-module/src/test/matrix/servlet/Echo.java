package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Answers each text message with its length. */
@WebSocket
public class Echo {
    private final Counts counts;

    public Echo(Counts counts) {
        this.counts = counts;
    }

    @OnWebSocketMessage
    public void onText(Session session, String message) {
        counts.message();
        Reply.send(session, "text " + message.length());
    }
}
