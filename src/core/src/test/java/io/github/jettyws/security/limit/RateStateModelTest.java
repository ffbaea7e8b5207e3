package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every algorithm against its definition, with seeded arrivals. */
class RateStateModelTest {
    static Stream<Arguments> algorithmsAndSeeds() {
        return Stream.of(RateAlgorithm.values())
                .flatMap(algorithm -> LongStream.rangeClosed(1, 6).mapToObj(seed -> Arguments.of(algorithm, seed)));
    }

    /** The limit divides the window, so that the time of a token is a whole number, and nothing is rounded. */
    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void acquire_anyArrivals_asTheDefinition(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            long limit = 1 + random.nextLong(9);
            long length = limit * 1_024 * (1 + random.nextLong(20));
            RateRules rules = new RateRules(algorithm, limit, Duration.ofNanos(length), 1 + random.nextLong(6), true);
            assertAsModel(rules, random, algorithm == RateAlgorithm.SLIDING_LOG ? 1 : 3);
        }
    }

    private static void assertAsModel(RateRules rules, Random random, int mostUnits) {
        long origin = random.nextLong();
        RateState state = rules.open(origin);
        RateModel model = new RateModel(rules);
        long length = rules.window().toNanos();
        long now = 0;
        for (int tries = 0; tries < 120; tries++) {
            now += switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> random.nextLong(2 * length);
                case 2 -> length - now % length;
                default -> random.nextLong(1 + length / rules.limit());
            };
            long units = random.nextInt(1 + mostUnits);
            long delay = model.delay(now);
            boolean room = model.take(now, units);
            long decision = state.acquire(origin + now, units);

            assertEquals(room, decision <= 0, rules + " at " + now);
            if (room) {
                assertEquals(rules.algorithm() == RateAlgorithm.LEAKY_BUCKET ? -delay : 0, decision);
            }
        }
    }

    /** Room comes exactly when it is told; what never fits is told apart. */
    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void acquire_refused_roomAfterTheWaitAndNotBefore(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            // No rounding is left out: seven in a hundred thousand, and up to one for each nanosecond.
            long length = 1 + random.nextLong(100_000);
            long limit = 1 + random.nextLong(Math.min(length, random.nextBoolean() ? 10 : 1_000));
            RateRules rules = new RateRules(algorithm, limit, Duration.ofNanos(length), limit, false);
            RateState state = rules.open(0);
            long now = 0;
            for (int tries = 0; tries < 200; tries++) {
                now += random.nextLong(1 + 2 * length / limit);
                long units = 1 + random.nextLong(algorithm == RateAlgorithm.SLIDING_LOG ? 1 : limit);
                long wait = state.acquire(now, units);
                if (wait > 0) {
                    refused++;
                    assertEquals(wait, state.peek(now, units));
                    assertTrue(state.copy().peek(now + wait, units) <= 0, rules + ": none after " + wait);
                    assertEquals(1, state.copy().peek(now + wait - 1, units));
                }
            }
        }
        assertTrue(refused > 1_000, "only " + refused + " were refused");
    }

    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void remaining_anyArrivals_asMuchAsPasses(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long length = 1 + random.nextLong(10_000);
            long limit = 1 + random.nextLong(Math.min(length, 12));
            RateState state = new RateRules(algorithm, limit, Duration.ofNanos(length), limit, false).open(0);
            long now = 0;
            for (int tries = 0; tries < 30; tries++) {
                now += random.nextLong(1 + length / limit);
                state.acquire(now, 1);

                assertEquals(room(state.copy(), now), state.remaining(now));
            }
        }
    }

    /** Neither client has more room than it had on its own, and no more than it must is lost. */
    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void absorb_anyTwo_roomOfTheOneThatHasLess(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long length = 1 + random.nextLong(40);
            long limit = 1 + random.nextLong(Math.min(length, 8));
            RateRules rules = new RateRules(algorithm, limit, Duration.ofNanos(length), limit, false);
            RateState one = used(rules, random);
            RateState other = used(rules, random);
            other.retire();
            RateState both = one.copy().absorb(other);
            for (long now = 4L * length; now < 8L * length; now++) {
                long room = Math.min(room(one.copy(), now), room(other.copy(), now));

                assertEquals(room, room(both.copy(), now), rules + " at " + now);
            }
        }
    }

    /** What is given back at once is as if it had never been taken, also of what only shares the state. */
    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void giveBack_atOnce_asBefore(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long length = 1 + random.nextLong(40);
            long limit = 2 + random.nextLong(8);
            RateRules rules = new RateRules(algorithm, limit, Duration.ofNanos(length), limit, false);
            RateState state = used(rules, random);
            RateState kept = state.copy();
            long now = 4L * length;
            long receipt = state.take(now, 1);
            if (receipt >= 0) {
                state.giveBack(receipt, now, 1);
            }
            for (; now < 8L * length; now++) {
                assertEquals(room(kept.copy(), now), room(state.copy(), now));
            }
        }
    }

    private static RateState used(RateRules rules, Random random) {
        RateState state = rules.open(0);
        long length = rules.window().toNanos();
        for (long now = 0; now < 4 * length; now += random.nextLong(2 * length)) {
            state.acquire(now, 1);
            now += random.nextInt(3) == 0 ? 3 * length : 0;
        }
        return state;
    }

    private static long room(RateState state, long now) {
        long room = 0;
        while (state.acquire(now, 1) <= 0) {
            room++;
        }
        return room;
    }

    /** Which have not been forgotten to be asked here. */
    @Test
    void open_everyAlgorithm_itsOwnState() {
        List<Class<?>> made = Stream.of(RateAlgorithm.values())
                .<Class<?>>map(algorithm -> new RateRules(algorithm, 5, Duration.ofSeconds(1), 5, true)
                        .open(0)
                        .getClass())
                .toList();

        assertEquals(
                List.of(FixedWindow.class, SlidingWindow.class, SlidingLog.class, TokenBucket.class, LeakyBucket.class),
                made);
        assertEquals(
                TokenBucket.class,
                new RateRules(RateAlgorithm.LEAKY_BUCKET, 5, Duration.ofSeconds(1), 5, false)
                        .open(0)
                        .getClass());
    }
}
