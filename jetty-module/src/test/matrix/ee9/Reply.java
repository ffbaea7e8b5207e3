package io.github.jettyws.matrix;

import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WriteCallback;

/** How Jetty's API of EE9 and earlier sends. */
final class Reply {
    private Reply() {}

    static void send(Session session, String text) {
        session.getRemote().sendString(text, WriteCallback.NOOP);
    }
}
