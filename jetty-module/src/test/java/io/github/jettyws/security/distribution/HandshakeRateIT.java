package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.handshakes.perAddress} and {@code .window}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeRateIT {
    private static final int LIMIT = 3;

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("handshake-rate")
                .set("ws-security.handshakes.perAddress", String.valueOf(LIMIT))
                .set("ws-security.handshakes.window", "2s")
                .start());
        // The first answers of a server may take longer than the window lasts.
        for (Protocol protocol : Protocol.values()) {
            server.assertAccepted(upgrade(protocol)).close();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }

    @ParameterizedTest
    @EnumSource
    void oneMore_refusedUntilTheWindowHasPassed(Protocol protocol) throws IOException {
        String client = protocol == Protocol.HTTP1 ? "127.0.17.1" : "127.0.17.2";
        for (int i = 0; i < LIMIT; i++) {
            server.open(upgrade(protocol).from(client)).close();
        }
        // Either protocol, whichever used it up.
        Upgrade refused = upgrade(Protocol.HTTP1).from(client);
        int retryAfter;
        try (Connection connection = refused.send(server.endpoint())) {
            assertEquals(429, connection.status());
            retryAfter = connection.retryAfter();
        }
        server.assertRefused(429, "HANDSHAKE_RATE", upgrade(protocol).from(client));
        // Two windows at most, and never none.
        assertTrue(retryAfter >= 1 && retryAfter <= 4, () -> "Retry-After: " + retryAfter);
        assertEquals("GATE", server.event(refused.path(), "REFUSED").stage());
        assertEquals("created=0 parts=0 messages=0", server.counts(refused.path()));
        server.assertAccepted(upgrade(protocol).from("127.0.17.3")).close();
        Eventually.pause(1000L * retryAfter);
        server.assertAccepted(upgrade(protocol).from(client)).close();
    }
}
