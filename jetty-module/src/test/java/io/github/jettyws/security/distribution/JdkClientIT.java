package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the WebSocket client of the JDK sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdkClientIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("jdk-client").start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Remembers the first text and the code of the close. */
    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> close = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.complete(data.toString());
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            close.complete(statusCode);
            return WebSocket.Listener.super.onClose(webSocket, statusCode, reason);
        }
    }

    private WebSocket connect(String path, String origin, Listener listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(server.endpoint().webSocket(path), listener)
                .join();
    }

    @Test
    void allowed_connectsAndIsLimited() {
        String path = Server.unique("/ee10/echo");
        Listener listener = new Listener();
        WebSocket webSocket = connect(path, server.endpoint().origin(), listener);
        webSocket.sendText("hello", true).join();
        assertEquals("text 5", listener.text.join());
        webSocket.sendText("x".repeat(65_537), true).join();
        assertEquals(1009, listener.close.join());
        assertEquals("VIOLATED", server.event(path, "VIOLATED").type());
    }

    @Test
    void otherSite_getsForbidden() {
        String path = Server.unique("/ee11/jakarta");
        CompletionException failure =
                assertThrows(CompletionException.class, () -> connect(path, "https://evil.example", new Listener()));
        WebSocketHandshakeException refusal = assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
        assertEquals(403, refusal.getResponse().statusCode());
        assertEquals("ORIGIN_NOT_ALLOWED", server.event(path, "REFUSED").reason());
    }
}
