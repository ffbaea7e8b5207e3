package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Inflation;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.Ruling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random rulings about random messages, and an endpoint that asks and answers when it likes, by any thread: what passes
 * is seen byte for byte, in order and in its fragments, every frame is given back, and nothing hangs.
 */
class IncomingRandomTest {
    private static final int MESSAGES = 400;
    private static final int PATIENCE = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Semaphore demands = new Semaphore(0);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger givenBack = new AtomicInteger();
    private final AtomicInteger asleep = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** What one frame is, and what is said about it. */
    private record Step(Frame frame, Queue<Ruling> rulings) {}

    /** What a client sends, and what of it is to be seen, and replied. */
    private static final class Script {
        final List<Step> steps = new ArrayList<>();
        final List<String> passing = new ArrayList<>();
        final List<String> replies = new ArrayList<>();
        private final Random random;

        Script(Random random) {
            this.random = random;
            for (int i = 0; i < MESSAGES; i++) {
                message(random.nextInt(6));
            }
        }

        /** Passes, is dropped, or collected: and then passes, is dropped, or passes before it is whole. */
        private void message(int fate) {
            int frames = 1 + random.nextInt(5);
            int until = random.nextInt(frames);
            List<String> kept = new ArrayList<>();
            byte begins = random.nextBoolean() ? OpCode.TEXT : OpCode.BINARY;
            for (int i = 0; i < frames; i++) {
                if (random.nextInt(8) == 0) {
                    Frame ping = new Frame(random.nextBoolean() ? OpCode.PING : OpCode.PONG, payload());
                    passing.add(describe(ping));
                    add(ping, List.of(Ruling.PASS));
                }
                boolean fin = i == frames - 1;
                Frame frame = new Frame(i == 0 ? begins : OpCode.CONTINUATION, payload()).setFin(fin);
                List<Ruling> rulings = new ArrayList<>();
                for (int waits = random.nextInt(4) - 1; waits > 0; waits--) {
                    rulings.add(Ruling.hold(Reason.MESSAGE_RATE, 1));
                }
                if (fate < 2) {
                    passing.add(describe(frame));
                    rulings.add(Ruling.PASS);
                } else if (fate == 2) {
                    rulings.add(i == 0 ? drop() : Ruling.DROP);
                } else if (fate == 3 && i >= until) {
                    passing.addAll(kept);
                    kept.clear();
                    passing.add(describe(frame));
                    rulings.add(Ruling.PASS);
                } else {
                    kept.add(describe(frame));
                    rulings.add(Ruling.COLLECT);
                    if (fin) {
                        rulings.add(fate == 4 ? Ruling.PASS : drop());
                    }
                }
                add(frame, rulings);
            }
            if (fate == 4) {
                passing.addAll(kept);
            }
        }

        private Ruling drop() {
            if (random.nextBoolean()) {
                return Ruling.drop(Reason.MESSAGE_RATE, null);
            }
            replies.add("reply " + replies.size());
            return Ruling.drop(Reason.MESSAGE_RATE, replies.get(replies.size() - 1));
        }

        private void add(Frame frame, List<Ruling> rulings) {
            steps.add(new Step(frame.setMask(new byte[4]), new ArrayDeque<>(rulings)));
        }

        private ByteBuffer payload() {
            byte[] payload = new byte[random.nextInt(20)];
            random.nextBytes(payload);
            return ByteBuffer.wrap(payload);
        }
    }

    private static String describe(Frame frame) {
        byte[] payload = BufferUtil.toArray(frame.getPayload().slice());
        return frame.getOpCode() + (frame.isFin() ? " fin " : " ") + new String(payload, StandardCharsets.ISO_8859_1);
    }

