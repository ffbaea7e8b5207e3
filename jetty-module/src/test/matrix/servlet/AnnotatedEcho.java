package io.github.jettyws.matrix;

import io.github.jettyws.testapp.Counts;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** An endpoint that the container finds by its annotation. */
@ServerEndpoint(value = "/annotated/{area}/{id}", configurator = CountingConfigurator.class)
public class AnnotatedEcho {
    @OnMessage
    public String onText(Session session, String message) {
        Counts.of(session.getRequestURI().getPath()).message();
        return message.equals(Who.QUESTION)
                ? session.getUserPrincipal() + ": " + session.getUserProperties().get(Who.QUESTION)
                : "text " + message.length();
    }
}
