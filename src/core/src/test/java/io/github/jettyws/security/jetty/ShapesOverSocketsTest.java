package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.MessageVerdict;
import io.github.jettyws.security.message.MessageView;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages may be, for an endpoint of the context and for one that is mapped past it. */
class ShapesOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final String GOOD = "{\"a\": [1, \"\u00e4\"],\n \"b\":null}";
    private static final String BAD = "{\"a\": [1, \"\u00e4\",],\n \"b\":null}";
    private static final int RSV1 = 0x40;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final TestServer server = new TestServer().onFrame(this::note);

    @TempDir
    private Path folder;

    @BeforeEach
    void mapPastTheContext() {
        ForeignMappingsTest.mapPastTheContext(server);
        server.security.getPolicy().setMessageFormat("json");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void note(Frame frame) {
        if (frame.getOpCode() != OpCode.CLOSE) {
            frames.add(frame(frame.isFin(), frame.getOpCode(), frame.getPayloadAsUTF8()));
        }
    }

    private static String frame(boolean fin, int opcode, String payload) {
        return opcode + (fin ? ". " : " ") + payload;
    }

    private String seen() throws InterruptedException {
        return String.valueOf(frames.poll(10, TimeUnit.SECONDS));
    }

    private RawClient open(String path, String... headers) throws Exception {
        server.start();
        RawClient client = server.client();
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = LOCAL;
        assertStatus(101, client.upgrade(path, all));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private static void send(RawClient client, boolean fin, int opcode, String payload) throws Exception {
        client.frame(fin, opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    private void assertTold(Reason reason, boolean enforced) throws Exception {
        SecurityEvent violated = server.event();
        assertEquals(SecurityEvent.Type.VIOLATED, violated.type());
        assertEquals(Optional.of(reason), violated.reason());
        assertEquals(enforced, violated.enforced());
    }

    private void assertEnds(RawClient client, Reason reason) throws Exception {
        assertEquals(reason.closeCode(), client.receive().closeCode());
        assertTold(reason, true);
        SecurityEvent closed = server.event();
        assertEquals(Optional.of(reason), closed.reason());
        assertEquals(Optional.of(reason.closeCode()), closed.closeCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void json_inFragmentsWithPingsBetween_seenAsItCame(String path) throws Exception {
        try (RawClient client = open(path)) {
            send(client, false, RawClient.TEXT, GOOD.substring(0, 3));
            send(client, true, RawClient.PING, "p");
            send(client, false, RawClient.CONTINUATION, "");
            send(client, false, RawClient.CONTINUATION, GOOD.substring(3, 9));
            send(client, true, RawClient.PING, "q");
            send(client, true, RawClient.CONTINUATION, GOOD.substring(9));
            send(client, true, RawClient.TEXT, GOOD);

            // Control frames do not wait for the message that they stand in.
            for (String expected : List.of(
                    frame(true, OpCode.PING, "p"),
                    frame(true, OpCode.PING, "q"),
                    frame(false, OpCode.TEXT, GOOD.substring(0, 3)),
                    frame(false, OpCode.CONTINUATION, ""),
                    frame(false, OpCode.CONTINUATION, GOOD.substring(3, 9)),
                    frame(true, OpCode.CONTINUATION, GOOD.substring(9)),
                    frame(true, OpCode.TEXT, GOOD))) {
                assertEquals(expected, seen());
            }
            assertEquals(GOOD, client.receive().text());
            assertEquals(GOOD, client.receive().text());
        }
    }

    /** Each frame by itself is no text then. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void json_cutWithinACharacter_isSeen(String path) throws Exception {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        int cut = GOOD.indexOf('\u00e4') + 1;
        try (RawClient client = open(path)) {
            client.frame(false, RawClient.TEXT, Arrays.copyOf(bytes, cut));
            client.frame(true, RawClient.CONTINUATION, Arrays.copyOfRange(bytes, cut, bytes.length));
            seen();
            assertTrue(seen().endsWith(GOOD.substring(cut)));
            assertTrue(server.events.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void noJson_whole_endsWith1007AndIsNeverSeen(String path) throws Exception {
        try (RawClient client = open(path)) {
            client.text(GOOD);
            assertEquals(GOOD, client.receive().text());
            client.text(BAD);
            client.text(GOOD);
            assertEnds(client, Reason.MALFORMED_MESSAGE);
            assertEquals(List.of(GOOD), server.messages);
            assertEquals(1, frames.size());
            assertTrue(server.errors.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void noJson_inFragments_endsWith1007AndIsNeverSeen(String path) throws Exception {
        try (RawClient client = open(path)) {
            send(client, false, RawClient.TEXT, BAD.substring(0, 3));
            send(client, false, RawClient.CONTINUATION, BAD.substring(3, 5));
            send(client, true, RawClient.CONTINUATION, BAD.substring(5));
            assertEnds(client, Reason.MALFORMED_MESSAGE);
            assertTrue(frames.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void compressed_json_passesAndWhatIsNoneEnds(String path) throws Exception {
        // Longer than what Jetty inflates at once.
        String longer = "[\"" + "x".repeat(20_000) + "\"]";
        try (RawClient client = open(path, "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.frame(true, RSV1 | RawClient.TEXT, deflate(GOOD));
            byte[] deflated = deflate(longer);
            client.frame(false, RSV1 | RawClient.TEXT, Arrays.copyOf(deflated, 5));
            client.frame(true, RawClient.CONTINUATION, Arrays.copyOfRange(deflated, 5, deflated.length));
            client.receive();
            RawClient.Received last;
            do {
                last = client.receive();
            } while (!last.fin());
            assertEquals(List.of(GOOD, longer), server.messages);
            frames.clear();
            client.frame(true, RSV1 | RawClient.TEXT, deflate(longer + "]"));
            assertEnds(client, Reason.MALFORMED_MESSAGE);
            assertTrue(frames.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void type_notListed_endsAtItsFirstFrame(String path) throws Exception {
        server.security.getPolicy().setMessageFormat("any");
        server.security.getPolicy().setMessageTypes("text");
        try (RawClient client = open(path)) {
            client.text("no JSON");
            assertEquals("no JSON", client.receive().text());
            frames.clear();
            send(client, false, RawClient.BINARY, "x");
            assertEnds(client, Reason.TYPE_NOT_ALLOWED);
            assertTrue(frames.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void schema_messageThatDoesNotFit_endsWith1008(String path) throws Exception {
        schema();
        try (RawClient client = open(path)) {
            client.text("{\"a\":1}");
            assertEquals("{\"a\":1}", client.receive().text());
            client.text("{\"a\":\"1\"}");
            assertEnds(client, Reason.INVALID_MESSAGE);
            assertEquals(List.of("{\"a\":1}"), server.messages);
        }
    }

    private void schema() throws Exception {
        Path file = Files.writeString(folder.resolve("schema.json"), "{\"properties\":{\"a\":{\"type\":\"integer\"}}}");
        server.security.getPolicy().setMessageSchemaFile(file.toString());
    }

    @ParameterizedTest
    @CsvSource({"/app/echo, drop", "/core/echo, drop", "/app/echo, reply", "/core/echo, reply"})
    void action_messageThatMayNotPass_isDroppedAndTheNextPasses(String path, String action) throws Exception {
        schema();
        server.security.getPolicy().setMessageTypes("text");
        server.security.getPolicy().setMessageAction(action);
        try (RawClient client = open(path)) {
            send(client, true, RawClient.TEXT, "{\"a\":\"1\"}");
            send(client, false, RawClient.TEXT, "{\"a\":");
            send(client, true, RawClient.CONTINUATION, "}");
            send(client, false, RawClient.BINARY, "x");
            send(client, true, RawClient.CONTINUATION, "y");
            send(client, true, RawClient.TEXT, "{\"a\":1}");
            if (action.equals("reply")) {
                assertEquals("Message refused at /a", client.receive().text());
                assertEquals("Message refused at /a", client.receive().text());
                assertEquals("Message refused", client.receive().text());
            }
            assertEquals("{\"a\":1}", client.receive().text());
            assertEquals(List.of("{\"a\":1}"), server.messages);
            assertEquals(1, frames.size());
        }
        // Each reason is told once in a window.
        assertTold(Reason.INVALID_MESSAGE, true);
        assertTold(Reason.MALFORMED_MESSAGE, true);
        assertTold(Reason.TYPE_NOT_ALLOWED, true);
        SecurityEvent closed = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.empty(), closed.reason());
    }

    /** What the guard answers is counted as what the endpoint sends is: nothing piles up for whoever does not read. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void reply_clientThatTakesNone_endsAsASlowReader(String path) throws Exception {
        server.security.getPolicy().setMessageAction("reply");
        server.security.getPolicy().setRateMessages("0");
        server.security.getPolicy().setMaxOutgoingFrames("100");
        String place = "x".repeat(200);
        byte[] bad = ("{\"" + place + "\": no}").getBytes(StandardCharsets.UTF_8);
        try (RawClient client = open(path)) {
            client.frame(true, RawClient.TEXT, bad);
            assertEquals("Message refused at /" + place, client.receive().text());
            assertTold(Reason.MALFORMED_MESSAGE, true);
            for (int i = 0; i < 500_000 && server.events.isEmpty(); i++) {
                client.frame(true, RawClient.TEXT, bad);
            }
        } catch (SocketException e) {
            assertFalse(server.events.isEmpty(), "ended before it was told");
        }
        assertTold(Reason.SLOW_READER, true);
        assertEquals(Optional.of(Reason.SLOW_READER), server.event().reason());
        assertTrue(frames.isEmpty());
    }

    /** Before the byte that is too much is kept, and however much would follow. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void collected_overTheSize_endsBeforeItIsWhole(String path) throws Exception {
        server.security.getPolicy().setMaxTextMessageSize("1000");
        String most = "\"" + "x".repeat(998) + "\"";
        try (RawClient client = open(path)) {
            send(client, false, RawClient.TEXT, most.substring(0, 500));
            send(client, true, RawClient.CONTINUATION, most.substring(500));
            assertEquals(most, client.receive().text());
            frames.clear();
            send(client, false, RawClient.TEXT, most.substring(0, 500));
            send(client, false, RawClient.CONTINUATION, most.substring(500) + " ");
            assertEnds(client, Reason.MESSAGE_TOO_LARGE);
            assertTrue(frames.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void report_everythingPassesAndIsTold(String path) throws Exception {
        schema();
        server.security.getPolicy().setMode("report");
        server.security.getPolicy().setMaxTextMessageSize("100");
        server.security.getPolicy().setMessageTypes("text");
        server.security.getPolicy().setMessageAction("reply");
        server.security.addMessageCheck(message -> {
            throw new IllegalStateException("expected no message");
        });
        String tooLarge = "[" + " ".repeat(100) + "]";
        try (RawClient client = open(path)) {
            client.text(BAD);
            assertEquals(BAD, client.receive().text());
            assertTold(Reason.MALFORMED_MESSAGE, false);
            client.text(tooLarge);
            assertEquals(tooLarge, client.receive().text());
            assertTold(Reason.MESSAGE_TOO_LARGE, false);
            send(client, false, RawClient.TEXT, tooLarge.substring(0, 50));
            send(client, false, RawClient.CONTINUATION, tooLarge.substring(50, 101));
            send(client, true, RawClient.CONTINUATION, tooLarge.substring(101));
            assertEquals(tooLarge, client.receive().text());
            assertTold(Reason.MESSAGE_TOO_LARGE, false);
            client.text(GOOD.replace("\"a\"", "\"c\""));
            assertEquals(GOOD.replace("\"a\"", "\"c\""), client.receive().text());
            assertTold(Reason.GUARD_FAILURE, false);
            send(client, true, RawClient.BINARY, "x");
            assertEquals("x", client.receive().text());
        }
    }

    @ParameterizedTest
    @CsvSource({"/app/echo, close", "/core/echo, close", "/app/echo, drop", "/core/echo, reply"})
    void check_throws_endsWith1011WhateverTheAction(String path, String action) throws Exception {
        server.security.getPolicy().setMessageAction(action);
        server.security.addMessageCheck(message -> {
            if (message.text().toString().equals("[1]")) {
                throw new LinkageError("no such class");
            }
            return message.text().toString().equals("[2]") ? MessageVerdict.refuse("no") : MessageVerdict.PASS;
        });
        try (RawClient client = open(path)) {
            client.text("[0]");
            assertEquals("[0]", client.receive().text());
            client.text("[1]");
            assertEnds(client, Reason.GUARD_FAILURE);
            assertEquals(List.of("[0]"), server.messages);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void nothingLooksIntoIt_eachFrameIsSeenBeforeTheNextComes(String path) throws Exception {
        server.security.getPolicy().setMessageFormat("any");
        server.security.addMessageCheck(new BinaryCheck());
        try (RawClient client = open(path)) {
            send(client, false, RawClient.TEXT, "a");
            assertEquals(frame(false, OpCode.TEXT, "a"), seen());
            send(client, false, RawClient.CONTINUATION, "b");
            assertEquals(frame(false, OpCode.CONTINUATION, "b"), seen());
            send(client, true, RawClient.CONTINUATION, "c");
            assertEquals(frame(true, OpCode.CONTINUATION, "c"), seen());

            // The other kind is looked into, and waits.
            send(client, false, RawClient.BINARY, "a");
            send(client, true, RawClient.PING, "p");
            assertEquals(frame(true, OpCode.PING, "p"), seen());
            assertTrue(frames.isEmpty());
            send(client, true, RawClient.CONTINUATION, "b");
            assertEquals(frame(false, OpCode.BINARY, "a"), seen());
            assertEquals(frame(true, OpCode.CONTINUATION, "b"), seen());
        }
    }

    private static final class BinaryCheck implements MessageCheck {
        @Override
        public MessageVerdict check(MessageView message) {
            assertFalse(message.kind() == Kind.TEXT);
            return MessageVerdict.PASS;
        }

        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.BINARY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void ratePerEvent_lastAllowedPassesAndTheNextEnds(String path) throws Exception {
        server.security.getPolicy().addRatePerEvent("chat", "2", "1h");
        try (RawClient client = open(path)) {
            for (String event : List.of("chat", "other", "chat", "other", "other")) {
                client.text("{\"event\":\"" + event + "\"}");
                client.receive();
            }
            client.text("{\"event\":\"chat\"}");
            assertEnds(client, Reason.MESSAGE_RATE);
            assertEquals(5, server.messages.size());
        }
    }

    private static byte[] deflate(String message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[message.length() + 64];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        // Without the empty block at its end (RFC 7692, section 7.2.1).
        return Arrays.copyOf(buffer, length - 4);
    }
}
