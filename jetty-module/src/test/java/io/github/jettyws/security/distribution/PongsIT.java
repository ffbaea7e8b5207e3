package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pongs that Jetty sends by itself, to clients that send pings without limit and read nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PongsIT {
    private static final String[] ENDPOINTS = {"/ee10/echo", "/ee10/own", "/ee11/upgrading", "/ee11/jakarta"};

    /** As many as it takes to fill what the system keeps for a client that does not read. */
    private static final int PINGS = 500_000;

    private final ExecutorService flooders = Executors.newCachedThreadPool();
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("pongs")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.rate.controlFrames", "0")
                .set("ws-security.limits.writeTimeout", "2s")
                .heap("128m")
                .start());
    }

    @AfterAll
    void stop() {
        flooders.shutdownNow();
        server.close();
    }

    /** Over HTTP/2 the client opens no more than the first window, and sends no more than that of the server. */
    @ParameterizedTest
    @EnumSource
    void pingsOfClientsThatNeverRead_endAsSlowReaders(Protocol protocol) throws IOException {
        LiveHeap heap = new LiveHeap(server.process().pid());
        Map<String, Connection> floods = new LinkedHashMap<>();
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            long before = heap.bytes();
            for (String endpoint : ENDPOINTS) {
                String path = Server.unique(endpoint);
                Connection connection = server.open(Upgrade.to(protocol, path));
                floods.put(path, connection);
                int pings = protocol == Protocol.HTTP2 ? 3_800 : PINGS;
                flooders.execute(() -> connection.flood(pings, Frames.PING, true, new byte[125]));
            }
            client.assertGoOn();
            long during = heap.bytes();
            for (String path : floods.keySet()) {
                assertEquals("SLOW_READER", server.event(path, "VIOLATED").reason());
                assertEquals("SLOW_READER", server.event(path, "CLOSED").reason());
                client.assertAnswered();
            }
            client.assertGoOn();
            System.out.println("live heap: " + before / 1024 + " KiB before, " + during / 1024 + " KiB during");
            assertTrue(during < before + (16 << 20), () -> before + " bytes before, " + during + " during");
        } finally {
            for (Connection connection : floods.values()) {
                connection.close();
            }
        }
        assertFalse(server.process().log().contains("OutOfMemoryError"));
    }
}
