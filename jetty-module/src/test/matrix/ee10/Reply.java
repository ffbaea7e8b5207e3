package io.github.jettyws.matrix;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** How Jetty's API of EE10 and later sends. */
final class Reply {
    private Reply() {}

    static void send(Session session, String text) {
        session.sendText(text, Callback.NOOP);
    }
}
