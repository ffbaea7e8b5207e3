package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound that {@link SlidingWindow} states, against clients that look for its weakest moment. */
class SlidingWindowBoundTest {
    private static final int SCHEDULES = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tryAcquire_anySchedule_lessThanTwiceTheLimitInAnyWindow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCHEDULES; i++) {
            int limit = 1 + random.nextInt(8);
            int length = 1 + random.nextInt(60);
            List<Long> passed = passed(limit, length, schedule(random, length));

            assertTrue(most(passed, length) < 2L * limit, () -> limit + " in " + length + ": " + passed);
        }
    }

    /** Every moment is used, from every moment on. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "2, 7", "3, 8", "4, 10", "5, 5", "7, 3", "10, 100"})
    void tryAcquire_flood_lessThanTwiceTheLimitInAnyWindow(int limit, int length) {
        for (long from = 0; from < 3L * length; from++) {
            List<Long> times = new ArrayList<>();
            for (long now = from; now < from + 4L * length; now++) {
                for (int i = 0; i < limit; i++) {
                    times.add(now);
                }
            }
            List<Long> passed = passed(limit, length, times);

            assertTrue(most(passed, length) < 2L * limit, () -> limit + " in " + length + ": " + passed);
        }
    }

    /** All at the end of one fixed window, and all but one as their share fades. */
    @ParameterizedTest
    @CsvSource({"1, 100", "2, 100", "3, 100", "10, 1000", "100, 100000"})
    void tryAcquire_burstAcrossTheBoundary_reachesTheBound(int limit, int length) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            times.add(length - 1L);
        }
        for (long now = length; now < 2L * length - 1; now++) {
            times.add(now);
        }

        assertEquals(2L * limit - 1, most(passed(limit, length, times), length));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void tryAcquire_anySchedule_atMostTheLimitInEachFixedWindow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCHEDULES; i++) {
            int limit = 1 + random.nextInt(8);
            int length = 1 + random.nextInt(60);
            List<Long> passed = passed(limit, length, schedule(random, length));
            for (long at : passed) {
                long fixed = at / length;

                assertTrue(passed.stream().filter(now -> now / length == fixed).count() <= limit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void tryAcquire_evenPaceOfOneLessThanTheLimit_neverRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCHEDULES; i++) {
            int limit = 2 + random.nextInt(30);
            int length = 1 + random.nextInt(1_000);
            long pace = (length + limit - 2L) / (limit - 1) + random.nextInt(3);

            assertNeverRefused(limit, length, random.nextInt(3 * length), pace);
        }
    }

    /** With a limit of one there is no pace below it; every other window is. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 50, 99})
    void tryAcquire_limitOfOneEverySecondWindow_neverRefused(long first) {
        assertNeverRefused(1, 100, first, 200);
    }

    private static void assertNeverRefused(int limit, int length, long first, long pace) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5 * limit; i++) {
            times.add(first + i * pace);
        }

        assertEquals(times, passed(limit, length, times));
    }

    /** Bursts, most of them next to where a fixed window begins, and single messages. */
    private static List<Long> schedule(Random random, int length) {
        List<Long> times = new ArrayList<>();
        for (int bursts = 1 + random.nextInt(12); bursts > 0; bursts--) {
            long boundary = (long) length * random.nextInt(5);
            long at = random.nextBoolean() ? boundary + random.nextInt(3) - 1 : boundary + random.nextInt(length);
            for (int i = random.nextInt(10); i >= 0; i--) {
                times.add(Math.max(0, at));
            }
        }
        for (int i = random.nextInt(60); i > 0; i--) {
            times.add((long) random.nextInt(5 * length));
        }
        return times.stream().sorted().toList();
    }

    private static List<Long> passed(int limit, int length, List<Long> times) {
        SlidingWindow window = new SlidingWindow(limit, length, 0);
        return times.stream().filter(at -> window.acquire(at, 1) == 0).toList();
    }

    /** The most that lie in any window of the length, both of whose ends count. */
    private static long most(List<Long> passed, int length) {
        long most = 0;
        for (long from : new TreeSet<>(passed)) {
            most = Math.max(
                    most,
                    passed.stream()
                            .filter(at -> at >= from && at <= from + length)
                            .count());
        }
        return most;
    }
}
