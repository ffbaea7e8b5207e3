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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cookie must lead to a valid session of the very context, and the session must hold who it is. */
class SessionsTest {
    private static final String LOCAL = "Origin: http://localhost";

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() throws Exception {
        server.contexts.addHandler(server.context("/other"));
        server.set(security -> {
                    security.getPolicy().setAuthRequired("true");
                    security.getPolicy().setAuthSessionAttribute("user");
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String sessionId(String path) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Matcher cookie = Pattern.compile("Set-Cookie: JSESSIONID=([^;]+)").matcher(head);
            return cookie.find() ? cookie.group(1) : "";
        }
    }

    private void assertUnauthenticated(Stage stage, String path, String... headers) throws Exception {
        try (RawClient client = server.client()) {
            String head = client.upgrade(path, headers);
            assertStatus(401, head);
            assertEquals("Unauthorized\n", client.body(head));
            assertEquals(0, server.created.get());
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
            assertEquals(stage, event.stage());
        }
    }

    @Test
    void upgrade_sessionWithAttribute_opensAndNamesTheUser() throws Exception {
        String id = sessionId("/app/login");
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", LOCAL, "Cookie: JSESSIONID=" + id));
            assertEquals(
                    Optional.of(Identity.of("ana", "session")), server.event().identity());
        }
    }

    @Test
    void upgrade_noCookie_isUnauthenticated() throws Exception {
        assertUnauthenticated(Stage.GATE, "/app/echo", LOCAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node0made0up", "", "..", "\u00e9", "node0.node0"})
    void upgrade_madeUpId_isUnauthenticated(String id) throws Exception {
        assertUnauthenticated(Stage.CREATOR, "/app/echo", LOCAL, "Cookie: JSESSIONID=" + id);
    }

    @Test
    void upgrade_anonymousSession_isUnauthenticated() throws Exception {
        assertUnauthenticated(Stage.CREATOR, "/app/echo", LOCAL, "Cookie: JSESSIONID=" + sessionId("/app/anonymous"));
    }

    @Test
    void upgrade_sessionOfAnotherContext_isUnauthenticated() throws Exception {
        assertUnauthenticated(Stage.CREATOR, "/other/echo", LOCAL, "Cookie: JSESSIONID=" + sessionId("/app/login"));
    }

    @Test
    void upgrade_idInUrl_isUnauthenticated() throws Exception {
        assertUnauthenticated(Stage.GATE, "/app/echo;jsessionid=" + sessionId("/app/login"), LOCAL);
    }
}
