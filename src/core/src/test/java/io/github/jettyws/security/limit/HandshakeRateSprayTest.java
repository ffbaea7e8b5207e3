package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A million random addresses against clients that matter. The limit of none of them may be exceeded, whether the cache
 * keeps its window or not; those that it keeps get all of it.
 */
class HandshakeRateSprayTest {
    private static final int LIMIT = 10;
    private static final int SPRAY = 1_000_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Twice as many addresses within a window as there is room for. */
    private static final Duration PACE = WINDOW.dividedBy(2 * WindowCache.MAX_CLIENTS);

    private final FakeTicker ticker = new FakeTicker();
    private final Random random = new Random(7);
    private final HandshakeRate rate = new HandshakeRate(new RateRules(LIMIT, WINDOW), ticker, random);
    private final long start = ticker.read();

    @Test
    void tryAcquire_sprayOfAMillion_activeClientsGetTheirLimit() {
        int clients = 100;
        List<SlidingWindow> exact = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            exact.add(new SlidingWindow(LIMIT, WINDOW.toNanos(), start));
        }
        int passed = 0;
        for (int i = 0; i < SPRAY; i++) {
            spray();
            if (i % 3 == 0) {
                int client = i / 3 % clients;
                long wait = exact.get(client).acquire(ticker.read(), 1);
                passed += wait == 0 ? 1 : 0;
                int at = i;

                assertEquals(wait, rate.tryAcquire("client " + client), () -> "client " + client + " at " + at);
            }
        }
        // Five windows, each of which has room for as many as the limit but for what fades late.
        assertTrue(passed > 4 * LIMIT * clients, "passed: " + passed);
    }

    /** Clients whose handshakes are so far apart that the cache may forget them: without crowds they had no limit. */
    @Test
    void tryAcquire_sprayOfAMillion_forgottenClientsHaveALimit() {
        int clients = 50;
        List<List<Long>> passed = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            passed.add(new ArrayList<>());
        }
        for (int i = 0; i < SPRAY; i++) {
            spray();
            // Each of them forty times in a window.
            if (i % 100 == 0 && rate.tryAcquire("client " + i / 100 % clients) == 0) {
                passed.get(i / 100 % clients).add(ticker.read());
            }
        }
        for (List<Long> times : passed) {
            assertWithinBounds(times);
            // Five windows, in which it may find that its crowd has used some.
            assertTrue(times.size() >= 4 * (LIMIT - 2), () -> "passed: " + times.size());
        }
    }

    /** A client that begins at the height of the spray and comes back after it was forgotten. */
    @Test
    void tryAcquire_newcomerUnderSpray_limitHoldsFromTheStart() {
        spray(200_000);
        List<Long> passed = new ArrayList<>();
        for (int tries = 0; tries < 50; tries++) {
            if (rate.tryAcquire("newcomer") == 0) {
                passed.add(ticker.read());
            }
            spray(5_000);
        }

        assertWithinBounds(passed);
        assertTrue(passed.size() >= LIMIT, () -> "passed: " + passed.size());
    }

    @Test
    void tryAcquire_afterTheSpray_everybodyHasAllOfTheLimit() {
        spray(300_000);
        ticker.advance(WINDOW.multipliedBy(2));
        for (int client = 0; client < 10_000; client++) {
            int passed = 0;
            while (rate.tryAcquire(client) == 0) {
                passed++;
            }
            assertEquals(LIMIT, passed);
        }
    }

    private void spray(int addresses) {
        for (int i = 0; i < addresses; i++) {
            spray();
        }
    }

    private void spray() {
        ticker.advance(PACE);
        rate.tryAcquire(new IpAddress(0, (0xffffL << 32) | (random.nextInt() & 0xffff_ffffL)));
        if (random.nextInt(10_000) == 0) {
            assertTrue(rate.size() <= WindowCache.MAX_CLIENTS, () -> rate.size() + " are remembered");
        }
    }

    /** At most the limit in each fixed window, and less than twice of it in any other. */
    private void assertWithinBounds(List<Long> times) {
        long length = WINDOW.toNanos();
        for (long at : times) {
            assertTrue(times.stream()
                            .filter(time -> (time - start) / length == (at - start) / length)
                            .count()
                    <= LIMIT);
            assertTrue(times.stream()
                            .filter(time -> time >= at && time <= at + length)
                            .count()
                    < 2 * LIMIT);
        }
    }
}
