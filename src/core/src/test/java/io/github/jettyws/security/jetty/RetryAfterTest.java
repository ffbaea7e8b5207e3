package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is refused for now is told for how long, wherever on the way that happens. */
class RetryAfterTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final Pattern RETRY_AFTER = Pattern.compile("\r\nRetry-After: (\\d+)\r\n");

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private WebSocketUpgradeHandler mappings() {
        WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler();
        handler.addMapping(
                "/echo",
                WebSocketNegotiator.from(
                        (request, response, callback) -> server.endpoint(),
                        (endpoint, request, response) -> (FrameHandler) endpoint));
        return handler;
    }

    private static long retryAfter(String head) {
        Matcher matcher = RETRY_AFTER.matcher(head);
        assertTrue(matcher.find(), head);
        return Long.parseLong(matcher.group(1));
    }

    /**
     * Three in a minute: the next has room when the first has faded, which takes the window and a third of the next one,
     * 80 seconds from the first on. Whole seconds are rounded up.
     */
    @Test
    void handshakeRate_reached_429AndTheRestOfTheWindow() throws Exception {
        server.security.getPolicy().setHandshakesPerAddress("3");
        server.security.getPolicy().setHandshakesWindow("1m");
        server.start();
        try (RawClient client = server.client();
                RawClient other = server.client("127.0.0.2")) {
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                // They count, whatever becomes of them.
                String head = client.upgrade("/app/echo", "Origin: https://evil.example");
                assertStatus(403, head);
                assertFalse(RETRY_AFTER.matcher(head).find(), head);
                client.body(head);
                assertEquals(
                        Optional.of(Reason.ORIGIN_NOT_ALLOWED), server.event().reason());
            }
            String head = client.upgrade("/app/echo", LOCAL);
            long elapsed = System.nanoTime() - start;

            assertStatus(429, head);
            assertEquals("Too Many Requests\n", client.body(head));
            long wait = retryAfter(head);
            assertTrue(wait <= 80 && wait >= 80 - TimeUnit.NANOSECONDS.toSeconds(elapsed) - 1, "after " + wait);
            assertEquals(Optional.of(Reason.HANDSHAKE_RATE), server.event().reason());
            assertEquals(0, server.requests.get());
            assertStatus(101, other.upgrade("/app/echo", LOCAL));
        }
    }

    /** As long as none has ended, nothing is known but the window. */
    @Test
    void connectionsTotal_reached_503AndTheWindow() throws Exception {
        server.security.getPolicy().setConnectionsTotal("1");
        server.security.getPolicy().setHandshakesWindow("17s");
        server.start();
        try (RawClient open = server.client();
                RawClient refused = server.client()) {
            assertStatus(101, open.upgrade("/app/echo", LOCAL));
            String head = refused.upgrade("/app/echo", LOCAL);
            assertStatus(503, head);
            assertEquals("Service Unavailable\n", refused.body(head));
            assertEquals(17, retryAfter(head));
        }
    }

    /** Connections that stay open for a moment end in a moment; a second is the least that can be said. */
    @Test
    void connectionsPerAddress_reachedAfterShortOnes_429AndASecond() throws Exception {
        server.security.getPolicy().setConnectionsPerAddress("1");
        server.start();
        try (RawClient brief = server.client()) {
            assertStatus(101, brief.upgrade("/app/echo", LOCAL));
        }
        TestServer.awaitHeld(0, server.slots());
        try (RawClient open = server.client();
                RawClient refused = server.client()) {
            assertStatus(101, open.upgrade("/app/echo", LOCAL));
            String head = refused.upgrade("/app/echo", LOCAL);
            assertStatus(429, head);
            assertEquals(1, retryAfter(head));
        }
    }

    /** Only the context knows the user. */
    @Test
    void connectionsPerUser_reached_429() throws Exception {
        server.security.getPolicy().setConnectionsPerUser("1");
        server.security.getPolicy().setAuthSessionAttribute("user");
        server.start();
        try (RawClient open = server.client();
                RawClient refused = server.client()) {
            String cookie = login("/app");
            assertStatus(101, open.upgrade("/app/echo", LOCAL, cookie));
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            String head = refused.upgrade("/app/echo", LOCAL, cookie);
            assertRefusedForTheUser(head);
            assertEquals("Too Many Requests\n", refused.body(head));
            TestServer.awaitHeld(1, server.slots());
        }
    }

    /**
     * Before any handler of the context; or, where another context lies within it, not until an endpoint has been found:
     * then the refusal is thrown in the middle of the upgrade, and whoever catches it knows nothing of the wait.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionsPerUser_reachedAtAForeignMapping_429(boolean thrown) throws Exception {
        SessionHandler sessions = new SessionHandler();
        WebSocketUpgradeHandler mappings = mappings();
        mappings.setHandler(new Login());
        if (thrown) {
            ContextHandler inner = new ContextHandler("/past/login");
            inner.setAllowNullPathInContext(true);
            inner.setHandler(new Login());
            mappings.setHandler(inner);
        }
        sessions.setHandler(mappings);
        ContextHandler context = new ContextHandler("/past");
        context.setHandler(sessions);
        server.contexts.addHandler(context);
        server.security.getPolicy().setConnectionsPerUser("1");
        server.security.getPolicy().setAuthSessionAttribute("user");
        server.start();
        try (RawClient open = server.client();
                RawClient refused = server.client()) {
            String cookie = login("/past");
            assertStatus(101, open.upgrade("/past/echo", LOCAL, cookie));
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            assertRefusedForTheUser(refused.upgrade("/past/echo", LOCAL, cookie));
            assertEquals(1, server.created.get());
            TestServer.awaitHeld(1, server.slots());
        }
    }

    private void assertRefusedForTheUser(String head) throws Exception {
        assertStatus(429, head);
        // That of the handshakes, since no connection has ended.
        assertEquals(60, retryAfter(head));
        SecurityEvent refused = server.event();
        assertEquals(Optional.of(Reason.CONNECTION_LIMIT), refused.reason());
        assertEquals(Stage.CREATOR, refused.stage());
        assertEquals("ana", refused.identity().orElseThrow().name());
    }

    /** The path that the gate saw has no such limit; the one that a rewrite leads to has. */
    @Test
    void connectionsTotal_reachedOnTheRewrittenPath_503() throws Exception {
        server.server.setHandler(new Rewrite(server.contexts));
        server.security.addPolicy("/app/echo").setConnectionsTotal("1");
        server.start();
        try (RawClient open = server.client();
                RawClient refused = server.client()) {
            assertStatus(101, open.upgrade("/rewritten", LOCAL));
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            String head = refused.upgrade("/rewritten", LOCAL);
            assertStatus(503, head);
            assertEquals(60, retryAfter(head));
            assertEquals(1, server.created.get());
            assertEquals(Optional.of(Reason.CONNECTION_LIMIT), server.event().reason());
            // What was held under the first policy was given back.
            TestServer.awaitHeld(0, server.slots());
        }
    }

    /** What an application says of itself stays as it is. */
    @Test
    void application_answers503_hasNoRetryAfter() throws Exception {
        ContextHandler context = new ContextHandler("/busy");
        context.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Response.writeError(request, response, callback, 503);
                return true;
            }
        });
        server.contexts.addHandler(context);
        server.start();
        try (RawClient client = server.client()) {
            String head = client.upgrade("/busy/ws", LOCAL);
            assertStatus(503, head);
            assertFalse(RETRY_AFTER.matcher(head).find(), head);
        }
    }

    private String login(String context) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send("GET " + context + "/login HTTP/1.1\r\nHost: x\r\n\r\n");
            Matcher cookie = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)").matcher(head);
            assertTrue(cookie.find(), head);
            return "Cookie: " + cookie.group(1);
        }
    }

    private static final class Login extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            request.getSession(true).setAttribute("user", "ana");
            callback.succeeded();
            return true;
        }
    }

    private static final class Rewrite extends Handler.Wrapper {
        Rewrite(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            HttpURI uri = HttpURI.build(request.getHttpURI()).path("/app/echo").asImmutable();
            return super.handle(Request.serveAs(request, uri), response, callback);
        }
    }
}
