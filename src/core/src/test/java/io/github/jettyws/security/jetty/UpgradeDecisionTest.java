package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.UpgradeDecisions.any;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.jetty.UpgradeDecisions.Decision;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What any of Jetty's handshakers would upgrade, the gate takes for an upgrade: over requests that are put together of
 * what handshakes consist of, well-formed and not. And what the gate finds well-formed in the one form that browsers
 * send, Jetty upgrades: a client that keeps to the letter is refused by neither.
 */
class UpgradeDecisionTest {
    private static final int REQUESTS = 1500;

    private static final String[] METHODS = {"GET", "GET", "GET", "GET", "POST", "HEAD", "get", "OPTIONS"};
    private static final String[] VERSIONS = {"HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"};
    private static final String[] UPGRADES = {
        "Upgrade: websocket", "Upgrade: websocket", "upgrade: WebSocket", "Upgrade: websocket, foo", "Upgrade: foo",
        "Upgrade: \"websocket\"", "Upgrade:", "Upgrade: h2c\r\nUpgrade: websocket",
                "Upgrade: websocket\r\nUpgrade: h2c", ""
    };
    private static final String[] CONNECTIONS = {
        "Connection: Upgrade", "Connection: Upgrade", "connection: keep-alive, upgrade", "Connection: close",
        "Connection: \"Upgrade\"", "Connection: keep-alive\r\nConnection: Upgrade", "Connection: Upgrade;x=1", ""
    };
    private static final String[] PROTOCOL_VERSIONS = {
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 13",
        "sec-websocket-version:13",
        "Sec-WebSocket-Version: 8",
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8",
        "Sec-WebSocket-Version: 13, 8",
        ""
    };
    private static final String[] KEYS = {
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Key:",
        ""
    };

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final UpgradeDecisions decisions = new UpgradeDecisions();

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(decisions);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void request_upgradedByJetty_isAnUpgradeToTheGate(long seed) throws Exception {
        Random random = new Random(seed);
        int upgraded = 0;
        int plain = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String request = request(random);
            connector.getResponse(request, 10, TimeUnit.SECONDS);
            Optional<Decision> decision = decisions.take();
            boolean upgradedByJetty = decision.filter(Decision::isUpgraded).isPresent();
            if (upgradedByJetty) {
                upgraded++;
                assertTrue(decision.get().isUpgrade(), request);
            } else {
                plain++;
            }
            boolean wellFormed = decision.filter(Decision::isWellFormed).isPresent();
            if (wellFormed && !request.contains("foo") && !request.contains("h2c")) {
                assertTrue(upgradedByJetty, request);
            }
        }
        // Otherwise the test would have shown nothing.
        assertTrue(upgraded > REQUESTS / 50 && plain > REQUESTS / 50, upgraded + " and " + plain);
        assertEquals(REQUESTS, upgraded + plain);
    }

    private static String request(Random random) {
        StringBuilder request =
                new StringBuilder(any(random, METHODS) + " /echo " + any(random, VERSIONS) + "\r\nHost: localhost\r\n");
        String[][] kinds = {UPGRADES, CONNECTIONS, PROTOCOL_VERSIONS, KEYS};
        for (String[] kind : kinds) {
            String line = any(random, kind);
            request.append(line).append(line.isEmpty() ? "" : "\r\n");
        }
        return request.append("\r\n").toString();
    }
}
