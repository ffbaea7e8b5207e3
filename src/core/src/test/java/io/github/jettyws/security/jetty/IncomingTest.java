package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Inflation;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.Ruling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that asks for the next frame while it still has the last, or only when it is told to. */
class IncomingTest {
    private final Rules rules = new Rules();
    private final CoreSession session = mock(CoreSession.class);
    private final List<Frame> seen = new ArrayList<>();
    private final List<OutgoingEntry> replies = new ArrayList<>();
    private int demanded;
    private int executed;
    private boolean asksAtOnce = true;
    private @Nullable RuntimeException broken;
    private Callback.Completable callback = new Callback.Completable();
    private final Incoming incoming = new Incoming(
            rules,
            session,
            this::see,
            () -> demanded++,
            new Inflation(0),
            new Replies(replies::add, replies::add),
            this::execute);

    private void execute(Runnable task) {
        executed++;
        task.run();
    }

    private void see(Frame frame, Callback callback) {
        if (broken != null) {
            throw broken;
        }
        seen.add(frame);
        callback.succeeded();
        if (asksAtOnce) {
            incoming.demand();
        }
    }

    private void send(byte opCode, String payload, boolean fin) {
        callback = new Callback.Completable();
        Frame frame = new Frame(opCode, BufferUtil.toBuffer(payload, StandardCharsets.UTF_8)).setFin(fin);
        incoming.onFrame(frame.setMask(new byte[4]), callback);
    }

    private List<String> payloads() {
        return seen.stream().map(Frame::getPayloadAsUTF8).toList();
    }

    @Test
    void pass_frame_toTheEndpointWhichAsksForTheNext() {
        rules.next.add(Ruling.PASS);

        send(OpCode.TEXT, "a", true);
        assertTrue(callback.isDone());

        assertEquals(List.of("a"), payloads());
        assertEquals(1, demanded);
    }

    @Test
    void drop_message_neverSeenAndNextOneAskedFor() {
        rules.next.addAll(List.of(Ruling.drop(Reason.MESSAGE_RATE, "slowly"), Ruling.DROP, Ruling.PASS));

        send(OpCode.TEXT, "a", false);
        assertTrue(callback.isDone());
        send(OpCode.CONTINUATION, "b", true);
        assertEquals(2, demanded);
        send(OpCode.TEXT, "c", true);

        assertEquals(List.of("c"), payloads());
        assertEquals(
                List.of("slowly"),
                replies.stream()
                        .map(reply -> reply.getFrame().getPayloadAsUTF8())
                        .toList());
    }

    @Test
    void hold_frame_nothingIsAskedForUntilItPasses() {
        rules.next.addAll(List.of(Ruling.hold(Reason.MESSAGE_RATE, 5), Ruling.hold(null, 7), Ruling.PASS));

        send(OpCode.BINARY, "a", true);
        assertEquals(List.of(5L), rules.waits);
        rules.ring();
        assertEquals(List.of(5L, 7L), rules.waits);
        assertFalse(callback.isDone());
        assertEquals(0, demanded);
        assertEquals(List.of(), seen);
        rules.ring();

        assertEquals(List.of("a"), payloads());
        assertEquals(1, demanded);
    }

    @Test
    void closed_whileHeld_givenBackAndNeverSeen() {
        rules.next.addAll(List.of(Ruling.hold(Reason.MESSAGE_RATE, 5), Ruling.PASS));
        send(OpCode.BINARY, "a", true);

        incoming.closed();
        assertTrue(callback.isDone());
        rules.ring();

        assertEquals(List.of(), seen);
    }

    @Test
    void hold_endpointThrows_toldByTheCallbackOfTheFrame() {
        rules.next.addAll(List.of(Ruling.hold(Reason.MESSAGE_RATE, 5), Ruling.PASS));
        send(OpCode.BINARY, "a", true);
        broken = new IllegalStateException("broken");

        rules.ring();

        assertTrue(callback.isCompletedExceptionally());
    }

