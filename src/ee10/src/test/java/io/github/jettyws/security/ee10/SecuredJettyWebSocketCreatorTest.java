package io.github.jettyws.security.ee10;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.SecurityListener;
import io.github.jettyws.security.handshake.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints of an embedded server, and the client of the JDK. */
public class SecuredJettyWebSocketCreatorTest {
    private final WebSocketSecurity security = new WebSocketSecurity();
    private final AtomicInteger created = new AtomicInteger();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SecurityEvent> events = new LinkedBlockingQueue<>();
    private final Server server = EmbeddedServer.create(security, (request, response) -> {
        created.incrementAndGet();
        return new Echo();
    });

    /** Raises every limit it can. Public, since Jetty takes method handles of it. */
    public final class Echo implements Session.Listener.AutoDemanding {
        private @Nullable Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            opened.setMaxTextMessageSize(1 << 20);
            opened.setMaxFrameSize(1 << 20);
            opened.setIdleTimeout(Duration.ofHours(1));
        }

        @Override
        public void onWebSocketText(String message) {
            messages.add(message);
            if (session != null) {
                session.sendText(message, Callback.NOOP);
            }
        }
    }

    private void start() throws Exception {
        security.addListener(new SecurityListener() {
            @Override
            public void onRefused(SecurityEvent event) {
                events.add(event);
            }

            @Override
            public void onViolated(SecurityEvent event) {
                events.add(event);
            }

            @Override
            public void onClosed(SecurityEvent event) {
                events.add(event);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(server);
    }

    private Client connect(String path, String origin) {
        int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
        Client client = new Client();
        client.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), client)
                .join();
        return client;
    }

    private void assertRefused(int status, String path, String origin) {
        CompletionException failure = assertThrows(CompletionException.class, () -> connect(path, origin));
        assertEquals(
                status,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
        assertEquals(0, created.get());
    }

    private SecurityEvent event() throws InterruptedException {
        SecurityEvent event = events.poll(10, TimeUnit.SECONDS);
        assertNotNull(event);
        return event;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void upgrade_originAllowed_echoes(String path) throws Exception {
        start();
        Client client = connect(path, "http://localhost");
        client.socket().sendText("grüße", true).join();
        assertEquals("grüße", client.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void upgrade_originForeign_neverReachesTheCreator(String path) throws Exception {
        start();
        assertRefused(403, path, "https://evil.example");
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), event().reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void upgrade_noSession_neverReachesTheCreator(String path) throws Exception {
        security.getPolicy().setAuthRequired("true");
        start();
        assertRefused(401, path, "http://localhost");
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), event().reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void message_oneByteOver_closesWith1009(String path) throws Exception {
        start();
        Client client = connect(path, "http://localhost");
        client.socket().sendText("x".repeat(65536), true).join();
        assertEquals(65536, client.next().length());
        client.socket().sendText("x".repeat(65537), true).join();
        assertEquals("close 1009", client.next());
        assertEquals(List.of("x".repeat(65536)), messages);
        assertEquals(SecurityEvent.Type.VIOLATED, event().type());
        SecurityEvent closed = event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.of(1009), closed.closeCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void messages_oneTooMany_closesWith1008(String path) throws Exception {
        security.getPolicy().setRateMessages("2");
        security.getPolicy().setRateWindow("1h");
        start();
        Client client = connect(path, "http://localhost");
        client.socket().sendText("a", true).join();
        client.socket().sendText("b", true).join();
        client.socket().sendText("c", true).join();
        assertEquals("a", client.next());
        assertEquals("b", client.next());
        assertEquals("close 1008", client.next());
        assertEquals(List.of("a", "b"), messages);
        assertEquals(Optional.of(Reason.MESSAGE_RATE), event().reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/secured", "/mapped", "/unsecured"})
    void connection_idle_isClosedHoweverMuchTheEndpointAllows(String path) throws Exception {
        security.getPolicy().setIdleTimeout("1s");
        start();
        Client client = connect(path, "http://localhost");
        assertEquals("close 1001", client.next());
    }

    /** An application that throws every extension away throws the guard away too, and stays closed. */
    @Test
    void upgrade_guardThrownAway_isRefusedAtTheChokePoint() throws Exception {
        start();
        CompletionException failure =
                assertThrows(CompletionException.class, () -> connect("/throwing", "http://localhost"));
        assertEquals(
                403,
                ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode());
        assertEquals(Optional.of(Reason.UNGUARDED_ENDPOINT), event().reason());
        assertTrue(messages.isEmpty());
    }

    /** Remembers what comes, in order. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();
        private @Nullable WebSocket socket;

        WebSocket socket() {
            assertNotNull(socket);
            return socket;
        }

        String next() throws InterruptedException {
            String next = received.poll(10, TimeUnit.SECONDS);
            assertNotNull(next);
            return next;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received.add(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            received.add("close " + statusCode);
            return null;
        }
    }
}
