package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.compression.maxRatio}, where no limit of a size is in the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressionIT {
    private static final int BOMBS = 50;
    private static final int INFLATED = 100 << 20;
    /** Such as do not have Jetty put messages together for them, which gives up at 65536 bytes. */
    private static final String[] ENDPOINTS = {
        "/ee10/stream", "/ee10/partial", "/ee10/jakarta-partial", "/ee11/stream", "/ee11/jakarta-partial"
    };

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("compression-ratio")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.limits.maxTextMessageSize", String.valueOf(2 * INFLATED))
                .set("ws-security.limits.maxFrameSize", String.valueOf(1 << 20))
                .heap("128m")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Upgrade compressing(Protocol protocol, String path) {
        return Upgrade.to(protocol, path)
                .field("Sec-WebSocket-Extensions", "permessage-deflate;server_no_context_takeover");
    }

    @ParameterizedTest
    @EnumSource
    void fiftyBombsAtOnce_endWhileTheyAreInflated(Protocol protocol) throws IOException {
        byte[] message = new byte[INFLATED];
        Arrays.fill(message, (byte) 'x');
        byte[] bomb = Deflate.deflate(message);
        List<Connection> bombers = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        LiveHeap heap = new LiveHeap(server.process().pid());
        try (RoundTrips client = new RoundTrips(server, protocol)) {
            long before = heap.bytes();
            for (int i = 0; i < BOMBS; i++) {
                String path = Server.unique(ENDPOINTS[i % ENDPOINTS.length]);
                paths.add(path);
                bombers.add(server.open(compressing(protocol, path)));
            }
            // Over HTTP/2 no more than the first window is sent before the server answers.
            int first = protocol == Protocol.HTTP2 ? 60_000 : bomb.length;
            for (Connection bomber : bombers) {
                bomber.frame(Frames.TEXT | Frames.COMPRESSED, first == bomb.length, Arrays.copyOf(bomb, first));
            }
            client.assertGoOn();
            for (int i = 0; i < BOMBS; i++) {
                String path = paths.get(i);
                server.assertViolated(1009, "COMPRESSION_RATIO", path, bombers.get(i));
                assertEquals(0, server.messages(path));
            }
            client.assertGoOn();
            long after = heap.bytes();
            System.out.println("live heap: " + before / 1024 + " KiB before, " + after / 1024 + " KiB after");
            assertTrue(after < before + (16 << 20), () -> before + " bytes before, " + after + " after");
        } finally {
            for (Connection bomber : bombers) {
                bomber.close();
            }
        }
        assertFalse(server.process().log().contains("OutOfMemoryError"));
    }

    /** 64 KiB may come of anything; a megabyte that is ordinarily compressible may come of what it takes. */
    @ParameterizedTest
    @EnumSource
    void ordinaryMessages_pass(Protocol protocol) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 1_000_000; i++) {
            text.append("{\"id\": ")
                    .append(i * 31 % 9973)
                    .append(", \"name\": \"")
                    .append(i)
                    .append("\"}, ");
        }
        byte[] same = new byte[65_536];
        Arrays.fill(same, (byte) 'x');
        for (String endpoint : new String[] {"/ee10/stream", "/ee11/own", "/ee10/partial"}) {
            String path = Server.unique(endpoint);
            try (Connection connection = server.open(compressing(protocol, path))) {
                connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(same));
                assertEquals("text 65536", connection.readText());
                if (!endpoint.equals("/ee11/own")) {
                    byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
                    connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(plain));
                    assertEquals("text " + plain.length, connection.readText());
                }
            }
        }
    }
}
