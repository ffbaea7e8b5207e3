package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.PolicySettings;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to messages over the rate, over a socket, to endpoints that are mapped by their context and past it. */
class RateActionsTest {
    private static final String REPLY = "Rate limit exceeded. Please wait.";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Consumer<PolicySettings> settings) throws Exception {
        ForeignMappingsTest.mapPastTheContext(server);
        settings.accept(server.security.getPolicy());
        server.start();
    }

    /** So many messages in so long, all of them at once. */
    private static void bucket(PolicySettings policy, int messages, String window) {
        policy.setRateAlgorithm("token-bucket");
        policy.setRateMessages("" + messages);
        policy.setRateWindow(window);
    }

    private RawClient open(String path) throws Exception {
        return open(server.client(), path);
    }

    private RawClient open(RawClient client, String path) throws Exception {
        assertStatus(101, client.upgrade(path, "Origin: http://localhost"));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    /** Says goodbye, and expects that nothing has come before the answer. */
    private static void leave(RawClient client) throws Exception {
        client.frame(true, RawClient.CLOSE, new byte[] {3, (byte) 0xe8});
        RawClient.Received last = client.receive();
        assertEquals(RawClient.CLOSE, last.opcode(), last.text());
        assertEquals(1000, last.closeCode());
    }

    private void assertViolated(Reason reason) throws Exception {
        SecurityEvent event = server.event();
        assertEquals(SecurityEvent.Type.VIOLATED, event.type());
        assertEquals(Optional.of(reason), event.reason());
    }

    private void assertClosed(int code, Optional<Reason> reason) throws Exception {
        SecurityEvent event = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, event.type());
        assertEquals(Optional.of(code), event.closeCode());
        assertEquals(reason, event.reason());
    }

    @ParameterizedTest
    @CsvSource({"/app/echo, drop", "/core/echo, drop", "/app/echo, reply", "/core/echo, reply"})
    void dropOrReply_overTheRate_connectionGoesOn(String path, String action) throws Exception {
        start(policy -> {
            bucket(policy, 3, "1h");
            policy.setRateAction(action);
        });
        try (RawClient client = open(path)) {
            for (int i = 0; i < 6; i++) {
                client.text("m" + i);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals("m" + i, client.receive().text());
            }
            if (action.equals("reply")) {
                RawClient.Received reply = client.receive();
                assertEquals(RawClient.TEXT, reply.opcode());
                assertEquals(REPLY, reply.text());
            }
            leave(client);
        }
        assertEquals(List.of("m0", "m1", "m2"), server.messages);
        // Told once, though there were three.
        assertViolated(Reason.MESSAGE_RATE);
        assertClosed(1000, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"/app/echo, 1008", "/core/echo, 1008", "/app/echo, 1013", "/core/echo, 1013"})
    void close_overTheRate_withTheCodeOfTheOperator(String path, int code) throws Exception {
        start(policy -> {
            bucket(policy, 3, "1h");
            policy.setRateCloseCode("" + code);
        });
        try (RawClient client = open(path)) {
            for (int i = 0; i < 6; i++) {
                client.text("m" + i);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals("m" + i, client.receive().text());
            }
            assertEquals(code, client.receive().closeCode());
        }
        assertEquals(List.of("m0", "m1", "m2"), server.messages);
        assertViolated(Reason.MESSAGE_RATE);
        assertClosed(code, Optional.of(Reason.MESSAGE_RATE));
    }

    /** Eleven bytes never fit, whatever comes behind them; ten do. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void drop_messageInFragments_noneOfThemIsSeen(String path) throws Exception {
        List<Byte> seen = new CopyOnWriteArrayList<>();
        server.onFrame(frame -> seen.add(frame.getOpCode()));
        start(policy -> {
            policy.setRateAlgorithm("token-bucket");
            policy.setRateBytes("10");
            policy.setRateWindow("1h");
            policy.setRateAction("drop");
        });
        try (RawClient client = open(path)) {
            client.frame(false, RawClient.BINARY, new byte[11]);
            client.frame(false, RawClient.CONTINUATION, new byte[1]);
            client.frame(true, RawClient.PING, new byte[0]);
            client.frame(true, RawClient.CONTINUATION, new byte[1]);
            client.text("0123456789");
            client.text("x");
            assertEquals("0123456789", client.receive().text());
            leave(client);
        }
        assertEquals(List.of("0123456789"), server.messages);
        assertEquals(List.of(OpCode.PING, OpCode.TEXT, OpCode.CLOSE), seen);
        assertViolated(Reason.BYTE_RATE);
        assertClosed(1000, Optional.empty());
    }

    /** What the application has seen the beginning of cannot be dropped. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void drop_laterFragmentOverTheBytes_closes(String path) throws Exception {
        start(policy -> {
            policy.setRateAlgorithm("token-bucket");
            policy.setRateBytes("10");
            policy.setRateWindow("1h");
            policy.setRateAction("drop");
        });
        try (RawClient client = open(path)) {
            client.frame(false, RawClient.TEXT, new byte[5]);
            client.frame(false, RawClient.CONTINUATION, new byte[5]);
            client.frame(true, RawClient.CONTINUATION, new byte[1]);
            assertEquals(1008, client.receive().closeCode());
        }
        assertEquals(List.of(), server.messages);
        assertViolated(Reason.BYTE_RATE);
        assertClosed(1008, Optional.of(Reason.BYTE_RATE));
    }

    /** Two at once, and then one every tenth of a second, each seen no earlier and with the context of the application. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_overTheRate_allInOrderAndNoneEarly(String path) throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        List<Optional<Context>> contexts = new CopyOnWriteArrayList<>();
        List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
        server.onFrame(frame -> {
            times.add(System.nanoTime());
            contexts.add(Optional.ofNullable(ContextHandler.getCurrentContext()));
            loaders.add(Thread.currentThread().getContextClassLoader());
        });
        start(policy -> {
            bucket(policy, 2, "200ms");
            policy.setRateAction("delay");
        });
        long begin;
        try (RawClient client = open(path)) {
            begin = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                client.frame(false, RawClient.TEXT, ("a" + i).getBytes(StandardCharsets.UTF_8));
                client.frame(true, RawClient.CONTINUATION, ("b" + i).getBytes(StandardCharsets.UTF_8));
                client.text("c" + i);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals("a" + i + "b" + i, client.receive().text());
                assertEquals("c" + i, client.receive().text());
            }
            leave(client);
        }
        assertEquals(List.of("a0b0", "c0", "a1b1", "c1", "a2b2", "c2"), server.messages);
        // The close frame, too, is seen.
        assertEquals(10, times.size());
        int[] messages = {0, 0, 1, 2, 2, 3, 4, 4, 5, 5};
        for (int i = 0; i < times.size(); i++) {
            long earliest = TimeUnit.MILLISECONDS.toNanos(100L * Math.max(0, messages[i] - 1));
            assertTrue(times.get(i) - begin >= earliest, i + ": " + (times.get(i) - begin));
        }
        assertEquals(
                path.startsWith("/app") ? "/app" : "/core",
                contexts.get(0).orElseThrow().getContextPath());
        for (int i = 0; i < times.size() - 1; i++) {
            assertEquals(contexts.get(0), contexts.get(i));
            assertEquals(loaders.get(0), loaders.get(i));
        }
    }

    /** While a message is held nothing is read: neither does the application see anything, nor does anything queue. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_flood_isHeldByTheNetworkAndNothingIsLost(String path) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<Integer> pings = new CopyOnWriteArrayList<>();
        server.onFrame(frame -> {
            if (frame.getOpCode() == OpCode.PING) {
                // The text that was held comes first.
                assertEquals(2, seen.size());
                pings.add(frame.getPayload().slice().getInt());
            } else if (frame.isDataFrame()) {
                seen.add(frame.getPayloadAsUTF8());
            }
        });
        start(policy -> {
            bucket(policy, 1, "4s");
            policy.setRateAction("delay");
            policy.setRateControlFrames("0");
        });
        try (Flood flood = Flood.connect(server.port());
                RawClient client = open(flood.client(), path)) {
            client.text("first");
            assertEquals("first", client.receive().text());
            client.text("held");
            int sent = flood.pingUntilFull();
            assertEquals(List.of("first"), server.messages);
            assertEquals(List.of(), pings);

            assertEquals("held", client.receive().text());
            flood.finish();
            leave(client);
            assertEquals(sent, pings.size());
            for (int i = 0; i < sent; i++) {
                assertEquals(i, pings.get(i));
            }
        }
        assertViolated(Reason.MESSAGE_RATE);
        assertClosed(1000, Optional.empty());
    }

    /** A close frame waits behind what was sent before it, and is answered. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_closeBehindAHeldMessage_seenAfterIt(String path) throws Exception {
        start(policy -> {
            bucket(policy, 1, "300ms");
            policy.setRateAction("delay");
        });
        try (RawClient client = open(path)) {
            long begin = System.nanoTime();
            client.text("first");
            client.text("held");
            client.frame(true, RawClient.CLOSE, new byte[] {3, (byte) 0xe8});
            assertEquals("first", client.receive().text());
            assertEquals("held", client.receive().text());
            assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(300));
            assertEquals(1000, client.receive().closeCode());
        }
        assertEquals(List.of("first", "held"), server.messages);
        assertViolated(Reason.MESSAGE_RATE);
        assertClosed(1000, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_clientGoneWhileHeld_noticedAfterTheWait(String path) throws Exception {
        start(policy -> {
            bucket(policy, 1, "300ms");
            policy.setRateAction("delay");
        });
        try (RawClient client = open(path)) {
            client.text("first");
            assertEquals("first", client.receive().text());
            client.text("held");
            assertViolated(Reason.MESSAGE_RATE);
            client.reset();
        }
        assertEquals(SecurityEvent.Type.CLOSED, server.event().type());
    }

    /** A message that would wait for four minutes holds up nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_serverStopsWhileHeld_closesAndNeverSeen(String path) throws Exception {
        start(policy -> {
            bucket(policy, 1, "4m");
            policy.setRateAction("delay");
        });
        try (RawClient client = open(path)) {
            client.text("first");
            assertEquals("first", client.receive().text());
            client.text("held");
            assertViolated(Reason.MESSAGE_RATE);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertEquals(1001, client.receive().closeCode());
            stopped.get(20, TimeUnit.SECONDS);
        }
        assertEquals(List.of("first"), server.messages);
        assertClosed(1001, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void delay_longerThanTheIdleTimeout_closes(String path) throws Exception {
        start(policy -> {
            bucket(policy, 1, "4m");
            policy.setRateAction("delay");
            policy.setIdleTimeout("239s");
        });
        try (RawClient client = open(path)) {
            client.text("first");
            client.text("second");
            assertEquals("first", client.receive().text());
            assertEquals(1008, client.receive().closeCode());
        }
        assertEquals(List.of("first"), server.messages);
        assertViolated(Reason.MESSAGE_RATE);
        assertClosed(1008, Optional.of(Reason.MESSAGE_RATE));
    }

    /** RFC 6455, section 5.4: no frame of another message stands between the fragments of one. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void reply_whileTheEndpointSendsFragments_waitsForTheLast(String path) throws Exception {
        CompletableFuture<CoreSession> opened = new CompletableFuture<>();
        CompletableFuture<Frame> pinged = new CompletableFuture<>();
        server.onOpen(opened::complete).onFrame(frame -> {
            if (frame.getOpCode() == OpCode.PING) {
                pinged.complete(frame);
            }
        });
        start(policy -> {
            bucket(policy, 1, "1h");
            policy.setRateAction("reply");
        });
        try (RawClient client = open(path)) {
            client.text("first");
            assertEquals("first", client.receive().text());
            CoreSession session = opened.get(10, TimeUnit.SECONDS);
            send(session, OpCode.BINARY, "a", false);
            client.text("over the rate");
            client.frame(true, RawClient.PING, new byte[0]);
            // It comes behind the message, which has been answered by then.
            assertFalse(pinged.get(10, TimeUnit.SECONDS).hasPayload());
            send(session, OpCode.PING, "p", true);
            send(session, OpCode.CONTINUATION, "b", false);
            send(session, OpCode.CONTINUATION, "c", true);
            send(session, OpCode.TEXT, "d", true);
            StringBuilder received = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                received.append(client.receive().text()).append(' ');
            }
            assertEquals("a p b c " + REPLY + " d ", received.toString());
            leave(client);
        }
    }

    private static void send(CoreSession session, byte opCode, String text, boolean fin) {
        session.sendFrame(
                new Frame(opCode, BufferUtil.toBuffer(text, StandardCharsets.UTF_8)).setFin(fin), Callback.NOOP, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void escalate_overSeveralConnections_stepByStepToTheBan(String path) throws Exception {
        String client = "127.0.9.1";
        server.security.getShared().setBanNever("127.0.0.1");
        start(policy -> {
            bucket(policy, 1, "1h");
            policy.setRateEscalate("drop:1,reply:1,close:1,ban");
        });
        try (RawClient first = open(server.client(client), path);
                RawClient bystander = open(server.client(client), path)) {
            first.text("first");
            assertEquals("first", first.receive().text());
            first.text("dropped");
            first.text("answered");
            assertEquals(REPLY, first.receive().text());
            first.text("closed");
            assertEquals(1008, first.receive().closeCode());
            assertViolated(Reason.MESSAGE_RATE);
            assertViolated(Reason.MESSAGE_RATE);
            assertClosed(1008, Optional.of(Reason.MESSAGE_RATE));
            try (RawClient second = open(server.client(client), path)) {
                second.text("banned");
                assertEquals(1008, second.receive().closeCode());
            }
            assertEquals(1008, bystander.receive().closeCode());
        }
        assertViolated(Reason.MESSAGE_RATE);
        SecurityEvent banned = server.event();
        assertEquals(SecurityEvent.Type.BANNED, banned.type());
        assertEquals(client, banned.clientAddress());
        try (RawClient third = server.client(client);
                RawClient other = server.client("127.0.9.2")) {
            assertStatus(403, third.upgrade(path, "Origin: http://localhost"));
            assertStatus(101, other.upgrade(path, "Origin: http://localhost"));
        }
        assertEquals(List.of("first"), server.messages);
    }

    /** The last ping that is allowed and the first that is not, between the fragments of a message. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void controlFrames_overTheirRate_closeWhateverTheAction(String path) throws Exception {
        List<Byte> seen = new CopyOnWriteArrayList<>();
        server.onFrame(frame -> seen.add(frame.getOpCode()));
        start(policy -> {
            policy.setRateControlFrames("3");
            policy.setRateControlWindow("1h");
            policy.setRateAction("drop");
        });
        try (RawClient client = open(path)) {
            client.frame(false, RawClient.TEXT, new byte[1]);
            client.frame(true, RawClient.PING, new byte[0]);
            client.frame(true, OpCode.PONG, new byte[0]);
            client.frame(true, RawClient.PING, new byte[0]);
            client.frame(true, OpCode.PONG, new byte[0]);
            client.frame(true, RawClient.CONTINUATION, new byte[1]);
            assertEquals(1008, client.receive().closeCode());
        }
        assertEquals(List.of(OpCode.TEXT, OpCode.PING, OpCode.PONG, OpCode.PING), seen.subList(0, 4));
        assertEquals(List.of(), server.messages);
        assertViolated(Reason.CONTROL_RATE);
        assertClosed(1008, Optional.of(Reason.CONTROL_RATE));
    }
}
