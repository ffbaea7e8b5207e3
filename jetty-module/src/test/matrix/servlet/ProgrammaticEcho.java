package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/** An endpoint without annotations. */
public class ProgrammaticEcho extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Counts counts = Counts.of(session.getRequestURI().getPath());
        session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String message) {
                counts.message();
                String who = session.getUserPrincipal() + ": " + config.getUserProperties().get(Who.QUESTION);
                session.getAsyncRemote().sendText(message.equals(Who.QUESTION) ? who : "text " + message.length());
            }
        });
    }
}
