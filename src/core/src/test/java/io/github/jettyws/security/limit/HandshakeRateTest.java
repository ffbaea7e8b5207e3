package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRateTest {
    private static final int LIMIT = 5;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final HandshakeRate rate = new HandshakeRate(new RateRules(LIMIT, WINDOW), ticker);

    @Test
    void tryAcquire_oneClient_exactlyTheLimit() {
        for (int i = 0; i < LIMIT; i++) {
            assertEquals(0, rate.tryAcquire("ann"));
        }

        // All of the window, and the fifth of the next one after which the first of them has faded.
        assertEquals(Duration.ofSeconds(72).toNanos(), rate.tryAcquire("ann"));
        assertEquals(0, rate.tryAcquire("bob"));
        assertEquals(2, rate.size());
    }

    @Test
    void tryAcquire_afterTheWait_roomForOne() {
        take("ann");
        long wait = rate.tryAcquire("ann");
        ticker.advance(Duration.ofNanos(wait - 1));
        assertEquals(1, rate.tryAcquire("ann"));
        ticker.advance(Duration.ofNanos(1));

        assertEquals(1, take("ann"));
    }

    /** The cache lets go of windows, but never of counts that still matter. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tryAcquire_anySchedule_asAWindowThatIsNeverForgotten(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            RateRules rules = new RateRules(1 + random.nextInt(6), Duration.ofNanos(1 + random.nextInt(50)));
            HandshakeRate some = new HandshakeRate(rules, ticker);
            SlidingWindow kept = new SlidingWindow(rules.limit(), rules.window().toNanos(), ticker.read());
            for (int tries = 0; tries < 300; tries++) {
                ticker.advance(Duration.ofNanos(random.nextInt(random.nextInt(10) == 0 ? 160 : 10)));
                // Somebody else makes the cache look after what has expired.
                some.tryAcquire(tries);

                assertEquals(kept.acquire(ticker.read(), 1), some.tryAcquire("ann"));
            }
        }
    }

    @Test
    void size_twoWindowsAfterManyClients_onlyTheLatest() {
        for (int client = 0; client < 1_000; client++) {
            rate.tryAcquire(client);
        }
        ticker.advance(WINDOW.multipliedBy(2));
        rate.tryAcquire("ann");

        assertEquals(1, rate.size());
    }

    @Test
    void tryAcquire_noLimit_nothingIsKept() {
        HandshakeRate unlimited = new HandshakeRate(new RateRules(0, WINDOW), ticker);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(0, unlimited.tryAcquire("ann"));
        }

        assertEquals(0, unlimited.size());
        assertEquals("unlimited", unlimited.toString());
    }

    @Test
    void toString_limit_saysIt() {
        assertEquals("5 handshakes in PT1M", rate.toString());
    }

    /** All at once, while a spray makes the cache evict: what one thread takes from a window must not be lost with it. */
    @Test
    void tryAcquire_concurrentlyUnderSpray_neverMoreThanTheLimit() throws Exception {
        int threads = 8;
        int clients = 2_000;
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<int[]>> ends = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(thread);
            ends.add(executor.submit(() -> {
                int[] passed = new int[clients];
                go.await();
                for (int i = 0; i < 40_000; i++) {
                    rate.tryAcquire(random.nextLong());
                    int client = random.nextInt(clients);
                    passed[client] += rate.tryAcquire(client) == 0 ? 1 : 0;
                }
                return passed;
            }));
        }
        go.countDown();
        int[] passed = new int[clients];
        for (Future<int[]> end : ends) {
            int[] more = end.get(60, TimeUnit.SECONDS);
            for (int client = 0; client < clients; client++) {
                passed[client] += more[client];
            }
        }
        executor.shutdown();

        for (int most : passed) {
            assertTrue(most <= LIMIT, () -> "passed: " + most);
        }
        // All but the few that were forgotten and found that another of their crowd had used more.
        int all = Arrays.stream(passed).sum();
        assertTrue(all >= 0.95 * LIMIT * clients, () -> "passed: " + all);
        assertTrue(rate.size() <= WindowCache.MAX_CLIENTS, () -> rate.size() + " are remembered");
    }

    private int take(String client) {
        int passed = 0;
        while (rate.tryAcquire(client) == 0) {
            passed++;
        }
        return passed;
    }
}
