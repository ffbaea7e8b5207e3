package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.DefaultSessionCacheFactory;
import org.eclipse.jetty.session.NullSessionCacheFactory;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection ends with the session of Jetty that it rests on. {@code /app} maps its endpoint, {@code /core} none. */
class SessionEndTest {
    private static final String LOCAL = "Origin: http://localhost";

    private final TestServer server = new TestServer();

    @BeforeEach
    void needSessions() {
        server.security.getPolicy().setAuthRequired("true");
        server.security.getPolicy().setAuthSessionAttribute("user");
        ContextHandler core = new ContextHandler("/core");
        SessionHandler sessions = new SessionHandler();
        sessions.setHandler(new Upgrading());
        core.setHandler(sessions);
        server.contexts.addHandler(core);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Upgrades without any mapping that the guard could see. */
    private final class Upgrading extends Handler.Abstract {
        private final WebSocketMappings own = new WebSocketMappings(new WebSocketComponents());

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            if (path.equals("/login")) {
                request.getSession(true).setAttribute("user", "ana");
                callback.succeeded();
                return true;
            }
            if (!path.equals("/echo")) {
                TestServer.changes(path, request.getSession(false), request, response);
                callback.succeeded();
                return true;
            }
            WebSocketNegotiator negotiator = WebSocketNegotiator.from(
                    (upgrade, answer, done) -> server.endpoint(),
                    (endpoint, upgrade, answer) -> (FrameHandler) endpoint);
            return own.upgrade(negotiator, request, response, callback, null);
        }
    }

