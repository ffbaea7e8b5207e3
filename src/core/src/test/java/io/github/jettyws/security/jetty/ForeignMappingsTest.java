package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.handshake.Reason;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers of Jetty's core with mappings and components of their own, in a context and in none. */
class ForeignMappingsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

    private final TestServer server = new TestServer();

    @BeforeEach
    void mapPastTheContext() {
        ContextHandler context = new ContextHandler("/core");
        context.setHandler(upgradeHandler());
        server.contexts.addHandler(context);
        server.security.getPolicy().setMaxTextMessageSize("1000");
        server.security.getPolicy().setRateMessages("3");
        server.security.getPolicy().setRateWindow("1h");
    }

    /** Maps {@code /core/echo} past the context, beside {@code /app/echo}. */
    static void mapPastTheContext(TestServer server) {
        WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler();
        handler.addMapping("/echo", negotiator((request, response, callback) -> server.endpoint()));
        ContextHandler context = new ContextHandler("/core");
        context.setHandler(handler);
        server.contexts.addHandler(context);
    }

    private WebSocketUpgradeHandler upgradeHandler() {
        WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler();
        handler.addMapping("/echo", negotiator((request, response, callback) -> server.endpoint()));
        handler.addMapping("/throwing", negotiator((request, response, callback) -> {
            response.setExtensions(List.of());
            return server.endpoint();
        }));
        handler.addMapping(
                "/secured",
                negotiator(new SecuredWebSocketCreator((request, response, callback) -> server.endpoint())));
        return handler;
    }

    private static WebSocketNegotiator negotiator(WebSocketCreator creator) {
        return WebSocketNegotiator.from(creator, (endpoint, request, response) -> (FrameHandler) endpoint);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upgrade_originForeign_neverReachesTheCreator() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/core/echo", "Origin: https://evil.example"));
            assertEquals(0, server.created.get());
        }
    }

    @Test
    void upgrade_noSession_neverReachesTheCreator() throws Exception {
        server.security.getPolicy().setAuthRequired("true");
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(401, client.upgrade("/core/echo", LOCAL, "Cookie: JSESSIONID=made-up"));
            assertEquals(0, server.created.get());
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
            assertEquals(Stage.CREATOR, event.stage());
        }
    }

    /** What is about to open decides, not what the client asked for. */
    @Test
    void upgrade_rewrittenToAnotherPath_policyOfThatPathDecides() throws Exception {
        ContextHandler context = new ContextHandler("/rewritten");
        Handler.Wrapper rewrite = new Handler.Wrapper(upgradeHandler()) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                HttpURI uri = HttpURI.build(request.getHttpURI()).path("/rewritten/echo");
                return super.handle(Request.serveAs(request, uri), response, callback);
            }
        };
        context.setHandler(rewrite);
        server.contexts.addHandler(context);
        server.security.addPolicy("/rewritten/echo").setOriginAllowLocalhost("false");
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/rewritten/other", LOCAL));
            assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), server.event().reason());
        }
        try (RawClient client = server.client()) {
            // The twin: the origin that this policy allows, too.
            assertStatus(101, client.upgrade("/rewritten/other", "Origin: http://localhost:" + server.port()));
        }
    }

    /** The client is told of the extensions that it asked for, and of no other. */
    @Test
    void upgrade_accepted_showsNothingOfTheGuard() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            String head = client.upgrade("/core/echo", LOCAL);
            assertStatus(101, head);
            assertFalse(head.contains("Sec-WebSocket-Extensions"), head);
        }
        try (RawClient client = server.client()) {
            String head = client.upgrade("/core/echo", LOCAL, DEFLATE);
            assertTrue(head.contains("Sec-WebSocket-Extensions: permessage-deflate\r\n"), head);
            assertFalse(head.contains(GuardExtension.NAME), head);
        }
    }

    @Test
    void messages_tooLargeOrTooMany_neverReachTheEndpoint() throws Exception {
        server.start();
        try (RawClient client = open("/core/echo")) {
            client.text("x".repeat(1000));
            assertEquals(1000, client.receive().payload().length);
            client.text("x".repeat(1001));
            assertEquals(1009, client.receive().closeCode());
        }
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), server.event().reason());
        SecurityEvent closed = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.of(1009), closed.closeCode());
        try (RawClient client = open("/core/echo")) {
            client.text("second");
            client.text("third");
            client.text("fourth");
            assertEquals("second", client.receive().text());
            assertEquals("third", client.receive().text());
            assertEquals(1008, client.receive().closeCode());
        }
        assertEquals(List.of("x".repeat(1000), "second", "third"), server.messages);
    }

    @Test
    void upgrade_guardThrownAway_isRefusedAtTheChokePoint() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/core/throwing", LOCAL));
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.UNGUARDED_ENDPOINT), event.reason());
            assertEquals(Stage.CHOKE_POINT, event.stage());
        }
    }

    @Test
    void upgrade_guardThrownAwayAndAllowed_opensAndIsReported() throws Exception {
        server.security.getPolicy().setUnguarded("allow");
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/core/throwing", LOCAL));
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.UNGUARDED_ENDPOINT), event.reason());
            assertFalse(event.enforced());
        }
    }

    @Test
    void server_stopped_closesWith1001() throws Exception {
        server.start();
        try (RawClient client = open("/core/echo")) {
            client.text("open");
            assertEquals("open", client.receive().text());
            server.close();
            assertEquals(1001, client.receive().closeCode());
            assertEquals(Optional.of(1001), server.event().closeCode());
        }
    }

    @Test
    void upgrade_clientOffersTheGuard_isRefused() throws Exception {
        server.start();
        try (RawClient client = server.client()) {
            assertStatus(400, client.upgrade("/core/echo", LOCAL, "Sec-WebSocket-Extensions: x, WS-Security; id=1"));
            assertEquals(0, server.created.get());
        }
    }

    @Test
    void securedCreator_capsAsMappedOnesAre() throws Exception {
        server.security.getPolicy().setMaxFrameSize("300");
        server.start();
        try (RawClient client = open("/core/secured")) {
            client.frame(true, RawClient.TEXT, new byte[301]);
            assertEquals(1009, client.receive().closeCode());
        }
        assertEquals(Optional.of(Reason.FRAME_TOO_LARGE), server.event().reason());
        assertTrue(server.messages.isEmpty());
    }

    /** One guard is enough: the extension stands aside. */
    @Test
    void securedCreator_guardsOnce() throws Exception {
        server.start();
        try (RawClient client = open("/core/secured")) {
            client.text("hello");
            assertEquals("hello", client.receive().text());
            client.text("x".repeat(1001));
            assertEquals(1009, client.receive().closeCode());
        }
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), server.event().reason());
        assertEquals(Optional.of(1009), server.event().closeCode());
        assertEquals(List.of("hello"), server.messages);
    }

    /** Jetty's extensions log each frame under their own names; the name of this one is the guard's. */
    @ParameterizedTest
    @ValueSource(strings = {"/core/echo", "/core/secured"})
    void messages_notInTheLogOfTheExtension(String path) throws Exception {
        server.start();
        try (LogRecorder log = new LogRecorder(GuardExtension.class.getName(), Level.TRACE);
                RawClient client = open(path)) {
            client.text("hello");
            assertEquals("hello", client.receive().text());
            assertEquals(List.of(), log.lines());
        }
    }

    private RawClient open(String path) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade(path, LOCAL));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }
}
