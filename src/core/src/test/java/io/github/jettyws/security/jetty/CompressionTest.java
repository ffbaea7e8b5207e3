package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code permessage-deflate} (RFC 7692) beside the guard. */
class CompressionTest {
    private static final int RSV1 = 0x40;
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static RawClient open(TestServer server) throws Exception {
        return open(server, "/app/echo");
    }

    private static RawClient open(TestServer server, String path) throws Exception {
        RawClient client = server.client();
        String head = client.upgrade(path, "Origin: http://localhost", "Sec-WebSocket-Extensions: permessage-deflate");
        assertStatus(101, head);
        assertTrue(head.contains("permessage-deflate"), head);
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    /** The guard needs no extension of its own where it stands before the endpoint. */
    @Test
    void open_mappedEndpoint_hasTheExtensionsOfTheClientAlone() throws Exception {
        BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();
        try (TestServer server = new TestServer()
                        .onOpen(session -> seen.add(session.getNegotiatedExtensions().stream()
                                .map(ExtensionConfig::getName)
                                .toList()))
                        .start();
                RawClient client = open(server)) {
            assertEquals(List.of("permessage-deflate"), seen.poll(10, TimeUnit.SECONDS));
            client.frame(true, RSV1 | RawClient.TEXT, deflate(compressible(100)));
            assertArrayEquals(compressible(100), receive(client));
        }
    }

    /** Jetty inflates and deflates into buffers of 8 KiB; what does not fit into one goes on in pieces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 8193, 20_000, 65_536})
    void message_compressed_comesBack(int length) throws Exception {
        byte[] message = compressible(length);
        try (TestServer server = new TestServer().start();
                RawClient client = open(server)) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(message));
            assertArrayEquals(message, receive(client));
        }
    }

    /** As long on the wire as it was: it is what the server sends that needs several frames. */
    @Test
    void message_thatCannotBeCompressed_comesBack() throws Exception {
        byte[] message = incompressible(20_000);
        try (TestServer server = new TestServer().start();
                RawClient client = open(server)) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(message));
            assertArrayEquals(message, receive(client));
        }
    }

    @Test
    void message_inflatedBeyondTheLimit_closesWith1009() throws Exception {
        try (TestServer server = new TestServer().start();
                RawClient client = open(server)) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(compressible(65_537)));
            assertEquals(1009, client.receive().closeCode());
            assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), server.event().reason());
            assertTrue(server.messages.isEmpty());
        }
    }

    /** A frame is measured on the wire, not after it was inflated. */
    @Test
    void frame_inflatedBeyondTheLimit_passes() throws Exception {
        byte[] message = compressible(20_000);
        try (TestServer server = new TestServer()
                        .set(security -> security.getPolicy().setMaxFrameSize("1000"))
                        .start();
                RawClient client = open(server)) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(message));
            assertArrayEquals(message, receive(client));
            client.frame(true, RSV1 | RawClient.TEXT, deflate(incompressible(1500)));
            assertEquals(1009, client.receive().closeCode());
            assertEquals(Optional.of(Reason.FRAME_TOO_LARGE), server.event().reason());
        }
    }

    private static void allowAll(TestServer server) {
        server.security.getPolicy().setMaxTextMessageSize(String.valueOf(1 << 30));
        server.security.getPolicy().setMaxFrameSize(String.valueOf(1 << 20));
    }

    /** Noise and then silence, so that it becomes as long as it may, or a byte longer. */
    private static byte[] ofRatio(int ratio, boolean tooMuch) {
        byte[] noise = incompressible(2000);
        int length = 200_000;
        while (length <= (long) ratio * deflate(Arrays.copyOf(noise, length)).length) {
            length += 1000;
        }
        while (length > (long) ratio * deflate(Arrays.copyOf(noise, length)).length) {
            length--;
        }
        return Arrays.copyOf(noise, tooMuch ? length + 1 : length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void ratio_ofTheLimit_passesAndOneByteMoreIsRefused(String path) throws Exception {
        byte[] most = ofRatio(100, false);
        byte[] tooMuch = ofRatio(100, true);
        assertTrue(tooMuch.length > 100 * deflate(tooMuch).length);
        TestServer serving = new TestServer();
        allowAll(serving);
        ForeignMappingsTest.mapPastTheContext(serving);
        try (TestServer server = serving.start();
                RawClient client = open(server, path)) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(most));
            assertArrayEquals(most, receive(client));
            byte[] deflated = deflate(tooMuch);
            client.frame(false, RSV1 | RawClient.TEXT, Arrays.copyOf(deflated, deflated.length - 2));
            client.frame(
                    true, RawClient.CONTINUATION, Arrays.copyOfRange(deflated, deflated.length - 2, deflated.length));
            assertEquals(1009, client.receive().closeCode());
            assertEquals(Optional.of(Reason.COMPRESSION_RATIO), server.event().reason());
            assertEquals(1, server.messages.size());
        }
    }

    /** Refused as soon as it has become too long, and not when all of it has been inflated. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void bomb_endsWhileItIsInflated(String path) throws Exception {
        AtomicLong seen = new AtomicLong();
        byte[] bomb = deflate(compressible(100 << 20));
        TestServer serving = new TestServer().onFrame(frame -> seen.addAndGet(frame.getPayloadLength()));
        allowAll(serving);
        serving.security.getPolicy().setCompressionMaxRatio("20");
        ForeignMappingsTest.mapPastTheContext(serving);
        try (TestServer server = serving.start();
                RawClient client = open(server, path)) {
            client.frame(true, RSV1 | RawClient.TEXT, bomb);
            assertEquals(1009, client.receive().closeCode());
            assertEquals(Optional.of(Reason.COMPRESSION_RATIO), server.event().reason());
            assertTrue(seen.get() <= 20L * bomb.length, () -> seen + " bytes of " + bomb.length);
        }
    }

    @Test
    void ratio_report_isToldOncePerMessage() throws Exception {
        byte[] bomb = deflate(compressible(1 << 20));
        TestServer serving = new TestServer();
        allowAll(serving);
        serving.security.getPolicy().setMode("report");
        try (TestServer server = serving.start();
                RawClient client = open(server, "/app/echo")) {
            for (int i = 0; i < 2; i++) {
                client.frame(true, RSV1 | RawClient.TEXT, bomb);
                while (!client.receive().fin()) {
                    assertTrue(server.errors.isEmpty());
                }
                assertEquals(
                        Optional.of(Reason.COMPRESSION_RATIO), server.event().reason());
                assertTrue(server.events.isEmpty());
            }
        }
    }

    private static byte[] compressible(int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 'x');
        return message;
    }

    private static byte[] incompressible(int length) {
        Random random = new Random(1);
        StringBuilder message = new StringBuilder(length);
        while (message.length() < length) {
            message.append((char) (' ' + random.nextInt(95)));
        }
        return message.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        byte[] buffer = new byte[message.length + 64];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, length - TAIL.length);
    }

    private static byte[] receive(RawClient client) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        RawClient.Received frame;
        do {
            frame = client.receive();
            assertFalse(frame.opcode() == RawClient.CLOSE, () -> "closed");
            compressed.write(frame.payload());
        } while (!frame.fin());
        compressed.write(TAIL);
        Inflater inflater = new Inflater(true);
        inflater.setInput(compressed.toByteArray());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int length;
        while ((length = inflater.inflate(buffer)) > 0) {
            message.write(buffer, 0, length);
        }
        inflater.end();
        return message.toByteArray();
    }
}
