package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
    private static final long LENGTH = 1000;
    private static final long START = 7;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 10, 1000})
    void tryAcquire_atStart_exactlyTheLimit(long limit) {
        SlidingWindow window = new SlidingWindow(limit, LENGTH, START);

        assertEquals(limit, flood(window, START));
        assertNotEquals(0, window.acquire(START, 1));
    }

    @Test
    void tryAcquire_sameFixedWindow_noMoreRoom() {
        SlidingWindow window = full(10);

        assertEquals(0, flood(window, START + LENGTH - 1));
    }

    /** As the next fixed window begins, the one before still counts in full; then room comes as its share fades. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "99, 0",
        "100, 1",
        "199, 1",
        "200, 2",
        "500, 5",
        "899, 8",
        "900, 9",
        "999, 9",
        "1000, 10",
        "5000, 10"
    })
    void tryAcquire_afterFullWindow_roomAsItsShareFades(long offset, long room) {
        SlidingWindow window = full(10);

        assertEquals(room, flood(window, START + LENGTH + offset));
    }

    @Test
    void tryAcquire_shareOfAMessage_isAMessage() {
        SlidingWindow window = new SlidingWindow(2, LENGTH, START);
        assertEquals(0, window.acquire(START, 1));

        assertEquals(1, flood(window, START + 2 * LENGTH - 1));
        assertEquals(1, flood(window, START + 2 * LENGTH));
    }

    /** A refusal must not count, or a client that goes on trying would never get in again. */
    @Test
    void tryAcquire_refused_doesNotCount() {
        SlidingWindow window = full(10);
        for (long now = START; now < START + LENGTH; now++) {
            assertNotEquals(0, window.acquire(now, 1));
        }

        assertEquals(5, flood(window, START + LENGTH + LENGTH / 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {2 * LENGTH, 2 * LENGTH + 1, 3 * LENGTH, 1_000_000 * LENGTH})
    void tryAcquire_twoWindowsLater_nothingIsLeft(long later) {
        SlidingWindow window = full(10);

        assertEquals(10, flood(window, START + later));
    }

    @Test
    void tryAcquire_timeGoesBack_noTimeHasPassed() {
        SlidingWindow window = full(10);
        assertEquals(5, flood(window, START + LENGTH + LENGTH / 2));

        assertEquals(0, flood(window, START + LENGTH));
        assertEquals(0, flood(window, START));
        assertEquals(0, flood(window, START - 100 * LENGTH));
        // It neither forgot nor moved meanwhile.
        assertEquals(0, flood(window, START + LENGTH + LENGTH / 2));
        assertEquals(1, flood(window, START + LENGTH + LENGTH / 2 + LENGTH / 10));
    }

    @Test
    void tryAcquire_timeGoesBack_whatFadesDoesNotGrow() {
        SlidingWindow window = new SlidingWindow(10, LENGTH, START);
        for (int i = 0; i < 4; i++) {
            assertEquals(0, window.acquire(START, 1));
        }
        assertEquals(0, window.acquire(START + LENGTH, 1));

        assertEquals(5, flood(window, START - 10 * LENGTH));
    }

    @Test
    void tryAcquire_timeStandsStill_exactlyTheLimit() {
        SlidingWindow window = new SlidingWindow(3, LENGTH, START);
        long passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += window.acquire(START, 1) == 0 ? 1 : 0;
        }

        assertEquals(3, passed);
    }

    @Test
    void tryAcquire_highestValues_noOverflow() {
        long length = RateRules.MAX_WINDOW.toNanos();
        long limit = RateRules.MAX_MESSAGES;
        SlidingWindow window = new SlidingWindow(limit, length, START);

        assertEquals(limit, flood(window, START));
        assertEquals(0, flood(window, START + length));
        assertEquals(limit / 2, flood(window, START + length + length / 2));
        assertEquals(limit, flood(window, START + 10 * length));
        assertEquals(limit, flood(window, Long.MAX_VALUE));
    }

    /** What {@code System.nanoTime()} says may be negative, and may run over. */
    @Test
    void tryAcquire_clockRunsOver_goesOn() {
        long start = Long.MAX_VALUE - LENGTH / 2;
        SlidingWindow window = new SlidingWindow(10, LENGTH, start);

        assertEquals(10, flood(window, start));
        assertEquals(0, flood(window, start + LENGTH - 1));
        assertEquals(5, flood(window, start + LENGTH + LENGTH / 2));
        assertEquals(10, flood(new SlidingWindow(10, LENGTH, Long.MIN_VALUE), Long.MIN_VALUE + LENGTH));
    }

    @Test
    void tryAcquire_shortestWindow_works() {
        SlidingWindow window = new SlidingWindow(2, 1, START);

        assertEquals(2, flood(window, START));
        assertEquals(0, flood(window, START + 1));
        assertEquals(2, flood(window, START + 3));
    }

    private static SlidingWindow full(long limit) {
        SlidingWindow window = new SlidingWindow(limit, LENGTH, START);
        assertEquals(limit, flood(window, START));
        return window;
    }

    /** Tries until it is refused. */
    private static long flood(SlidingWindow window, long now) {
        long passed = 0;
        while (window.acquire(now, 1) == 0) {
            passed++;
        }
        return passed;
    }
}
