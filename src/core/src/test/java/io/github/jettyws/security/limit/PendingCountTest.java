package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingCountTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1000})
    void tryAcquire_limit_lastPassesAndNextDoesNot(int limit) {
        PendingCount count = new PendingCount(limit);
        for (int i = 1; i <= limit; i++) {
            assertTrue(count.tryAcquire("ann"));
            assertEquals(i, count.open("ann"));
        }

        assertFalse(count.tryAcquire("ann"));
        assertEquals(limit, count.open("ann"));
        assertEquals(1, count.clients());
    }

    @Test
    void tryAcquire_anotherClient_hasRoomOfItsOwn() {
        PendingCount count = new PendingCount(1);

        assertTrue(count.tryAcquire("ann"));
        assertTrue(count.tryAcquire("bob"));
        assertEquals(2, count.clients());
    }

    @Test
    void release_oneOfThoseOpen_makesRoomForOne() {
        PendingCount count = new PendingCount(3);
        for (int i = 0; i < 3; i++) {
            count.tryAcquire("ann");
        }
        count.release("ann");

        assertTrue(count.tryAcquire("ann"));
        assertFalse(count.tryAcquire("ann"));
    }

    @Test
    void release_last_isForgotten() {
        PendingCount count = new PendingCount(2);
        count.tryAcquire("ann");
        count.release("ann");

        assertEquals(0, count.open("ann"));
        assertEquals(0, count.clients());
    }

    @Test
    void constructor_highestLimit_isNeverReached() {
        PendingCount count = new PendingCount(Integer.MAX_VALUE);
        assertTrue(count.tryAcquire("ann"));
        assertTrue(count.tryAcquire("ann"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void constructor_limitBelowOne_throws(int limit) {
        String message = assertThrows(IllegalArgumentException.class, () -> new PendingCount(limit))
                .getMessage();
        assertEquals("the limit is " + limit + ", expected 1 or more", message);
    }

    @Test
    void toString_limit_saysIt() {
        assertEquals("7 pending of one client", new PendingCount(7).toString());
    }

    /** Against arrays that are counted up and down. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void count_anyOrder_isThatOfArithmetic(long seed) {
        Random random = new Random(seed);
        int limit = 1 + random.nextInt(5);
        PendingCount count = new PendingCount(limit);
        int[] expected = new int[7];
        for (int i = 0; i < 50_000; i++) {
            int client = random.nextInt(expected.length);
            if (random.nextBoolean()) {
                boolean room = expected[client] < limit;
                assertEquals(room, count.tryAcquire(client));
                expected[client] += room ? 1 : 0;
            } else if (expected[client] > 0) {
                count.release(client);
                expected[client]--;
            }
            assertEquals(expected[client], count.open(client));
        }
    }

    @Test
    void count_concurrently_neverAboveTheLimitAndNothingStays() throws Exception {
        int limit = 5;
        int clients = 2;
        PendingCount count = new PendingCount(limit);
        AtomicInteger[] held = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger above = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            ends.add(threads.submit(() -> {
                go.await();
                for (int i = 0; i < 50_000; i++) {
                    int client = i % clients;
                    if (count.tryAcquire(client)) {
                        passed.incrementAndGet();
                        if (held[client].incrementAndGet() > limit) {
                            above.incrementAndGet();
                        }
                        held[client].decrementAndGet();
                        count.release(client);
                    }
                }
                return null;
            }));
        }
        go.countDown();
        for (Future<?> end : ends) {
            end.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertEquals(0, above.get());
        assertTrue(passed.get() > 0);
        assertEquals(0, count.clients());
    }
}
