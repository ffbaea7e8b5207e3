package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureRateTest {
    private static final int LIMIT = 5;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final FailureRate rate = new FailureRate(new RateRules(LIMIT, WINDOW), ticker);

    @Test
    void retryAfter_lastAllowedAndFirstRefused_byClient() {
        for (int i = 0; i < LIMIT; i++) {
            assertEquals(0, rate.retryAfter("ann"));
            rate.count("ann");
        }

        // All of the window, and the fifth of the next one after which the first of them has faded.
        assertEquals(Duration.ofSeconds(72).toNanos(), rate.retryAfter("ann"));
        assertEquals(0, rate.retryAfter("bob"));
    }

    @Test
    void retryAfter_asOftenAsOneLikes_takesNothingAndKnowsNobody() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(0, rate.retryAfter("ann"));
        }

        assertEquals(0, rate.size());
    }

    @Test
    void retryAfter_afterTheWait_roomForOne() {
        for (int i = 0; i < LIMIT; i++) {
            rate.count("ann");
        }
        long wait = rate.retryAfter("ann");
        ticker.advance(Duration.ofNanos(wait - 1));
        assertEquals(1, rate.retryAfter("ann"));
        ticker.advance(Duration.ofNanos(1));

        assertEquals(0, rate.retryAfter("ann"));
        rate.count("ann");
        assertEquals(Duration.ofSeconds(12).toNanos(), rate.retryAfter("ann"));
    }

    /** Those that were looked at meanwhile do not keep the client out for longer. */
    @Test
    void count_moreThanTheLimit_changesNothing() {
        for (int i = 0; i < 3 * LIMIT; i++) {
            rate.count("ann");
        }

        assertEquals(Duration.ofSeconds(72).toNanos(), rate.retryAfter("ann"));
    }

    @Test
    void retryAfter_noLimit_never() {
        FailureRate unlimited = new FailureRate(new RateRules(0, WINDOW), ticker);
        unlimited.count("ann");

        assertEquals(0, unlimited.retryAfter("ann"));
        assertEquals(0, unlimited.size());
        assertEquals("unlimited", unlimited.toString());
        assertEquals("5 failures in PT1M", rate.toString());
    }

    /** More clients than there is room for evict the window of one, and not what it counted. */
    @Test
    void retryAfter_windowEvicted_isNotForgotten() {
        for (int i = 0; i < LIMIT; i++) {
            rate.count("ann");
        }
        for (int client = 0; client < 2 * WindowCache.MAX_CLIENTS; client++) {
            rate.count(client);
        }

        assertEquals(Duration.ofSeconds(72).toNanos(), rate.retryAfter("ann"));
    }

    /** The same as the window for handshakes, of which those that are refused do not count either. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void retryAfter_anySchedule_asTheWindowOfHandshakes(long seed) {
        Random random = new Random(seed);
        RateRules rules = new RateRules(1 + random.nextInt(6), Duration.ofNanos(1 + random.nextInt(50)));
        FailureRate some = new FailureRate(rules, ticker);
        SlidingWindow kept = new SlidingWindow(rules.limit(), rules.window().toNanos(), ticker.read());
        for (int tries = 0; tries < 5_000; tries++) {
            ticker.advance(Duration.ofNanos(random.nextInt(random.nextInt(10) == 0 ? 160 : 10)));
            long wait = some.retryAfter("ann");
            assertEquals(kept.peek(ticker.read(), 1), wait);
            if (random.nextBoolean()) {
                some.count("ann");
                assertEquals(wait, kept.acquire(ticker.read(), 1));
            }
        }
    }
}
