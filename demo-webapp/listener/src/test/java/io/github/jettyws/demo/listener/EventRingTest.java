package io.github.jettyws.demo.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private final EventRing ring = new EventRing(3);

    @Test
    void since_nothingHappened_isEmpty() {
        assertEquals(List.of(), ring.since(0));
        assertEquals(0, ring.last());
    }

    @Test
    void add_full_oldestGivesWay() {
        for (int i = 1; i <= 4; i++) {
            ring.add(TestEvents.refused("/" + i));
        }

        assertEquals(
                List.of("/2", "/3", "/4"),
                ring.since(0).stream().map(RecentEvent::path).toList());
        assertEquals(4, ring.last());
    }

    @Test
    void since_sequence_isLaterOnly() {
        for (int i = 1; i <= 3; i++) {
            ring.add(TestEvents.closed());
        }

        assertEquals(List.of(3L), sequences(2));
        assertEquals(List.of(), sequences(3));
        assertEquals(List.of(), sequences(Long.MAX_VALUE));
        assertEquals(List.of(1L, 2L, 3L), sequences(-1));
    }

    @Test
    void add_manyThreads_numbersHaveNoGap() throws InterruptedException {
        EventRing shared = new EventRing(1000);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = LongStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    await(start);
                    for (int n = 0; n < 250; n++) {
                        shared.add(TestEvents.closed());
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(
                LongStream.rangeClosed(1, 1000).boxed().toList(),
                shared.since(0).stream().map(RecentEvent::sequence).toList());
    }

    private List<Long> sequences(long since) {
        return ring.since(since).stream().map(RecentEvent::sequence).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
