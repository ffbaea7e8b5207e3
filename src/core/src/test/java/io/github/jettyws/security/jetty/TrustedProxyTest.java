package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code 127.0.0.1} is a trusted proxy, and {@code 127.0.0.2} is anybody. */
class TrustedProxyTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String PROXY = "127.0.0.1";
    private static final String ANYBODY = "127.0.0.2";

    private final TestServer server = new TestServer();

    @BeforeEach
    void trust() {
        server.security.getShared().setAddressTrustedProxies(PROXY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SecurityEvent assertAnswer(int status, String from, String... headers) throws Exception {
        String[] all = new String[headers.length + 1];
        all[0] = LOCAL;
        System.arraycopy(headers, 0, all, 1, headers.length);
        try (RawClient client = server.client(from)) {
            assertStatus(status, client.upgrade("/app/echo", all));
            SecurityEvent event = server.event();
            if (status == 101) {
                client.reset();
                assertEquals(SecurityEvent.Type.CLOSED, server.event().type());
            }
            return event;
        }
    }

    @Test
    void blocked_forwardedClient_refusedAndItsTwinPasses() throws Exception {
        server.security.getPolicy().setAddressBlocked("192.0.2.0/24");
        server.start();

        SecurityEvent refused = assertAnswer(403, PROXY, "X-Forwarded-For: 192.0.2.255");
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), refused.reason());
        assertEquals("192.0.2.255", refused.clientAddress());
        assertEquals(0, refused.peer().indexOf("127.0.0.1:"), refused.peer());
        assertEquals(
                "192.0.3.0",
                assertAnswer(101, PROXY, "X-Forwarded-For: 192.0.3.0").clientAddress());
        // What stands to the left of the client, the client may have written.
        assertAnswer(101, PROXY, "X-Forwarded-For: 192.0.2.1, 192.0.3.0");
        assertAnswer(403, PROXY, "X-Forwarded-For: 192.0.3.0", "X-Forwarded-For: 192.0.2.1, 127.0.0.1");
    }

    /** In whichever form a header writes it. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:4711", "::ffff:192.0.2.1", "[::ffff:c000:201]:4711", "64:ff9b::c000:201"})
    void blocked_otherForm_refused(String client) throws Exception {
        server.security.getPolicy().setAddressBlocked("192.0.2.1");
        server.start();

        assertEquals(
                "192.0.2.1",
                assertAnswer(403, PROXY, "X-Forwarded-For: " + client).clientAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "localhost", "192.0.2", "192.0.2.1, ", "192.0.02.1"})
    void unresolved_whatIsNoAddress_refused(String client) throws Exception {
        server.start();

        SecurityEvent refused = assertAnswer(403, PROXY, "X-Forwarded-For: " + client);
        assertEquals(Optional.of(Reason.ADDRESS_UNRESOLVED), refused.reason());
    }

    /** Neither to get in nor to keep somebody else out. */
    @Test
    void untrustedPeer_forgedHeader_isNotRead() throws Exception {
        server.security.getPolicy().setAddressBlocked("192.0.2.1," + ANYBODY);
        server.start();

        SecurityEvent refused = assertAnswer(403, ANYBODY, "X-Forwarded-For: 198.51.100.1");
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), refused.reason());
        assertEquals(ANYBODY, refused.clientAddress());
        SecurityEvent accepted = assertAnswer(101, "127.0.0.3", "X-Forwarded-For: 192.0.2.1");
        assertEquals("127.0.0.3", accepted.clientAddress());
        assertEquals(
                "127.0.0.3",
                assertAnswer(101, "127.0.0.3", "X-Forwarded-For: unknown").clientAddress());
    }

    @Test
    void forwarded_rfc7239_decides() throws Exception {
        server.security.getShared().setAddressForwardedHeader("Forwarded");
        server.security.getPolicy().setAddressBlocked("2001:db8:cafe::17");
        server.start();

        SecurityEvent refused = assertAnswer(403, PROXY, "Forwarded: for=\"[2001:db8:cafe::17]:4711\";proto=https");
        assertEquals("2001:db8:cafe::17", refused.clientAddress());
        // The other header is not the one that the proxy writes.
        assertAnswer(101, PROXY, "Forwarded: for=192.0.2.60", "X-Forwarded-For: 2001:db8:cafe::17");
    }

    @Test
    void handshakeRate_forwardedClients_limitOfTheirOwnEach() throws Exception {
        server.security.getPolicy().setHandshakesPerAddress("2");
        server.start();
        for (int client = 1; client <= 3; client++) {
            assertAnswer(101, PROXY, "X-Forwarded-For: 192.0.2." + client);
            assertAnswer(101, PROXY, "X-Forwarded-For: 192.0.2." + client);
        }

        SecurityEvent refused = assertAnswer(429, PROXY, "X-Forwarded-For: 192.0.2.1");
        assertEquals(Optional.of(Reason.HANDSHAKE_RATE), refused.reason());
        // A forged header makes no new client of anybody.
        assertAnswer(101, ANYBODY, "X-Forwarded-For: 198.51.100.1");
        assertAnswer(101, ANYBODY, "X-Forwarded-For: 198.51.100.2");
        assertAnswer(429, ANYBODY, "X-Forwarded-For: 198.51.100.3");
    }

    @Test
    void connectionsPerAddress_forwardedClients_limitOfTheirOwnEach() throws Exception {
        server.security.getPolicy().setConnectionsPerAddress("1");
        server.start();
        try (RawClient one = server.client();
                RawClient other = server.client();
                RawClient again = server.client()) {
            assertStatus(101, one.upgrade("/app/echo", LOCAL, "X-Forwarded-For: 192.0.2.1"));
            assertStatus(101, other.upgrade("/app/echo", LOCAL, "X-Forwarded-For: 2001:db8::1"));
            // Another address of the same /64.
            assertStatus(429, again.upgrade("/app/echo", LOCAL, "X-Forwarded-For: 2001:db8::2"));
        }
    }

    /** The connection to the proxy is in the clear; that of the client is what the proxy says. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, X-Forwarded-Proto: https, 101",
        "127.0.0.1, X-Forwarded-Proto: wss, 101",
        "127.0.0.1, X-Forwarded-Proto: http, 403",
        "127.0.0.1, 'X-Forwarded-Proto: https, http', 403",
        "127.0.0.1, X-Other: https, 403",
        "127.0.0.2, X-Forwarded-Proto: https, 403",
        "127.0.0.2, Forwarded: proto=https, 403"
    })
    void secureOnly_proto_believedFromTheProxyAlone(String from, String header, int status) throws Exception {
        server.security.getPolicy().setSecureOnly("true");
        server.start();

        SecurityEvent event = assertAnswer(status, from, "X-Forwarded-For: 192.0.2.1", header);
        assertEquals(status == 101 ? Optional.empty() : Optional.of(Reason.INSECURE_TRANSPORT), event.reason());
    }

    /** What a client calls itself in the request line is the client's to choose. */
    @Test
    void secureOnly_absoluteFormOfHttps_refused() throws Exception {
        server.security.getPolicy().setSecureOnly("true");
        server.start();
        try (RawClient client = server.client(ANYBODY)) {
            String request = client.request("https://localhost:" + server.port() + "/app/echo", LOCAL);
            assertStatus(403, client.send(request));
            assertEquals(Optional.of(Reason.INSECURE_TRANSPORT), server.event().reason());
        }
    }

    /** Else one client would shut out all who come through the proxy. */
    @Test
    void ban_clientBehindTheProxy_bansItAlone() throws Exception {
        server.security.getShared().setBanNever("");
        server.security.getShared().setBanThreshold("3");
        server.start();
        for (int i = 0; i < 3; i++) {
            try (RawClient client = server.client()) {
                assertStatus(403, client.upgrade("/app/echo", "X-Forwarded-For: 192.0.2.1"));
                assertEquals(Optional.of(Reason.ORIGIN_MISSING), server.event().reason());
            }
        }
        SecurityEvent banned = server.event();
        assertEquals(SecurityEvent.Type.BANNED, banned.type());
        assertEquals("192.0.2.1", banned.clientAddress());

        assertEquals(
                Optional.of(Reason.ADDRESS_BANNED),
                assertAnswer(403, PROXY, "X-Forwarded-For: 192.0.2.1").reason());
        assertAnswer(101, PROXY, "X-Forwarded-For: 192.0.2.2");
        // Whatever nobody can be held to is not held against the proxy.
        for (int i = 0; i < 5; i++) {
            assertAnswer(403, PROXY, "X-Forwarded-For: unknown");
        }
        assertAnswer(101, PROXY);
    }
}
