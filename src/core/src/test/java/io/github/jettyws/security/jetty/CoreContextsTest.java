package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers of Jetty's core that upgrade without mapping anything, in contexts with sessions and without. */
class CoreContextsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String MADE_UP = "Cookie: JSESSIONID=made-up";

    private final TestServer server = new TestServer();

    @BeforeEach
    void upgradeWithoutMapping() {
        server.security.getPolicy().setAuthRequired("true");
        server.security.getPolicy().setAuthSessionAttribute("user");
        server.contexts.addHandler(context("/sessions", sessions()));
        server.contexts.addHandler(context("/none", new Upgrading()));
        server.contexts.addHandler(context("/outer", context("/outer/inner", sessions())));
    }

    private static ContextHandler context(String path, Handler handler) {
        ContextHandler context = new ContextHandler(path);
        context.setHandler(handler);
        return context;
    }

    private SessionHandler sessions() {
        SessionHandler sessions = new SessionHandler();
        sessions.setHandler(new Upgrading());
        return sessions;
    }

    private final class Upgrading extends Handler.Abstract {
        private final WebSocketMappings own = new WebSocketMappings(new WebSocketComponents());

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            server.requests.incrementAndGet();
            if (Request.getPathInContext(request).equals("/login")) {
                request.getSession(true).setAttribute("user", "ana");
                callback.succeeded();
                return true;
            }
            WebSocketNegotiator negotiator = WebSocketNegotiator.from(
                    (upgrade, answer, done) -> server.endpoint(),
                    (endpoint, upgrade, answer) -> (FrameHandler) endpoint);
            return own.upgrade(negotiator, request, response, callback, null);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String login(String context) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send("GET " + context + "/login HTTP/1.1\r\nHost: x\r\n\r\n");
            Matcher cookie = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)").matcher(head);
            return cookie.find() ? "Cookie: " + cookie.group(1) : "";
        }
    }

    private void assertUnauthenticated(Stage stage, String path, String... headers) throws Exception {
        int before = server.requests.get();
        try (RawClient client = server.client()) {
            assertStatus(401, client.upgrade(path, headers));
        }
        SecurityEvent event = server.event();
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
        assertEquals(stage, event.stage());
        assertEquals(before, server.requests.get());
        assertEquals(0, server.created.get());
    }

    private void assertOpensForAna(String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade(path, headers));
            assertEquals(
                    Optional.of(Identity.of("ana", "session")), server.event().identity());
        }
    }

    @Test
    void upgrade_noCookie_neverReachesTheContext() throws Exception {
        server.start();
        assertUnauthenticated(Stage.GATE, "/sessions/ws", LOCAL);
        assertUnauthenticated(Stage.GATE, "/none/ws", LOCAL);
    }

    @Test
    void upgrade_madeUpId_neverReachesTheHandler() throws Exception {
        server.start();
        assertUnauthenticated(Stage.CREATOR, "/sessions/ws", LOCAL, MADE_UP);
        assertUnauthenticated(Stage.CREATOR, "/none/ws", LOCAL, MADE_UP);
        assertUnauthenticated(Stage.CREATOR, "/outer/inner/ws", LOCAL, MADE_UP);
    }

    @Test
    void upgrade_session_opensAndNamesTheUser() throws Exception {
        server.start();
        assertOpensForAna("/sessions/ws", LOCAL, login("/sessions"));
    }

    @Test
    void upgrade_sessionOfTheInnerContext_opensAndNamesTheUser() throws Exception {
        server.start();
        assertOpensForAna("/outer/inner/ws", LOCAL, login("/outer/inner"));
    }

    @Test
    void upgrade_sessionOfAnotherContext_neverReachesTheHandler() throws Exception {
        server.start();
        String cookie = login("/sessions");
        assertUnauthenticated(Stage.CREATOR, "/outer/inner/ws", LOCAL, cookie);
    }

    @Test
    void server_restarted_keepsOneEntrance() throws Exception {
        server.start();
        server.server.stop();
        server.server.start();
        assertEquals(4, server.contexts.getDescendants(ContextEntrance.class).size());
    }
}
