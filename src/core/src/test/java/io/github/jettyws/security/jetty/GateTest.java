package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes over a socket: what is refused at the gate is seen by no handler behind it. */
class GateTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String FOREIGN = "Origin: https://evil.example";

    @Test
    void upgrade_originAllowed_echoes() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", LOCAL));
            client.text("grüße");
            assertEquals("grüße", client.receive().text());

            SecurityEvent event = server.event();
            assertEquals(SecurityEvent.Type.ACCEPTED, event.type());
            assertEquals(Optional.of(1L), event.connection());
            assertEquals("127.0.0.1", event.clientAddress());
            assertEquals("/app/echo", event.path());
        }
    }

    @Test
    void upgrade_originForeign_isRefusedBeforeAnyHandler() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            String head = client.upgrade("/app/echo", FOREIGN, "Cookie: secret=canary");

            assertStatus(403, head);
            assertEquals("Forbidden\n", client.body(head));
            assertEquals(0, server.requests.get());
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), event.reason());
            assertEquals(Stage.GATE, event.stage());
            assertTrue(event.enforced());
            assertEquals(Optional.empty(), event.connection());
            assertEquals(Optional.of("https://evil.example"), event.origin());
            assertFalse(event.toString().contains("canary"), event.toString());
        }
    }

    @Test
    void upgrade_originMissing_isRefusedUnlessAllowed() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/app/echo"));
            assertEquals(Optional.of(Reason.ORIGIN_MISSING), server.event().reason());
        }
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setOriginAllowMissing("true"))
                        .start();
                RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo"));
        }
    }

    /** The socket says 127.0.0.1, whatever a header says. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.0/8", "::ffff:127.0.0.1", "::ffff:127.0.0.0/104", "0.0.0.0/0"})
    void upgrade_peerBlocked_isRefused(String blocked) throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setAddressBlocked(blocked))
                        .start();
                RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/app/echo", LOCAL, "X-Forwarded-For: 192.0.2.1"));
            assertEquals(0, server.requests.get());
            assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), server.event().reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "128.0.0.0/1", "::/0", "::1"})
    void upgrade_peerBesideBlocked_passes(String blocked) throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setAddressBlocked(blocked))
                        .start();
                RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", LOCAL, "X-Forwarded-For: 127.0.0.2"));
        }
    }

    @Test
    void upgrade_checkThrows_isRefusedWith503() throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.addCheck(handshake -> {
                            throw new StackOverflowError("on purpose");
                        }))
                        .start();
                RawClient client = server.client()) {
            assertStatus(503, client.upgrade("/app/echo", LOCAL));
            assertEquals(0, server.requests.get());
            assertEquals(Optional.of(Reason.GUARD_FAILURE), server.event().reason());
        }
    }

    @Test
    void upgrade_modeReport_refusesNothingAndTells() throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setMode("report"))
                        .start();
                RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", FOREIGN));
            SecurityEvent event = server.event();
            assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), event.reason());
            assertFalse(event.enforced());
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        }
    }

    @Test
    void request_noUpgrade_passesUntouched() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            assertStatus(404, client.send("GET /app/other HTTP/1.1\r\nHost: x\r\n" + FOREIGN + "\r\n\r\n"));
            assertEquals(1, server.requests.get());
            assertTrue(server.events.isEmpty());
        }
    }

    /** The policy follows the path that Jetty routes by, however the request line spells it. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/app/%65cho", "/other/../app/echo", "/app/./echo", "/app/echo;x=1"})
    void upgrade_policyOfPath_decidesHoweverThePathIsSpelled(String path) throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.addPolicy("/app/echo").setOriginAllowed("https://evil.example"))
                        .start();
                RawClient client = server.client()) {
            assertStatus(101, client.upgrade(path, FOREIGN));
        }
    }

    /** What Jetty takes for ambiguous it refuses itself; what is another path to it has not got the policy of this one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//app/echo",
                "/app//echo",
                "/app/echo%2f",
                "/app%2fecho",
                "/app/echo.",
                "/app/echo/",
                "/app/..;/app/echo"
            })
    void upgrade_pathThatIsAnother_neverOpensUnderThisPolicy(String path) throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.addPolicy("/app/echo").setOriginAllowed("https://evil.example"))
                        .start();
                RawClient client = server.client()) {
            String head = client.upgrade(path, FOREIGN);
            assertTrue(head.startsWith("HTTP/1.1 40"), head);
            assertEquals(0, server.created.get());
        }
    }

    @Test
    void upgrade_policyOfOtherPath_doesNotApply() throws Exception {
        try (TestServer server = new TestServer()
                        .set(security -> security.addPolicy("/app/echo/below").setOriginAllowed("https://evil.example"))
                        .start();
                RawClient client = server.client()) {
            assertStatus(403, client.upgrade("/app/echo", FOREIGN));
        }
    }

    /** No browser sends any of these; whoever does gets no further than the gate, and has to connect anew. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /app/echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n",
                "GET /app/echo HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket, x\r\nConnection: Upgrade\r\n",
                "GET /app/echo HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Version: 13\r\n",
                "GET /app/echo HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            })
    void request_looksLikeUpgrade_isMalformed(String request) throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            String head = client.send(request + LOCAL + "\r\n\r\n");
            assertStatus(400, head);
            assertTrue(head.contains("Connection: close\r\n"), head);
            assertEquals("Bad Request\n", client.body(head));
            assertEquals(0, server.requests.get());
            assertEquals(Optional.of(Reason.MALFORMED_HANDSHAKE), server.event().reason());
        }
    }

    @Test
    void upgrade_otherVersion_isToldTheRightOne() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            String head =
                    client.send("GET /app/echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + LOCAL
                            + "\r\n\r\n");
            assertStatus(426, head);
            assertTrue(head.contains("Sec-WebSocket-Version: 13\r\n"), head);
            assertEquals(0, server.requests.get());
            assertEquals(Optional.of(Reason.UNSUPPORTED_VERSION), server.event().reason());
        }
    }

    @Test
    void upgrade_compressionForbidden_opensWithoutIt() throws Exception {
        String deflate = "Sec-WebSocket-Extensions: permessage-deflate";
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            assertTrue(client.upgrade("/app/echo", LOCAL, deflate).contains(deflate));
        }
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setCompressionAllow("false"))
                        .start();
                RawClient client = server.client()) {
            String head = client.upgrade("/app/echo", LOCAL, deflate);
            assertStatus(101, head);
            assertFalse(head.contains("Extensions"), head);
        }
    }

    @Test
    void connection_afterRefusal_isGoodForAnotherRequest() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = server.client()) {
            client.body(client.upgrade("/app/echo", FOREIGN));
            assertStatus(101, client.upgrade("/app/echo", LOCAL));
        }
    }

    @Test
    void server_restarted_guardsAgain() throws Exception {
        try (TestServer server = new TestServer().start()) {
            server.server.stop();
            server.security.getPolicy().setOriginAllowed("https://evil.example");
            server.start();
            try (RawClient client = server.client()) {
                assertStatus(101, client.upgrade("/app/echo", FOREIGN));
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> server.security.getPolicy().setOriginAllowed("https://other.example"));
        }
    }

    @Test
    void context_addedWhileRunning_isGuarded() throws Exception {
        try (TestServer server = new TestServer().start()) {
            var context = server.context("/later");
            server.contexts.addHandler(context);
            context.start();
            try (RawClient client = server.client()) {
                assertStatus(403, client.upgrade("/later/echo", FOREIGN));
            }
            try (RawClient client = server.client()) {
                assertStatus(101, client.upgrade("/later/echo", LOCAL));
                client.frame(true, RawClient.TEXT, new byte[65537]);
                assertEquals(1009, client.receive().closeCode());
            }
            assertEquals(0, server.messages.size());
        }
    }

    @Test
    void context_undeployed_closesItsOwnWith1001() throws Exception {
        try (TestServer server = new TestServer()) {
            var context = server.context("/other");
            server.contexts.addHandler(context);
            server.start();
            try (RawClient other = server.client();
                    RawClient app = server.client()) {
                assertStatus(101, other.upgrade("/other/echo", LOCAL));
                assertStatus(101, app.upgrade("/app/echo", LOCAL));
                other.text("open");
                assertEquals("open", other.receive().text());
                context.stop();
                assertEquals(1001, other.receive().closeCode());
                app.text("still here");
                assertEquals("still here", app.receive().text());
            }
        }
    }

    /** Told to go away, and counted until it has. */
    @Test
    void server_stopped_closesWith1001AndCounts() throws Exception {
        TestServer server = new TestServer().start();
        try (RawClient client = server.client()) {
            assertStatus(101, client.upgrade("/app/echo", LOCAL));
            assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
            assertEquals(1, server.security.getConnections());
            server.close();
            assertEquals(1001, client.receive().closeCode());
            SecurityEvent closed = server.event();
            assertEquals(SecurityEvent.Type.CLOSED, closed.type());
            assertEquals(Optional.of(1001), closed.closeCode());
            assertEquals(0, server.security.getConnections());
        }
    }

    static void assertStatus(int expected, String head) {
        assertTrue(head.startsWith("HTTP/1.1 " + expected + " "), head);
    }
}
