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

/** Floods, one at each style of endpoint at once, under the limits that hold where nobody sets any. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodsIT {
    private static final String[] ENDPOINTS = {
        "/ee10/echo",
        "/ee10/own",
        "/ee10/stream",
        "/ee10/jakarta",
        "/ee11/upgrading",
        "/ee11/partial",
        "/ee11/jakarta-partial"
    };

    /** What the windows of HTTP/2 have room for that Jetty opens with; more of a flood a client may not send. */
    private static final int WINDOW = 500_000;

    /** A header with its mask, for a payload of up to 125 bytes (RFC 6455, section 5.2). */
    private static final int HEADER = 6;

    private final ExecutorService flooders = Executors.newCachedThreadPool();
    private Server server;

    /** Only that the well-behaved client may ask as often as it takes to measure. */
    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("floods")
                .set("ws-security.rate.messages", "0")
                .heap("128m")
                .start());
    }

    @AfterAll
    void stop() {
        flooders.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void emptyContinuations_endAtTheLimitOfFragments(Protocol protocol) throws IOException {
        assertFlood(protocol, 200_000, Frames.CONTINUATION, new byte[0], "TOO_MANY_FRAGMENTS");
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsOfOneByte_endAtTheLimitOfFragments(Protocol protocol) throws IOException {
        assertFlood(protocol, 60_000, Frames.CONTINUATION, new byte[] {'x'}, "TOO_MANY_FRAGMENTS");
    }

    @ParameterizedTest
    @EnumSource
    void pings_endAtTheLimitOfControlFrames(Protocol protocol) throws IOException {
        assertFlood(protocol, 20_000, Frames.PING, new byte[0], "CONTROL_RATE");
    }

    private void assertFlood(Protocol protocol, int frames, int opcode, byte[] payload, String reason)
            throws IOException {
        int count = protocol == Protocol.HTTP2 ? Math.min(frames, WINDOW / (HEADER + payload.length)) : frames;
        LiveHeap heap = new LiveHeap(server.process().pid());
        Map<String, Connection> floods = new LinkedHashMap<>();
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            long before = heap.bytes();
            for (String endpoint : ENDPOINTS) {
                String path = Server.unique(endpoint);
                floods.put(path, server.open(Upgrade.to(protocol, path)));
            }
            for (Connection connection : floods.values()) {
                if (opcode == Frames.CONTINUATION) {
                    connection.frame(Frames.TEXT, false, payload);
                }
                flooders.execute(() -> connection.flood(count, opcode, opcode == Frames.PING, payload));
            }
            client.assertGoOn();
            for (Map.Entry<String, Connection> flood : floods.entrySet()) {
                assertEquals(reason, server.event(flood.getKey(), "VIOLATED").reason());
                // The close frame is sent; a client that goes on sending may be reset before it reads that.
                assertEquals("1008", server.event(flood.getKey(), "CLOSED").closeCode());
                assertEquals(0, server.messages(flood.getKey()));
            }
            client.assertGoOn();
            long after = heap.bytes();
            assertTrue(after < before + (8 << 20), () -> before + " bytes before, " + after + " after");
        } finally {
            close(floods);
        }
        assertFalse(server.process().log().contains("OutOfMemoryError"));
    }

    /** One fragment a second, so that the connection is never idle. */
    @ParameterizedTest
    @EnumSource
    void messageThatNeverEnds_endsInTime(Protocol protocol) throws IOException {
        Map<String, Connection> senders = new LinkedHashMap<>();
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            for (String endpoint : ENDPOINTS) {
                String path = Server.unique(endpoint);
                Connection connection = server.open(Upgrade.to(protocol, path));
                senders.put(path, connection);
                connection.frame(Frames.TEXT, false, new byte[] {'x'});
            }
            client.assertGoOn();
            for (int second = 0; second < 29; second++) {
                Eventually.pause(1000);
                for (Connection connection : senders.values()) {
                    connection.frame(Frames.CONTINUATION, false, new byte[0]);
                }
            }
            client.assertAnswered();
            for (Map.Entry<String, Connection> sender : senders.entrySet()) {
                server.assertViolated(1008, "MESSAGE_TIMEOUT", sender.getKey(), sender.getValue());
                assertEquals(0, server.messages(sender.getKey()));
            }
            client.assertGoOn();
        } finally {
            close(senders);
        }
    }

    /**
     * No payload follows, and none is waited for. Endpoints that are mapped past their context have no limit for a frame:
     * there it is Jetty that refuses what is longer than 2 GB.
     */
    @ParameterizedTest
    @EnumSource
    void hugeFrameAnnounced_ends(Protocol protocol) throws IOException {
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            for (String endpoint : ENDPOINTS) {
                for (int opcode : new int[] {Frames.TEXT, Frames.BINARY}) {
                    String path = Server.unique(endpoint);
                    try (Connection connection = server.open(Upgrade.to(protocol, path))) {
                        connection.announce(opcode, 1L << 62);
                        if (endpoint.equals("/ee10/own")) {
                            assertEquals(1009, connection.readClose());
                            assertEquals("1009", server.event(path, "CLOSED").closeCode());
                        } else {
                            server.assertViolated(1009, "FRAME_TOO_LARGE", path, connection);
                        }
                    }
                    assertEquals(0, server.messages(path));
                }
            }
            client.assertGoOn();
        }
    }

    private static void close(Map<String, Connection> connections) throws IOException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
    }
}
