package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.limit.Outgoing.Way;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, Outgoing.MAX_FRAMES})
    void begin_frames_lastPassesAndOneMoreIsRefused(int most) {
        Outgoing outgoing = new Outgoing(most, Integer.MAX_VALUE);
        for (int i = 0; i < most; i++) {
            assertEquals(Way.STRAIGHT, outgoing.begin(1, true));
        }
        assertEquals(Way.REFUSED, outgoing.begin(0, true));
        outgoing.end(1, true);
        assertEquals(Way.STRAIGHT, outgoing.begin(1, true));
    }

    @Test
    void begin_bytes_lastPassesAndOneMoreIsRefused() {
        Outgoing outgoing = new Outgoing(10, 1000);
        outgoing.begin(400, true);
        assertEquals(Way.REFUSED, outgoing.begin(601, true));
        assertEquals(Way.STRAIGHT, outgoing.begin(600, true));
        assertEquals(Way.REFUSED, outgoing.begin(1, true));
        assertEquals(Way.STRAIGHT, outgoing.begin(0, true));
    }

    /** Whatever its length: the size of a message is not what the limit is about. */
    @Test
    void begin_nothingWaits_neverRefuses() {
        Outgoing outgoing = new Outgoing(1, 1);
        assertEquals(Way.STRAIGHT, outgoing.begin(Integer.MAX_VALUE, true));
        assertEquals(Way.REFUSED, outgoing.begin(0, true));
        assertTrue(outgoing.beginLast());
        assertFalse(outgoing.end(Integer.MAX_VALUE, true));
        assertFalse(outgoing.end(0, true));
        assertEquals(0, outgoing.progress());
    }

    @Test
    void queue_framesUnderWay_waitsForThemAlone() {
        Outgoing outgoing = new Outgoing(10, 1000);
        assertEquals(Way.STRAIGHT, outgoing.begin(1, true));
        assertEquals(Way.COUNTED, outgoing.begin(2, false));
        assertEquals(Way.STRAIGHT, outgoing.begin(3, true));
        assertFalse(outgoing.queue());
        assertEquals(Way.COUNTED, outgoing.begin(4, true));
        assertFalse(outgoing.beginLast());
        assertFalse(outgoing.end(1, true));
        assertFalse(outgoing.end(2, false));
        assertTrue(outgoing.end(3, true));
        assertFalse(outgoing.end(4, false));
        assertTrue(outgoing.queue());
    }

    @Test
    void progress_aFrameGoes_isAnotherNumber() {
        Outgoing outgoing = new Outgoing(10, 1000);
        assertEquals(0, outgoing.progress());
        outgoing.begin(1, true);
        long first = outgoing.progress();
        outgoing.begin(1, true);
        assertEquals(first, outgoing.progress());
        outgoing.end(1, true);
        assertNotEquals(first, outgoing.progress());
        outgoing.end(1, true);
        assertEquals(0, outgoing.progress());
        outgoing.begin(1, true);
        assertNotEquals(first, outgoing.progress());
    }

    private record Frame(int bytes, boolean straight) {}

    /** Against a list of frames that are added up each time. */
    @Test
    void begin_anything_isAsIfAddedUp() {
        Random random = new Random(6);
        for (int round = 0; round < 200; round++) {
            int most = 1 + random.nextInt(20);
            int mostBytes = 1 + random.nextInt(500);
            Outgoing outgoing = new Outgoing(most, mostBytes);
            Deque<Frame> waiting = new ArrayDeque<>();
            boolean queuing = false;
            for (int step = 0; step < 200; step++) {
                if (random.nextBoolean()) {
                    int bytes = random.nextInt(200);
                    boolean straight = random.nextBoolean();
                    int sum = waiting.stream().mapToInt(Frame::bytes).sum();
                    boolean fits = waiting.isEmpty() || (waiting.size() < most && sum + bytes <= mostBytes);
                    Way expected = !fits ? Way.REFUSED : straight && !queuing ? Way.STRAIGHT : Way.COUNTED;
                    assertEquals(expected, outgoing.begin(bytes, straight));
                    if (fits) {
                        waiting.add(new Frame(bytes, expected == Way.STRAIGHT));
                    }
                } else if (random.nextInt(50) == 0) {
                    queuing = true;
                    assertEquals(waiting.stream().noneMatch(Frame::straight), outgoing.queue());
                } else if (!waiting.isEmpty()) {
                    Frame gone = waiting.remove();
                    boolean last =
                            gone.straight() && queuing && waiting.stream().noneMatch(Frame::straight);
                    assertEquals(last, outgoing.end(gone.bytes(), gone.straight()));
                }
                assertEquals(waiting.isEmpty(), outgoing.progress() == 0);
            }
        }
    }

    /** The queue is told to go on exactly once, whoever is the last. */
    @Test
    void queue_manyThreads_isToldOnce() throws InterruptedException {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 500; round++) {
                Outgoing outgoing = new Outgoing(100, 1000);
                AtomicInteger told = new AtomicInteger();
                CountDownLatch done = new CountDownLatch(threads);
                for (int i = 0; i < threads; i++) {
                    boolean queues = i == 0;
                    executor.execute(() -> {
                        Way way = outgoing.begin(5, true);
                        if (queues && outgoing.queue()) {
                            told.incrementAndGet();
                        }
                        if (outgoing.end(5, way == Way.STRAIGHT)) {
                            told.incrementAndGet();
                        }
                        done.countDown();
                    });
                }
                assertTrue(done.await(10, TimeUnit.SECONDS));
                assertTrue(told.get() >= 1);
                assertEquals(0, outgoing.progress());
                assertTrue(outgoing.queue());
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