    @Test
    void end_message_closedAndNothingSeenAfterIt() {
        rules.next.add(Ruling.end(Reason.MESSAGE_TOO_LARGE));

        send(OpCode.TEXT, "a", false);
        assertTrue(callback.isDone());
        send(OpCode.CONTINUATION, "b", true);
        assertTrue(callback.isDone());
        send(OpCode.PING, "c", true);
        assertTrue(callback.isDone());

        verify(session).close(eq(1009), any(), any());
        assertEquals(List.of(), seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100_000})
    void collect_fragments_ruledOnAsOneAndSeenAsTheyCame(int fragments) {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < fragments; i++) {
            rules.next.add(Ruling.COLLECT);
        }
        rules.next.add(Ruling.PASS);

        for (int i = 0; i < fragments; i++) {
            String part = Integer.toString(i % 10);
            whole.append(part);
            assertEquals(i, demanded);
            send(i == 0 ? OpCode.TEXT : OpCode.CONTINUATION, part, i == fragments - 1);
            assertTrue(callback.isDone());
        }

        assertTrue(whole.toString().equals(rules.message));
        assertTrue(whole.toString().equals(String.join("", payloads())));
        assertEquals(fragments, seen.size());
        assertEquals(OpCode.TEXT, seen.get(0).getOpCode());
        for (int i = 0; i < fragments; i++) {
            assertEquals(i == fragments - 1, seen.get(i).isFin());
        }
        // Once for each fragment but the last, and once by the endpoint.
        assertEquals(fragments, demanded);
    }

    @Test
    void collect_endpointThatAsksLater_getsOneFrameForEachDemand() {
        asksAtOnce = false;
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.COLLECT, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.CONTINUATION, "b", true);

        assertEquals(List.of("a"), payloads());
        assertEquals(0, executed);
        incoming.demand();
        assertEquals(List.of("a", "b"), payloads());
        assertEquals(1, executed);
        assertEquals(1, demanded);
        incoming.demand();
        assertEquals(2, demanded);
        assertEquals(1, executed);
    }

    /** The endpoint still has the first fragment when it is told of the end. */
    @Test
    void closed_whileReleased_restIsNeverSeen() {
        asksAtOnce = false;
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.COLLECT, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.CONTINUATION, "b", true);

        incoming.closed();
        incoming.demand();

        assertEquals(List.of("a"), payloads());
    }

    @Test
    void collect_reused_payloadIsACopy() {
        asksAtOnce = false;
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS));
        ByteBuffer buffer = BufferUtil.toBuffer("a", StandardCharsets.UTF_8);
        Frame frame = new Frame(OpCode.TEXT, buffer).setFin(false);

        incoming.onFrame(frame, Callback.NOOP);
        buffer.put(0, (byte) 'x');
        rules.next.clear();
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS));
        send(OpCode.CONTINUATION, "b", true);

        assertEquals("ab", rules.message);
    }

    @Test
    void collect_pingBetweenFragments_seenBeforeTheMessage() {
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS, Ruling.COLLECT, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.PING, "p", true);
        send(OpCode.CONTINUATION, "b", true);

        assertEquals(List.of("p", "a", "b"), payloads());
        assertEquals(3, demanded);
    }

    @Test
    void collect_refusedAsAWhole_neverSeen() {
        rules.next.addAll(List.of(
                Ruling.COLLECT, Ruling.COLLECT, Ruling.drop(Reason.MESSAGE_RATE, null), Ruling.COLLECT, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.CONTINUATION, "b", true);
        send(OpCode.TEXT, "c", true);

        assertEquals("c", rules.message);
        assertEquals(List.of("c"), payloads());
        assertEquals(3, demanded);
    }

    @Test
    void collect_closedBeforeAllWasAskedFor_restNeverSeen() {
        asksAtOnce = false;
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.COLLECT, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.CONTINUATION, "b", true);

        incoming.closed();
        incoming.demand();

        assertEquals(List.of("a"), payloads());
        assertEquals(1, demanded);
    }

    /** What bounds the heap bounds them. */
    @Test
    void collect_directBuffer_keptOnTheHeap() {
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS));
        ByteBuffer buffer = ByteBuffer.allocateDirect(1).put((byte) 'a').flip();

        incoming.onFrame(new Frame(OpCode.BINARY, buffer), Callback.NOOP);

        assertEquals(List.of("a"), payloads());
        assertFalse(seen.get(0).getPayload().isDirect());
        assertEquals(1, buffer.remaining());
    }

    /** In mode {@code report}, when a message becomes too large to be kept. */
    @Test
    void pass_afterCollected_allSeenInOrder() {
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS, Ruling.PASS));
        send(OpCode.TEXT, "a", false);
        send(OpCode.CONTINUATION, "b", false);
        send(OpCode.CONTINUATION, "c", true);

        assertEquals(List.of("a", "b", "c"), payloads());
        assertEquals(3, demanded);
    }

    @Test
    void collect_endpointThrows_sessionFails() {
        rules.next.addAll(List.of(Ruling.COLLECT, Ruling.PASS));
        broken = new IllegalStateException("broken");

        send(OpCode.TEXT, "a", true);

        verify(session).abort();
    }

    @Test
    void control_overItsRate_closedAndNeverSeen() {
        rules.next.addAll(List.of(Ruling.PASS, Ruling.end(Reason.CONTROL_RATE)));
        send(OpCode.PONG, "p", true);
        send(OpCode.PING, "q", true);

        assertEquals(List.of("p"), payloads());
        verify(session).close(eq(1008), any(), any());
    }

    @Test
    void close_frame_passesUnasked() {
        send(OpCode.CLOSE, "", true);

        assertArrayEquals(new byte[] {OpCode.CLOSE}, new byte[] {seen.get(0).getOpCode()});
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8193})
    void inflated_pieceThatDoesNotFillTheBuffer_endsItsFrame(int length) {
        assertTrue(endsFrame(length, false, 65536));
    }

    @Test
    void inflated_pieceThatFillsTheBuffer_doesNotEndItsFrame() {
        assertFalse(endsFrame(8192, false, 65536));
        assertFalse(endsFrame(8192, false, 0));
        assertFalse(endsFrame(1000, false, 1000));
        assertTrue(endsFrame(8192, false, 1000));
        assertTrue(endsFrame(8192, true, 65536));
    }

    private boolean endsFrame(int length, boolean masked, long maxFrameSize) {
        when(session.getMaxFrameSize()).thenReturn(maxFrameSize);
        rules.next.add(Ruling.PASS);
        Frame frame = new Frame(OpCode.BINARY, ByteBuffer.allocate(length)).setFin(false);
        incoming.onFrame(masked ? frame.setMask(new byte[4]) : frame, Callback.NOOP);
        return rules.endsFrame;
    }

    private static final class Rules implements FrameRules {
        final Queue<Ruling> next = new ArrayDeque<>();
        final List<Long> waits = new ArrayList<>();
        final Queue<Runnable> alarms = new ArrayDeque<>();
        String message = "";
        boolean endsFrame;

        void ring() {
            alarms.remove().run();
        }

        @Override
        public void onLength(int bytes) {
            assertTrue(bytes >= 0);
        }

        @Override
        public Ruling onData(@Nullable Kind begins, ByteBuffer payload, boolean endsFrame, boolean endsMessage) {
            this.endsFrame = endsFrame;
            return next.remove();
        }

        @Override
        public Ruling onInflated() {
            return next.remove();
        }

        @Override
        public Ruling onHeld() {
            return next.remove();
        }

        @Override
        public Ruling onMessage(ByteBuffer whole) {
            message = BufferUtil.toUTF8String(whole);
            return next.remove();
        }

        @Override
        public Ruling onControl() {
            return next.remove();
        }

        @Override
        public void later(long nanos, Runnable action) {
            waits.add(nanos);
            alarms.add(action);
        }
    }
}