    private String get(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\n");
            Stream.of(headers).forEach(header -> request.append(header).append("\r\n"));
            String head = client.send(request.append("\r\n").toString());
            assertStatus(200, head);
            return head;
        }
    }

    private static String cookie(String head) {
        Matcher cookie = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)").matcher(head);
        assertTrue(cookie.find(), head);
        return "Cookie: " + cookie.group(1);
    }

    private String login(String context) throws Exception {
        return cookie(get(context + "/login"));
    }

    private RawClient open(String context, String cookie) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade(context + "/echo", LOCAL, cookie));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private static void assertEchoes(RawClient client) throws Exception {
        client.text("here");
        assertEquals("here", client.receive().text());
    }

    private void assertEnded(RawClient client) throws Exception {
        RawClient.Received received = client.receive();
        assertEquals(RawClient.CLOSE, received.opcode());
        assertEquals(1008, received.closeCode());
    }

    private void assertEnds(RawClient client) throws Exception {
        assertEnded(client);
        SecurityEvent event = server.event();
        assertEquals(SecurityEvent.Type.ENDED, event.type());
        assertEquals(Optional.of(Reason.SESSION_ENDED), event.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "/core"})
    void logout_closesTheConnectionsOfTheSessionAndNoOthers(String context) throws Exception {
        server.start();
        String cookie = login(context);
        try (RawClient one = open(context, cookie);
                RawClient two = open(context, cookie);
                RawClient neighbour = open(context, login(context))) {
            long before = System.nanoTime();
            get(context + "/logout", cookie);
            assertEnded(one);
            assertEnded(two);
            assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(1));
            for (int i = 0; i < 2; i++) {
                assertEquals(Optional.of(Reason.SESSION_ENDED), server.event().reason());
            }
            assertEchoes(neighbour);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "/core"})
    void sessionId_renewed_endsNothingUntilTheLogout(String context) throws Exception {
        server.start();
        String cookie = login(context);
        try (RawClient client = open(context, cookie)) {
            String renewed = cookie(get(context + "/renew", cookie));
            assertNotEquals(cookie, renewed);
            assertEchoes(client);
            get(context + "/logout", renewed);
            assertEnds(client);
        }
    }

    /** Jetty sweeps only every ten minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"/app", "/core"})
    void expiry_closesAtTheMoment(String context) throws Exception {
        server.start();
        String cookie = login(context);
        get(context + "/brief", cookie);
        try (RawClient client = open(context, cookie)) {
            long before = System.nanoTime();
            assertEnds(client);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.toMillis() >= 900 && took.toMillis() < 2000, took::toString);
        }
    }

    @Test
    void request_inBetween_movesTheExpiry() throws Exception {
        server.start();
        String cookie = login("/app");
        get("/app/brief", cookie);
        try (RawClient client = open("/app", cookie)) {
            long before = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(700);
            get("/app/brief", cookie);
            assertEnds(client);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.toMillis() >= 1600 && took.toMillis() < 2700, took::toString);
        }
    }

    @Test
    void messages_withKeepAlive_moveTheExpiry() throws Exception {
        server.security.getPolicy().setAuthSessionKeepAlive("true");
        server.start();
        String cookie = login("/app");
        get("/app/brief", cookie);
        try (RawClient client = open("/app", cookie)) {
            for (int i = 0; i < 6; i++) {
                TimeUnit.MILLISECONDS.sleep(300);
                assertEchoes(client);
            }
            assertEnds(client);
        }
    }

    @Test
    void logout_whileTheUpgradeIsUnderWay_endsAsItOpens() throws Exception {
        server.start();
        String cookie = login("/app");
        server.onCreate(() -> {
            try {
                get("/app/logout", cookie);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try (RawClient client = open("/app", cookie)) {
            assertEnds(client);
        }
        assertEquals(List.of(), server.messages);
    }

    @Test
    void context_stops_goesAwayAndTellsNoEndOfSessions() throws Exception {
        server.start();
        try (RawClient client = open("/app", login("/app"))) {
            server.contexts.getHandlers().get(0).stop();
            assertEquals(1001, client.receive().closeCode());
            SecurityEvent closed = server.event();
            assertEquals(SecurityEvent.Type.CLOSED, closed.type());
            assertEquals(Optional.empty(), closed.reason());
        }
    }

    private SharedSessionStore store(boolean cached) {
        SharedSessionStore store = new SharedSessionStore();
        server.server.addBean(cached ? new DefaultSessionCacheFactory() : new NullSessionCacheFactory());
        server.server.addBean(store.factory());
        server.security.getShared().setAuthSessionRecheck("1s");
        return store;
    }

    /** Another node has taken it out of the store. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void store_sessionIsGone_endsAtTheRecheck(boolean cached) throws Exception {
        SharedSessionStore store = store(cached);
        server.start();
        try (RawClient client = open("/app", login("/app"))) {
            TimeUnit.MILLISECONDS.sleep(1500);
            assertEchoes(client);
            store.saved.clear();
            assertEnds(client);
        }
    }

    /** Requests go to another node, and the connection is here. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void store_sessionIsUsedOnAnotherNode_lastsAsLongAsItSays(boolean cached) throws Exception {
        SharedSessionStore store = store(cached);
        server.start();
        String cookie = login("/app");
        get("/app/brief", cookie);
        try (RawClient client = open("/app", cookie)) {
            long before = System.nanoTime();
            SessionData elsewhere = store.saved.values().iterator().next();
            elsewhere.setExpiry(System.currentTimeMillis() + 2500);
            assertEnds(client);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(took.toMillis() >= 2400 && took.toMillis() < 3500, took::toString);
        }
    }

    /** Each request has a session object of its own, which knows nothing of the others. */
    @Test
    void store_withoutCache_renewalExpiryAndLogoutAreFollowed() throws Exception {
        store(false);
        server.start();
        String cookie = login("/app");
        try (RawClient client = open("/app", cookie)) {
            String renewed = cookie(get("/app/renew", cookie));
            TimeUnit.MILLISECONDS.sleep(1500);
            assertEchoes(client);
            get("/app/brief", renewed);
            for (int i = 0; i < 4; i++) {
                TimeUnit.MILLISECONDS.sleep(500);
                get("/app/brief", renewed);
            }
            assertEchoes(client);
            get("/app/logout", renewed);
            assertEnds(client);
        }
    }

    @Test
    void revoked_byHand_closesAndRefuses() throws Exception {
        server.start();
        String cookie = login("/app");
        try (RawClient client = open("/app", cookie);
                RawClient refused = server.client()) {
            assertEquals(1, server.security.getRevocations().revokeSession(cookie.substring(cookie.indexOf('=') + 1)));
            assertEnded(client);
            assertEquals(Optional.of(Reason.REVOKED), server.event().reason());
            assertStatus(401, refused.upgrade("/app/echo", LOCAL, cookie));
        }
    }

    @Test
    void maxLifetime_closes() throws Exception {
        server.security.getPolicy().setMaxLifetime("1s");
        server.start();
        try (RawClient client = open("/app", login("/app"))) {
            assertEnded(client);
            assertEquals(Optional.of(Reason.MAX_LIFETIME), server.event().reason());
        }
    }
}
