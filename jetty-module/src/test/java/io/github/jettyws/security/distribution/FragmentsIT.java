package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ws-security.limits.maxFragments}, {@code limits.messageTimeout} and {@code rate.controlFrames}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FragmentsIT {
    private static final int FRAGMENTS = 4;
    private static final int CONTROL = 5;

    /** What Jetty inflates into at once. */
    private static final int PIECE = 8192;

    private static final String[] WAYS = {
        "echo", "own", "upgrading", "partial", "stream", "raised", "jakarta", "jakarta-partial"
    };

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("fragments")
                .set("ws-security.limits.maxFragments", String.valueOf(FRAGMENTS))
                .set("ws-security.limits.messageTimeout", "4s")
                .set("ws-security.rate.controlFrames", String.valueOf(CONTROL))
                .set("ws-security.rate.controlWindow", "1h")
                .set("ws-security.rate.messages", "0")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> endpoints() {
        return Arrays.stream(WAYS)
                .flatMap(way -> Arrays.stream(TestApp.values())
                        .flatMap(app -> Arrays.stream(Protocol.values())
                                .map(protocol -> Arguments.of(protocol, app.path("/" + way)))));
    }

    /**
     * Empty ones count, and so do those of the length that Jetty inflates in pieces of; but not at endpoints that are mapped
     * past their context, to which Jetty hands the frames over as they come off the network.
     */
    @ParameterizedTest
    @MethodSource("endpoints")
    void fragments_limitPassesAndOneMoreIsRefused(Protocol protocol, String endpoint) throws IOException {
        for (int length : endpoint.endsWith("/own") ? new int[] {0, 1} : new int[] {0, 1, PIECE}) {
            byte[] payload = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
            assertLimit(Upgrade.to(protocol, Server.unique(endpoint)), 0, fragments -> {
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < fragments; i++) {
                    frames.add(payload);
                }
                return frames;
            });
        }
    }

    /** Each frame becomes more than a buffer by inflation. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void compressed_framesOnTheWireCount(Protocol protocol, String endpoint) throws IOException {
        byte[] deflated = Deflate.deflate(text(48 * 1024));
        assertLimit(compressing(protocol, endpoint), Frames.COMPRESSED, fragments -> {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < fragments; i++) {
                frames.add(Arrays.copyOfRange(
                        deflated, deflated.length * i / fragments, deflated.length * (i + 1) / fragments));
            }
            return frames;
        });
    }

    /** Each frame fills the buffer that Jetty inflates into, to the last byte. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void compressed_framesThatFillTheBufferCount(Protocol protocol, String endpoint) throws IOException {
        byte[] text = text(PIECE);
        assertLimit(compressing(protocol, endpoint), Frames.COMPRESSED, fragments -> {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < fragments; i++) {
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                frame.writeBytes(Deflate.deflate(text));
                if (i < fragments - 1) {
                    frame.writeBytes(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
                }
                frames.add(frame.toByteArray());
            }
            return frames;
        });
    }

    /** All that there is comes with the first frame, or with the last. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void compressed_framesThatInflateToNothingCount(Protocol protocol, String endpoint) throws IOException {
        byte[] deflated = Deflate.deflate(text(PIECE));
        for (boolean first : new boolean[] {true, false}) {
            assertLimit(compressing(protocol, endpoint), Frames.COMPRESSED, fragments -> {
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < fragments; i++) {
                    frames.add(i == (first ? 0 : fragments - 1) ? deflated : new byte[0]);
                }
                return frames;
            });
        }
    }

    /** A message, cut into so many frames. */
    private interface Cut {
        List<byte[]> into(int fragments);
    }

    private void assertLimit(Upgrade upgrade, int first, Cut cut) throws IOException {
        try (Connection connection = server.open(upgrade)) {
            for (int message = 0; message < 2; message++) {
                send(connection, first, cut.into(FRAGMENTS));
                assertEquals("text ", connection.readText().substring(0, 5));
            }
            send(connection, first, cut.into(FRAGMENTS + 1));
            server.assertViolated(1008, "TOO_MANY_FRAGMENTS", upgrade.path(), connection);
        }
        assertEquals(2, server.messages(upgrade.path()));
    }

    private static void send(Connection connection, int first, List<byte[]> frames) throws IOException {
        for (int i = 0; i < frames.size(); i++) {
            connection.frame(i == 0 ? Frames.TEXT | first : Frames.CONTINUATION, i == frames.size() - 1, frames.get(i));
        }
    }

    private static Upgrade compressing(Protocol protocol, String endpoint) {
        return Upgrade.to(protocol, Server.unique(endpoint))
                .field("Sec-WebSocket-Extensions", "permessage-deflate;server_no_context_takeover");
    }

    /** So compressible that no frame of it is as long as the buffer that Jetty reads into. */
    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    /** Pings and pongs count together, and between the fragments of a message, too; each ping is answered. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void control_limitPassesAndOneMoreIsRefused(Protocol protocol, String endpoint) throws IOException {
        for (int opcode : new int[] {Frames.PING, Frames.PONG}) {
            String path = Server.unique(endpoint);
            try (Connection connection = server.open(Upgrade.to(protocol, path))) {
                connection.frame(Frames.TEXT, false, new byte[] {'x'});
                for (byte i = 0; i < CONTROL - 1; i++) {
                    connection.frame(Frames.PING, true, new byte[] {i});
                    assertArrayEquals(new byte[] {i}, connection.readPong());
                }
                connection.frame(Frames.PONG, true, new byte[125]);
                connection.frame(Frames.CONTINUATION, true, new byte[] {'x'});
                assertEquals("text 2", connection.readText());

                connection.frame(opcode, true, new byte[0]);
                server.assertViolated(1008, "CONTROL_RATE", path, connection);
            }
            assertEquals(1, server.messages(path));
        }
    }

    /** In half the time one may finish, without a word one may wait; another one is ended by then. */
    @Test
    void message_thatTakesTooLong_isRefused() throws IOException {
        List<String> paths = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (Arguments endpoint : endpoints().toList()) {
            String path = Server.unique((String) endpoint.get()[1]);
            paths.add(path);
            connections.add(server.open(Upgrade.to((Protocol) endpoint.get()[0], path)));
        }
        for (Connection connection : connections) {
            connection.frame(Frames.TEXT, false, new byte[] {'x'});
        }
        Eventually.pause(2000);
        for (Connection connection : connections) {
            connection.frame(Frames.CONTINUATION, true, new byte[] {'x'});
            assertEquals("text 2", connection.readText());
            connection.frame(Frames.TEXT, false, new byte[] {'x'});
        }
        Eventually.pause(2500);
        for (int i = 0; i < paths.size(); i++) {
            try (Connection connection = connections.get(i)) {
                server.assertViolated(1008, "MESSAGE_TIMEOUT", paths.get(i), connection);
            }
            assertEquals(1, server.messages(paths.get(i)));
        }
    }
}
