package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffencesTest {
    private static final IpAddress ANN = ip("192.0.2.1");
    private static final int MAX = Offences.MAX_CLIENTS;

    /** Against the list of all times since the last ban: never for fewer than N within W, always for N within 15/16 W. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void add_randomTimes_betweenTheBounds(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            int threshold = 1 + random.nextInt(8);
            long window = 1L + random.nextInt(random.nextBoolean() ? 40 : 100_000);
            Offences offences = new Offences(threshold, window);
            List<Long> times = new ArrayList<>();
            long now = random.nextInt(1_000);
            for (int i = 0; i < 200; i++) {
                now += random.nextInt(4) == 0 ? window / 2 + random.nextInt(3) : random.nextInt((int) window / 4 + 2);
                times.add(now);
                boolean bans = offences.add(ANN, now);

                assertFalse(bans && within(times, now, 16 * window) < threshold, "fewer than N within W");
                assertTrue(bans || within(times, now, 15 * window) < threshold, "N within 15/16 W");
                if (bans) {
                    times.clear();
                }
            }
        }
    }

    private static long within(List<Long> times, long now, long sixteenths) {
        return times.stream().filter(time -> (now - time) * 16 < sixteenths).count();
    }

    @Test
    void add_lastPlaceForFirstOffences_isKept() {
        Offences offences = new Offences(2, 1_000);
        offences.add(ANN, 0);
        others(offences, MAX - 1, 1);

        assertTrue(offences.add(ANN, 999));
    }

    @Test
    void add_asManyOtherFirstOffencesAsThereIsRoomFor_isForgotten() {
        Offences offences = new Offences(2, 1_000);
        offences.add(ANN, 0);
        others(offences, MAX, 1);

        assertFalse(offences.add(ANN, 999));
    }

    @Test
    void add_secondOffenceOnTheBooks_noNumberOfFirstOffencesHidesIt() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 0);
        offences.add(ANN, 0);
        others(offences, 3 * MAX, 1);

        assertTrue(offences.add(ANN, 999));
    }

    @Test
    void add_lastPlaceForMoreOffences_isKept() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 0);
        offences.add(ANN, 0);
        others(offences, MAX - 1, 2);

        assertTrue(offences.add(ANN, 999));
    }

    @Test
    void add_asManyOthersAgainAsThereIsRoomFor_isForgotten() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 0);
        offences.add(ANN, 0);
        others(offences, MAX, 2);

        assertFalse(offences.add(ANN, 999));
    }

    @Test
    void add_clockBackByFifteenSixteenths_noTimeHasPassed() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 5_000);
        offences.add(ANN, 4_063);

        assertTrue(offences.add(ANN, 4_500));
    }

    @Test
    void add_clockBackByTheWindow_beginsAnew() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 5_000);
        offences.add(ANN, 4_000);
        offences.add(ANN, 4_000);

        assertTrue(offences.add(ANN, 4_000));
    }

    @Test
    void expire_someStillCount_thoseStay() {
        Offences offences = new Offences(4, 1_000);
        others(offences, 10, 1);
        others(offences, 5, 2);
        offences.add(ANN, 500);
        offences.add(ANN, 500);
        offences.expire(999);
        assertEquals(11, offences.size());

        offences.expire(1_000);
        assertEquals(1, offences.size());
        assertFalse(offences.add(ANN, 1_000));
        assertTrue(offences.add(ANN, 1_000));
    }

    @Test
    void remove_counted_beginsAnew() {
        Offences offences = new Offences(3, 1_000);
        offences.add(ANN, 0);
        offences.add(ANN, 0);
        offences.remove(ANN);

        assertEquals(0, offences.size());
        assertFalse(offences.add(ANN, 0));
    }

    private static void others(Offences offences, int clients, int times) {
        for (int client = 0; client < clients; client++) {
            for (int i = 0; i < times; i++) {
                assertFalse(offences.add(new IpAddress(1L << 61, client), 0));
            }
        }
    }
}
