package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Answers each text message with its length, and a question with who the user is. */
@WebSocket
public class Echo {
    private final Counts counts;
    private final String who;

    public Echo(Counts counts, String who) {
        this.counts = counts;
        this.who = who;
    }

    @OnWebSocketMessage
    public void onText(Session session, String message) {
        counts.message();
        Reply.send(session, message.equals(Who.QUESTION) ? who : "text " + message.length());
    }
}
