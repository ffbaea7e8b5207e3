package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Slots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketCreator;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One slot for everybody: whatever becomes of a handshake or a connection, the next one finds it free. */
class SlotsOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";

    private final TestServer server = new TestServer();
    private final CompletableFuture<Void> underWay = new CompletableFuture<>();
    private final CompletableFuture<Void> goOn = new CompletableFuture<>();

    @BeforeEach
    void oneSlot() {
        ContextHandler past = new ContextHandler("/past");
        WebSocketUpgradeHandler mapped = new WebSocketUpgradeHandler();
        mapped.addMapping("/echo", negotiator((request, response, callback) -> server.endpoint()));
        mapped.addMapping("/throwing", negotiator((request, response, callback) -> {
            throw new IllegalStateException("on purpose");
        }));
        mapped.addMapping("/answering", negotiator((request, response, callback) -> {
            Response.writeError(request, response, callback, 500);
            return null;
        }));
        mapped.addMapping("/unguarded", negotiator((request, response, callback) -> {
            response.setExtensions(List.of());
            return server.endpoint();
        }));
        past.setHandler(mapped);
        server.contexts.addHandler(past);
        ContextHandler plain = new ContextHandler("/plain");
        plain.setHandler(new Plain());
        server.contexts.addHandler(plain);
        server.security.getPolicy().setConnectionsTotal("1");
    }

    private static WebSocketNegotiator negotiator(WebSocketCreator creator) {
        return WebSocketNegotiator.from(creator, (endpoint, request, response) -> (FrameHandler) endpoint);
    }

    /** Answers as no WebSocket does. */
    private final class Plain extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/page" -> callback.succeeded();
                case "/error" -> Response.writeError(request, response, callback, 500);
                case "/throwing" -> throw new IllegalStateException("on purpose");
                case "/failing" -> callback.failed(new IllegalStateException("on purpose"));
                case "/slow" -> {
                    underWay.complete(null);
                    CompletableFuture<Void> unused = goOn.thenRun(callback::succeeded);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/plain/page, 200",
        "/plain/error, 500",
        "/plain/throwing, 500",
        "/plain/failing, 500",
        "/plain/missing, 404",
        "/nowhere, 404",
        "/app/missing, 404",
        "/past/missing, 404",
        "/past/throwing, 500",
        "/past/answering, 500",
        "/past/unguarded, 403"
    })
    void upgrade_applicationDoesNot_slotIsFree(String path, int status) throws Exception {
        server.start();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = server.client()) {
                assertStatus(status, client.upgrade(path, LOCAL));
                TestServer.awaitHeld(0, server.slots());
            }
        }
        assertOpens("/app/echo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void upgrade_refusedInTheContext_slotIsFree(String path) throws Exception {
        server.security.getPolicy().setAuthRequired("true");
        server.start();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = server.client()) {
                assertStatus(401, client.upgrade(path, LOCAL, "Cookie: JSESSIONID=made-up"));
                TestServer.awaitHeld(0, server.slots());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void connection_closedByTheClient_slotIsFree(String path) throws Exception {
        server.start();
        try (RawClient client = open(path);
                RawClient refused = server.client()) {
            assertStatus(503, refused.upgrade(path, LOCAL));
            client.frame(true, RawClient.CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertEquals(1000, client.receive().closeCode());
            TestServer.awaitHeld(0, server.slots());
        }
        assertOpens(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void connection_reset_slotIsFree(String path) throws Exception {
        server.start();
        open(path).reset();
        TestServer.awaitHeld(0, server.slots());
        assertOpens(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void connection_idle_slotIsFree(String path) throws Exception {
        server.security.getPolicy().setIdleTimeout("1s");
        server.start();
        try (RawClient client = open(path)) {
            assertEquals(1001, client.receive().closeCode());
        }
        TestServer.awaitHeld(0, server.slots());
        assertOpens(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void connection_violates_slotIsFree(String path) throws Exception {
        server.security.getPolicy().setMaxTextMessageSize("1000");
        server.start();
        try (RawClient client = open(path)) {
            client.text("x".repeat(1001));
            assertEquals(1009, client.receive().closeCode());
        }
        TestServer.awaitHeld(0, server.slots());
        assertOpens(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void endpoint_onOpenThrows_slotIsFree(String path) throws Exception {
        server.onOpen(session -> {
            throw new IllegalStateException("on purpose");
        });
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade(path, LOCAL));
            assertEquals(1011, client.receive().closeCode());
        }
        TestServer.awaitHeld(0, server.slots());
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        assertEquals(SecurityEvent.Type.CLOSED, server.event().type());
        assertEquals(0, server.security.getConnections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/past/echo"})
    void server_stopped_slotIsFree(String path) throws Exception {
        server.start();
        Slots slots = server.slots();
        try (RawClient client = open(path)) {
            server.server.stop();
            assertEquals(1001, client.receive().closeCode());
            TestServer.awaitHeld(0, slots);
        }
        // Jetty's own handler has forgotten its mappings.
        server.server.start();
        assertOpens("/app/echo");
    }

    /** As long as the application thinks about it, the slot is taken; when the client is gone, it still does. */
    @Test
    void request_notAnsweredYet_holdsItsSlot() throws Exception {
        server.start();
        RawClient slow = server.client();
        slow.write(slow.request("/plain/slow", LOCAL));
        underWay.join();
        assertEquals(1, server.slots().held());
        try (RawClient refused = server.client()) {
            assertStatus(503, refused.upgrade("/app/echo", LOCAL));
        }
        slow.reset();
        goOn.complete(null);
        TestServer.awaitHeld(0, server.slots());
        assertOpens("/app/echo");
    }

    /** What only begins to look like a request has no slot. */
    @Test
    void request_halfDone_holdsNoSlot() throws Exception {
        server.start();
        try (RawClient half = server.client()) {
            String request = half.request("/app/echo", LOCAL);
            half.write(request.substring(0, request.length() - 2));
            assertOpens("/app/echo");
            half.write("\r\n");
            assertStatus(101, half.head());
        }
    }

    @Test
    void perAddress_lastOpensAndNextGets429() throws Exception {
        server.security.getPolicy().setConnectionsTotal("0");
        server.security.getPolicy().setConnectionsPerAddress("2");
        server.start();
        try (RawClient one = open("/app/echo");
                RawClient two = open("/past/echo");
                RawClient three = server.client();
                RawClient other = server.client("127.0.0.2")) {
            String head = three.upgrade("/app/echo", LOCAL);
            assertStatus(429, head);
            assertEquals("Too Many Requests\n", three.body(head));
            assertEquals(Optional.of(Reason.CONNECTION_LIMIT), server.event().reason());
            assertStatus(101, other.upgrade("/app/echo", LOCAL));
            one.text("still here");
            assertEquals("still here", one.receive().text());
            two.reset();
            TestServer.awaitHeld(2, server.slots());
        }
    }

    @Test
    void reportMode_noRoom_opensAllTheSame() throws Exception {
        server.security.getPolicy().setMode("report");
        server.start();
        try (RawClient one = open("/app/echo");
                RawClient two = server.client()) {
            assertStatus(101, two.upgrade("/app/echo", LOCAL));
            SecurityEvent refused = server.event();
            assertEquals(Optional.of(Reason.CONNECTION_LIMIT), refused.reason());
            assertTrue(!refused.enforced());
            one.reset();
            TestServer.awaitHeld(0, server.slots());
        }
    }

    private RawClient open(String path) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade(path, LOCAL));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private void assertOpens(String path) throws Exception {
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade(path, LOCAL));
        }
        TestServer.awaitHeld(0, server.slots());
    }
}