    @RepeatedTest(50)
    void onFrame_randomRulingsAndDemand_seenAsItCame(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Script script = new Script(random);
        Endpoint endpoint = new Endpoint(random.nextLong());
        Rules rules = new Rules(random.nextLong());
        Replies replies = new Replies(this::send, this::send);
        CoreSession session = mock(CoreSession.class);
        Incoming incoming =
                new Incoming(rules, session, endpoint::onFrame, demands::release, new Inflation(0), replies, threads);
        endpoint.begin(incoming, replies);

        incoming.demand();
        for (Step step : script.steps) {
            // One frame for each demand, and never two at once: as Jetty does.
            assertTrue(demands.tryAcquire(PATIENCE, TimeUnit.SECONDS), () -> "hangs after " + seen.size());
            rules.next = step.rulings;
            ByteBuffer buffer = step.frame.getPayload();
            incoming.onFrame(step.frame, new Callback() {
                @Override
                public void succeeded() {
                    // Jetty reads the next frame into it.
                    BufferUtil.clearToFill(buffer);
                    while (buffer.hasRemaining()) {
                        buffer.put((byte) '!');
                    }
                    givenBack.incrementAndGet();
                }

                @Override
                public void failed(Throwable failure) {
                    failures.add(failure);
                }
            });
        }
        assertTrue(demands.tryAcquire(PATIENCE, TimeUnit.SECONDS), "hangs at the end");
        threads.shutdown();
        assertTrue(threads.awaitTermination(PATIENCE, TimeUnit.SECONDS));

        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(script.passing, seen);
        assertEquals(script.steps.size(), givenBack.get());
        assertEquals(0, demands.availablePermits(), "asked twice");
        assertEquals(0, asleep.get());
        // Some replies give way to later ones; the others are in order, and never in the middle of a message.
        List<String> replied = new ArrayList<>(sent);
        replied.removeIf(text -> text.startsWith("part "));
        List<String> inOrder = new ArrayList<>(script.replies);
        inOrder.retainAll(replied);
        assertEquals(inOrder, replied);
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).equals("part first")) {
                assertEquals("part last", sent.get(i + 1));
            }
        }
    }

    private void send(OutgoingEntry entry) {
        sent.add(entry.getFrame().getPayloadAsUTF8());
        entry.getCallback().succeeded();
    }

    /** Asks once for each frame, sooner or later, and answers some in two fragments. */
    private final class Endpoint {
        private final Random random;
        private @Nullable Incoming incoming;
        private @Nullable Replies replies;

        Endpoint(long seed) {
            random = new Random(seed);
        }

        void begin(Incoming frames, Replies out) {
            incoming = frames;
            replies = out;
        }

        void onFrame(Frame frame, Callback callback) {
            seen.add(describe(frame));
            switch (random.nextInt(4)) {
                case 0 -> {
                    callback.succeeded();
                    demand();
                }
                case 1 -> {
                    callback.succeeded();
                    later(this::demand);
                }
                case 2 ->
                    later(() -> {
                        callback.succeeded();
                        demand();
                    });
                default -> {
                    answer("part first", false);
                    later(() -> {
                        answer("part last", true);
                        callback.succeeded();
                        demand();
                    });
                }
            }
        }

        private void demand() {
            if (incoming != null) {
                incoming.demand();
            }
        }

        private void answer(String text, boolean fin) {
            Frame frame = new Frame(fin ? OpCode.CONTINUATION : OpCode.TEXT, BufferUtil.toBuffer(text)).setFin(fin);
            if (replies != null) {
                replies.sendFrame(new OutgoingEntry.Builder(frame, Callback.NOOP).build());
            }
        }
    }

    private void later(Runnable action) {
        asleep.incrementAndGet();
        threads.execute(() -> {
            try {
                action.run();
            } catch (Throwable failure) {
                failures.add(failure);
            } finally {
                asleep.decrementAndGet();
            }
        });
    }

    /** Says what the script says; what is held is asked about again by any thread. */
    private final class Rules implements FrameRules {
        private final Random random;
        private volatile Queue<Ruling> next = new ArrayDeque<>();

        Rules(long seed) {
            random = new Random(seed);
        }

        @Override
        public void onLength(int bytes) {}

        @Override
        public Ruling onData(@Nullable Kind begins, ByteBuffer payload, boolean endsFrame, boolean endsMessage) {
            return next.remove();
        }

        @Override
        public Ruling onInflated() {
            throw new AssertionError("nothing was inflated");
        }

        @Override
        public Ruling onHeld() {
            return next.remove();
        }

        @Override
        public Ruling onMessage(ByteBuffer message) {
            return next.remove();
        }

        @Override
        public Ruling onControl() {
            return next.remove();
        }

        @Override
        public void later(long nanos, Runnable action) {
            if (random.nextBoolean()) {
                action.run();
            } else {
                IncomingRandomTest.this.later(action);
            }
        }
    }
}
