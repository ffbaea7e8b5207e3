package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds for every algorithm. */
class RateStateTest {
    private static final int LIMIT = 5;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final long LENGTH = WINDOW.toNanos();

    private static RateState state(RateAlgorithm algorithm, long origin) {
        return new RateRules(algorithm, LIMIT, WINDOW, LIMIT, false).open(origin);
    }

    /** A leaky bucket lets one pass, and holds as many as its burst. */
    private static int atOnce(RateAlgorithm algorithm) {
        return algorithm == RateAlgorithm.LEAKY_BUCKET ? LIMIT + 1 : LIMIT;
    }

    @ParameterizedTest
    @EnumSource
    void acquire_atOnce_exactlyTheLimit(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);

        assertEquals(atOnce(algorithm), flood(state, 1));
        assertTrue(state.acquire(1, 1) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void acquire_timeGoesBack_noTimeHasPassed(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        assertEquals(atOnce(algorithm), flood(state, 3 * LENGTH));

        assertEquals(0, flood(state, 3 * LENGTH - 1));
        assertEquals(0, flood(state, LENGTH));
        assertEquals(0, flood(state, 0));
        assertEquals(0, flood(state, -100 * LENGTH));
        assertEquals(0, flood(state, 3 * LENGTH));
    }

    /** What {@code System.nanoTime()} says may be negative, and may run over. */
    @ParameterizedTest
    @EnumSource
    void acquire_clockRunsOver_goesOn(RateAlgorithm algorithm) {
        long origin = Long.MAX_VALUE - LENGTH / 2;
        RateState state = state(algorithm, origin);

        assertEquals(atOnce(algorithm), flood(state, origin));
        assertEquals(0, flood(state, origin + LENGTH / 10));
        assertEquals(atOnce(algorithm), flood(state, origin + 5 * LENGTH));
        assertEquals(0, flood(state, origin + 5 * LENGTH));
    }

    @ParameterizedTest
    @EnumSource
    void acquire_refused_doesNotCount(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        flood(state, 0);
        RateState kept = state.copy();
        for (long now = 0; now < LENGTH / 10; now += LENGTH / 1_000) {
            assertTrue(state.acquire(now, 1) > 0);
        }

        assertEquals(kept.peek(LENGTH / 10, 1), state.peek(LENGTH / 10, 1));
    }

    @ParameterizedTest
    @EnumSource
    void acquire_moreThanThereEverIs_never(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);

        assertEquals(RateState.NEVER, state.acquire(0, atOnce(algorithm) + 1));
        assertEquals(RateState.NEVER, state.acquire(0, Integer.MAX_VALUE));
        assertTrue(state.acquire(0, atOnce(algorithm)) <= 0);
    }

    /** An empty piece of a message takes nothing, and needs no room. */
    @ParameterizedTest
    @EnumSource
    void acquire_nothing_alwaysPasses(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        flood(state, 0);

        assertEquals(0, state.acquire(0, 0));
        assertEquals(0, state.remaining(0));
    }

    @ParameterizedTest
    @EnumSource
    void retire_countsNoMore_copyGoesOn(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        state.acquire(0, 1);
        state.retire();

        assertEquals(RateState.RETIRED, state.acquire(0, 1));
        assertEquals(RateState.RETIRED, state.take(0, 1));
        assertEquals(RateState.RETIRED, state.peek(0, 1));
        assertEquals(atOnce(algorithm) - 1, flood(state.copy(), 0));
    }

    @ParameterizedTest
    @EnumSource
    void isEmpty_afterItsMemory_andNotBeforeForAFullOne(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        assertTrue(state.isEmpty(0));
        flood(state, 0);

        assertFalse(state.isEmpty(state.memory() - 1));
        assertTrue(state.isEmpty(state.memory()));
        assertEquals(atOnce(algorithm), flood(state, state.memory()));
    }

