package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.limits.maxOutgoingFrames}, {@code maxOutgoingBytes} and {@code writeTimeout}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReadersIT {
    private static final int PEERS = 50;
    private static final String[] ENDPOINTS = {
        "/ee10/echo", "/ee10/own", "/ee10/upgrading", "/ee10/jakarta", "/ee11/echo", "/ee11/own", "/ee11/jakarta"
    };

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("slow-readers")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.limits.writeTimeout", "2s")
                .heap("128m")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each is sent 20 MB, 1 GB together, and takes nothing. */
    @ParameterizedTest
    @EnumSource
    void fiftyPeersThatNeverRead_endOneByOne(Protocol protocol) throws IOException {
        List<Connection> peers = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            for (int i = 0; i < PEERS; i++) {
                String path = Server.unique(ENDPOINTS[i % ENDPOINTS.length]);
                Connection peer = server.open(Upgrade.to(protocol, path));
                paths.add(path);
                peers.add(peer);
            }
            for (Connection peer : peers) {
                peer.text("pour 20000");
            }
            client.assertGoOn();
            for (String path : paths) {
                assertEquals("SLOW_READER", server.event(path, "VIOLATED").reason());
                assertEquals("SLOW_READER", server.event(path, "CLOSED").reason());
                assertEquals(1, server.messages(path));
                client.assertAnswered();
            }
            client.assertGoOn();
        } finally {
            for (Connection peer : peers) {
                peer.close();
            }
        }
        assertFalse(server.process().log().contains("OutOfMemoryError"));
    }

    /** What fits, waits until the client takes it; or until it has taken nothing for too long. */
    @Test
    void clientThatReads_getsAll() throws IOException {
        for (String endpoint : ENDPOINTS) {
            String path = Server.unique(endpoint);
            try (Connection connection = server.open(Upgrade.to(Protocol.HTTP1, path))) {
                connection.text("pour 1000");
                for (int i = 0; i < 1000; i++) {
                    assertEquals(1000, connection.readText().length());
                }
                assertTrue(server.process()
                        .log()
                        .lines()
                        .noneMatch(line -> line.contains("SLOW_READER") && line.contains(path)));
            }
        }
    }
}
