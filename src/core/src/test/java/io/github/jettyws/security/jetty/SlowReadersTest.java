package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not read, at an endpoint that is guarded where its context maps it, and one that is not. */
class SlowReadersTest {
    /** More than both sides of a socket hold. */
    private static final int PLENTY = 16 << 20;

    private final BlockingQueue<CoreSession> sessions = new LinkedBlockingQueue<>();

    private TestServer server(Consumer<WebSocketSecurity> settings) throws Exception {
        TestServer server = new TestServer().onOpen(sessions::add);
        server.security.getPolicy().setMaxOutgoingBytes(String.valueOf(Integer.MAX_VALUE));
        server.set(settings);
        ForeignMappingsTest.mapPastTheContext(server);
        return server.start();
    }

    private CoreSession open(TestServer server, RawClient client, String path) throws Exception {
        assertStatus(101, client.upgrade(path, "Origin: http://localhost"));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return Objects.requireNonNull(sessions.poll(10, TimeUnit.SECONDS));
    }

    private static final class Sent implements Callback {
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean failed;

        @Override
        public void succeeded() {
            done.countDown();
        }

        @Override
        public void failed(Throwable failure) {
            failed = true;
            done.countDown();
        }

        boolean isDone() {
            return done.getCount() == 0;
        }

        boolean hasFailed() throws InterruptedException {
            assertTrue(done.await(10, TimeUnit.SECONDS));
            return failed;
        }
    }

    private static Sent send(CoreSession session, int bytes) {
        Sent sent = new Sent();
        session.sendFrame(new Frame(OpCode.BINARY, true, ByteBuffer.allocate(bytes)), sent, false);
        return sent;
    }

    private static void assertCut(TestServer server, Reason reason) throws Exception {
        SecurityEvent violated = server.event();
        assertEquals(SecurityEvent.Type.VIOLATED, violated.type());
        assertEquals(Optional.of(reason), violated.reason());
        long start = System.nanoTime();
        SecurityEvent closed = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.of(reason), closed.reason());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    }

    /** The first frame fills the socket and stays the first of those that wait. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void frames_oneTooManyWait_endsTheConnection(String path) throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxOutgoingFrames("5"));
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            List<Sent> sent = new ArrayList<>(List.of(send(session, PLENTY)));
            for (int i = 0; i < 4; i++) {
                sent.add(send(session, 1));
            }
            assertTrue(sent.stream().noneMatch(Sent::isDone));
            assertTrue(server.events.isEmpty());
            assertTrue(send(session, 1).hasFailed());
            assertCut(server, Reason.SLOW_READER);
            for (Sent frame : sent) {
                assertTrue(frame.hasFailed());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void bytes_oneTooManyWaits_endsTheConnection(String path) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setMaxOutgoingBytes(String.valueOf(PLENTY + 1000));
                });
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            send(session, PLENTY);
            send(session, 400);
            Sent last = send(session, 600);
            assertTrue(server.events.isEmpty());
            assertTrue(send(session, 1).hasFailed());
            assertTrue(last.hasFailed());
            assertCut(server, Reason.SLOW_READER);
        }
    }

    /** A message that waits alone may be as long as the application likes; and who reads may have any number of them. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void bytes_longerThanTheLimitAlone_goes(String path) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setMaxOutgoingBytes("1000");
                    security.getPolicy().setMaxOutgoingFrames("1");
                });
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            for (int i = 0; i < 3; i++) {
                Sent sent = send(session, 200_000);
                int length = 0;
                RawClient.Received frame;
                do {
                    frame = client.receive();
                    length += frame.payload().length;
                } while (!frame.fin());
                assertEquals(200_000, length);
                assertEquals(false, sent.hasFailed());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void writeTimeout_nothingIsTaken_endsTheConnection(String path) throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setWriteTimeout("1s"));
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            Sent sent = send(session, PLENTY);
            assertCut(server, Reason.SLOW_READER);
            assertTrue(sent.hasFailed());
        }
    }

    /** Pongs count: this endpoint sends one for each ping without waiting for the last one. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void pongs_clientNeverReads_endsTheConnection(String path) throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxOutgoingFrames("50"));
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            send(session, PLENTY);
            Callback ignored = Callback.NOOP;
            for (int i = 0; i < 49; i++) {
                session.sendFrame(new Frame(OpCode.PONG, true, ByteBuffer.allocate(125)), ignored, false);
            }
            assertTrue(server.events.isEmpty());
            session.sendFrame(new Frame(OpCode.PONG, true, ByteBuffer.allocate(125)), ignored, false);
            assertCut(server, Reason.SLOW_READER);
        }
    }

    /** So do the answers of the guard itself, of which a client can provoke as many as it sends messages. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void replies_clientNeverReads_endsTheConnection(String path) throws Exception {
        int frames = 300;
        try (TestServer server = server(security -> {
                    security.getPolicy().setMaxOutgoingFrames(String.valueOf(frames));
                    security.getPolicy().setRateMessages("0");
                    security.getPolicy().setMessageTypes("binary");
                    security.getPolicy().setMessageAction("reply");
                });
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            for (int i = 0; i < frames; i++) {
                // Whole frames: a reply that waits for the end of a message is one at most.
                send(session, PLENTY / frames);
            }
            assertTrue(server.events.isEmpty());
            for (int i = 0; i < frames; i++) {
                client.text("a");
            }
            assertEquals(Optional.of(Reason.TYPE_NOT_ALLOWED), server.event().reason());
            assertCut(server, Reason.SLOW_READER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void report_clientNeverReads_isToldOnceAndGoesOn(String path) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setMode("report");
                    security.getPolicy().setMaxOutgoingFrames("2");
                });
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            send(session, 1 << 20);
            for (int i = 0; i < 10; i++) {
                send(session, 4 << 20);
            }
            SecurityEvent violated = server.event();
            assertEquals(Optional.of(Reason.SLOW_READER), violated.reason());
            assertEquals(false, violated.enforced());
            int length = 0;
            while (length < 41 << 20) {
                length += client.receive().payload().length;
            }
            assertTrue(server.events.isEmpty());
        }
    }

    /** A close frame goes whatever waits. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void close_limitReached_isSent(String path) throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxOutgoingFrames("1"));
                RawClient client = server.client()) {
            CoreSession session = open(server, client, path);
            send(session, PLENTY);
            session.close(1000, "done", Callback.NOOP);
            assertEquals(1000, lastClose(client));
            assertTrue(server.events.stream().noneMatch(event -> event.type() == SecurityEvent.Type.VIOLATED));
        }
    }

    private static int lastClose(RawClient client) throws IOException {
        RawClient.Received frame;
        do {
            frame = client.receive();
        } while (frame.opcode() != RawClient.CLOSE);
        return frame.closeCode();
    }
}
