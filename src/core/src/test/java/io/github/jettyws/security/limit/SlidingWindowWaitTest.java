package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long {@link SlidingWindow} says it takes until there is room, against trying every moment. */
class SlidingWindowWaitTest {
    private static final long LENGTH = 1000;
    private static final long START = 7;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void acquire_refusedInAnySchedule_roomAfterTheWaitAndNotBefore(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            int length = 1 + random.nextInt(40);
            SlidingWindow window = new SlidingWindow(1 + random.nextInt(8), length, START);
            long now = START;
            for (int tries = 0; tries < 30; tries++) {
                // It may stand still, skip windows and go back.
                now += random.nextInt(8) == 0 ? random.nextInt(5 * length) - length : random.nextInt(1 + length / 3);
                long wait = window.acquire(now, 1);
                if (wait != 0) {
                    refused++;
                    assertWait(window, now, wait);
                }
            }
        }
        assertTrue(refused > 1_000, "only " + refused + " were refused");
    }

    private static void assertWait(RateState window, long now, long wait) {
        assertTrue(wait > 0, () -> "waits " + wait);
        for (long earlier = 0; earlier < wait; earlier++) {
            long at = now + earlier;
            assertTrue(window.copy().acquire(at, 1) > 0, () -> "room at " + at + ", not only after " + wait);
        }
        assertEquals(0, window.copy().acquire(now + wait, 1));
        assertEquals(1, window.copy().acquire(now + wait - 1, 1));
    }

    /** The decision without a division is the one that the share, rounded up, makes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void acquire_anySchedule_asTheShareRoundedUp(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int limit = 1 + random.nextInt(10);
            int length = 1 + random.nextInt(100);
            SlidingWindow window = new SlidingWindow(limit, length, 0);
            int[] passed = new int[1_000];
            for (int now = 0; now < 10 * length; now += random.nextInt(1 + length / 4)) {
                int fixed = now / length;
                int before = fixed == 0 ? 0 : passed[fixed - 1];
                double share = Math.ceil((double) before * (length - now % length) / length);
                boolean room = share + passed[fixed] < limit;

                assertEquals(room, window.acquire(now, 1) == 0);
                passed[fixed] += room ? 1 : 0;
                now += room ? 0 : 1;
            }
        }
    }

    /** Ten are in the window; the first of them is a tenth of the next one away, then one follows each tenth. */
    @ParameterizedTest
    @CsvSource({"0, 1100", "1, 1099", "999, 101", "1000, 100", "1099, 1"})
    void acquire_fullWindow_untilATenthHasFaded(long offset, long wait) {
        SlidingWindow window = new SlidingWindow(10, LENGTH, START);
        for (int i = 0; i < 10; i++) {
            assertEquals(0, window.acquire(START, 1));
        }

        assertEquals(wait, window.acquire(START + offset, 1));
    }

    @Test
    void acquire_limitOfOne_untilItHasFadedAltogether() {
        SlidingWindow window = new SlidingWindow(1, LENGTH, START);
        assertEquals(0, window.acquire(START, 1));

        assertEquals(2 * LENGTH, window.acquire(START, 1));
        assertEquals(1, window.acquire(START + 2 * LENGTH - 1, 1));
        assertEquals(0, window.acquire(START + 2 * LENGTH, 1));
    }

    @Test
    void acquire_timeGoesBack_theWayBackIsWaitedToo() {
        SlidingWindow window = new SlidingWindow(1, LENGTH, START);
        assertEquals(0, window.acquire(START, 1));

        assertEquals(2 * LENGTH + 5, window.acquire(START - 5, 1));
    }

    @Test
    void acquire_highestValues_noOverflow() {
        long length = RateRules.MAX_WINDOW.toNanos();
        long limit = RateRules.MAX_MESSAGES;
        SlidingWindow window = new SlidingWindow(limit, length, START);
        for (long i = 0; i < limit; i++) {
            assertEquals(0, window.acquire(START, 1));
        }

        assertEquals(length + length / limit, window.acquire(START, 1));
        assertEquals(1, window.acquire(START + length + length / limit - 1, 1));
        assertEquals(0, window.acquire(START + length + length / limit, 1));
    }

    @Test
    void acquire_retired_countsNoMore() {
        SlidingWindow window = new SlidingWindow(2, LENGTH, START);
        window.acquire(START, 1);
        window.retire();
        RateState copy = window.copy();

        assertEquals(RateState.RETIRED, window.acquire(START, 1));
        assertEquals(0, copy.acquire(START, 1));
        assertNotEquals(0, copy.acquire(START, 1));
    }

    @Test
    void isEmpty_twoWindowsAfterTheLast() {
        SlidingWindow window = new SlidingWindow(2, LENGTH, START);
        assertTrue(window.isEmpty(START));
        window.acquire(START, 1);

        assertFalse(window.isEmpty(START + 2 * LENGTH - 1));
        assertTrue(window.isEmpty(START + 2 * LENGTH));
    }

    /** What one of two clients may not do on its own, it may not do after their counts became one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void absorb_anyTwo_roomOfTheOneThatHasLess(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            int limit = 1 + random.nextInt(8);
            int length = 1 + random.nextInt(40);
            SlidingWindow one = used(random, limit, length);
            SlidingWindow other = used(random, limit, length);
            RateState both = one.copy().absorb(other.copy());
            for (long now = 4L * length; now < 7L * length; now++) {
                long room = Math.min(room(one.copy(), now), room(other.copy(), now));

                assertEquals(room, room(both.copy(), now));
            }
        }
    }

    private static SlidingWindow used(Random random, int limit, int length) {
        SlidingWindow window = new SlidingWindow(limit, length, 0);
        for (long now = 0; now < 4L * length; now += random.nextInt(2 * length)) {
            window.acquire(now, 1);
            now += random.nextInt(3) == 0 ? 3L * length : 0;
        }
        return window;
    }

    private static long room(RateState window, long now) {
        long room = 0;
        while (window.acquire(now, 1) == 0) {
            room++;
        }
        return room;
    }
}