    @ParameterizedTest
    @EnumSource
    void renew_ofAUsedOne_usedNothing(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        flood(state, 7 * LENGTH);

        assertTrue(state.renew(7 * LENGTH).isEmpty(7 * LENGTH));
        assertEquals(atOnce(algorithm), flood(state.renew(7 * LENGTH), 7 * LENGTH));
    }

    /** What somebody else took since stays counted, and then what was to be given back may, too: never the other way. */
    @ParameterizedTest
    @EnumSource
    void giveBack_anotherCameBetween_nothingThatPassedIsForgotten(RateAlgorithm algorithm) {
        RateState state = state(algorithm, 0);
        long receipt = state.take(0, 1);
        assertTrue(state.acquire(0, 1) <= 0);
        state.giveBack(receipt, 0, 1);

        long left = flood(state, 0);
        assertTrue(left <= atOnce(algorithm) - 1, () -> "room for " + left);
        assertTrue(left >= atOnce(algorithm) - 2, () -> "room for " + left);
    }

    /** The largest of all settings, over the longest and the shortest window that may have it. */
    @ParameterizedTest
    @CsvSource({
        "FIXED_WINDOW, 2147483647, 3600000",
        "FIXED_WINDOW, 2147483647, 2148",
        "FIXED_WINDOW, 1000000, 1",
        "SLIDING_WINDOW, 2147483647, 3600000",
        "SLIDING_WINDOW, 2147483647, 2148",
        "SLIDING_WINDOW, 1000000, 1",
        "SLIDING_LOG, 1000, 3600000",
        "SLIDING_LOG, 1000, 1",
        "TOKEN_BUCKET, 2147483647, 3600000",
        "TOKEN_BUCKET, 2147483647, 2148",
        "TOKEN_BUCKET, 1000000, 1",
        "LEAKY_BUCKET, 2147483647, 3600000",
        "LEAKY_BUCKET, 2147483647, 2148",
        "LEAKY_BUCKET, 1000000, 1"
    })
    void acquire_highestValues_noOverflow(RateAlgorithm algorithm, long limit, long millis) {
        long length = Duration.ofMillis(millis).toNanos();
        long burst = algorithm == RateAlgorithm.LEAKY_BUCKET ? limit - 1 : limit;
        RateState state = new RateRules(algorithm, limit, Duration.ofMillis(millis), burst, true).open(0);
        // The largest piece there is fits into an int, and is the largest limit.
        for (long year = 0; year < 40; year++) {
            long now = year * Duration.ofDays(365).toNanos() / 4;

            assertEquals(limit, state.renew(now).remaining(now));
            assertEquals(limit, state.remaining(now));
            assertTrue(state.acquire(now, limit / 2) <= 0);
            assertTrue(state.acquire(now, limit - limit / 2) <= 0);
            assertEquals(0, state.remaining(now));
            long wait = state.acquire(now, 1);
            assertTrue(wait > 0 && wait <= 2 * length + 2 * limit, () -> "waits " + wait);
            assertTrue(state.acquire(now + wait, 1) <= 0);
        }
    }

    /** One in an hour, and a burst of a million of them: a hundred years. */
    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = ".*BUCKET")
    void acquire_largestBurst_noOverflow(RateAlgorithm algorithm) {
        long length = RateRules.MAX_WINDOW.toNanos();
        RateState state = new RateRules(algorithm, 1, RateRules.MAX_WINDOW, RateRules.MAX_MESSAGES, false).open(0);
        long atOnce = algorithm == RateAlgorithm.LEAKY_BUCKET ? RateRules.MAX_MESSAGES + 1 : RateRules.MAX_MESSAGES;

        assertEquals(atOnce, state.remaining(0));
        assertEquals(0, state.acquire(0, atOnce));
        assertEquals(length, state.acquire(0, 1));
        assertEquals(0, state.acquire(length, 1));
        assertNotEquals(0, state.acquire(length, 1));
    }

    private static long flood(RateState state, long now) {
        long passed = 0;
        while (state.acquire(now, 1) <= 0) {
            passed++;
        }
        return passed;
    }
}
