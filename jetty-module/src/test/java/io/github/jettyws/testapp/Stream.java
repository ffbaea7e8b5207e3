package io.github.jettyws.testapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.annotations.OnWebSocketMessage;
import org.eclipse.jetty.websocket.api.annotations.WebSocket;

/** Reads messages as streams, where Jetty itself limits no size. */
@WebSocket
public class Stream {
    private final Counts counts;

    public Stream(String path) {
        counts = Counts.of(path).created();
    }

    @OnWebSocketMessage
    public void onText(Session session, Reader reader) throws IOException {
        counts.part();
        answer(session, "text", reader.transferTo(Writer.nullWriter()));
    }

    @OnWebSocketMessage
    public void onBinary(Session session, InputStream stream) throws IOException {
        counts.part();
        answer(session, "binary", stream.readAllBytes().length);
    }

    private void answer(Session session, String type, long length) {
        counts.message();
        session.sendText(type + " " + length, Callback.NOOP);
    }
}
