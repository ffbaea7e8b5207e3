package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The most that passes within any window, as each algorithm states it: never more, and reached. */
class RateBoundTest {
    private static final int LIMIT = 10;
    private static final int BURST = 4;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final long LENGTH = WINDOW.toNanos();
    private static final long TOKEN = LENGTH / LIMIT;

    private final FakeTicker ticker = new FakeTicker();

    /** What is stated; a window has its first moment and not its last. */
    private static long bound(RateRules rules) {
        return switch (rules.algorithm()) {
            case FIXED_WINDOW -> 2 * rules.limit();
            case SLIDING_WINDOW -> 2 * rules.limit() - 1;
            case SLIDING_LOG -> rules.limit();
            case TOKEN_BUCKET -> rules.burst() + rules.limit() - 1;
            case LEAKY_BUCKET -> rules.burstDelay() ? rules.limit() : rules.burst() + rules.limit();
        };
    }

    static Stream<Arguments> algorithmsAndSeeds() {
        return Stream.of(RateAlgorithm.values())
                .flatMap(algorithm -> LongStream.rangeClosed(1, 4).mapToObj(seed -> Arguments.of(algorithm, seed)));
    }

    @ParameterizedTest
    @MethodSource("algorithmsAndSeeds")
    void acquire_anySchedule_noMoreThanTheBound(RateAlgorithm algorithm, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            long length = 1 + random.nextLong(200);
            long limit = 1 + random.nextLong(Math.min(length, 8));
            RateRules rules = new RateRules(
                    algorithm, limit, Duration.ofNanos(length), 1 + random.nextLong(6), random.nextBoolean());
            RateState state = rules.open(0);
            List<Long> passed = new ArrayList<>();
            long now = 0;
            for (int tries = 0; tries < 200; tries++) {
                now += random.nextInt(3) == 0 ? random.nextLong(1 + length) : random.nextLong(1 + length / limit);
                long decision = state.acquire(now, 1);
                if (decision <= 0) {
                    passed.add(now - decision);
                }
            }

            assertTrue(most(passed, length) <= bound(rules), () -> rules + ": " + passed);
        }
    }

    /** The client that looks for the weakest moment finds it: all in one go at the end, and then as fast as it can. */
    @ParameterizedTest
    @CsvSource({"FIXED_WINDOW", "SLIDING_WINDOW", "SLIDING_LOG", "TOKEN_BUCKET", "LEAKY_BUCKET"})
    void acquire_weakestMoment_reachesTheBound(RateAlgorithm algorithm) {
        RateRules rules = new RateRules(algorithm, LIMIT, WINDOW, BURST, true);
        long origin = ticker.read();
        RateState state = rules.open(origin);
        List<Long> passed = new ArrayList<>();
        Duration step = Duration.ofMillis(1);
        ticker.advance(WINDOW.minus(step));
        while (ticker.read() - origin < 3 * LENGTH) {
            long decision = state.acquire(ticker.read(), 1);
            if (decision <= 0) {
                passed.add(ticker.read() - origin - decision);
            } else {
                ticker.advance(step);
            }
        }

        assertEquals(bound(rules), most(passed, LENGTH));
    }

    @Test
    void fixedWindow_border_allAgainWithTheNextOne() {
        RateState state = new RateRules(RateAlgorithm.FIXED_WINDOW, LIMIT, WINDOW, 0, false).open(0);

        assertEquals(LIMIT, flood(state, LENGTH - 1));
        assertEquals(1, state.peek(LENGTH - 1, 1));
        assertEquals(LIMIT, flood(state, LENGTH));
        assertEquals(LENGTH, state.peek(LENGTH, 1));
    }

    @Test
    void slidingLog_border_oneForEachThatIsAWindowOld() {
        RateState state = new RateRules(RateAlgorithm.SLIDING_LOG, 3, WINDOW, 0, false).open(0);
        for (long at = 0; at < 3; at++) {
            assertEquals(0, state.acquire(at, 1));
        }

        assertEquals(1, state.acquire(LENGTH - 1, 1));
        assertEquals(1, flood(state, LENGTH));
        assertEquals(1, flood(state, LENGTH + 1));
        assertEquals(1, flood(state, LENGTH + 2));
        assertEquals(LENGTH - 3, state.acquire(LENGTH + 3, 1));
    }

    @Test
    void tokenBucket_border_oneForEachToken() {
        RateState state = new RateRules(RateAlgorithm.TOKEN_BUCKET, LIMIT, WINDOW, BURST, false).open(0);

        assertEquals(BURST, flood(state, 5));
        assertEquals(1, state.acquire(5 + TOKEN - 1, 1));
        assertEquals(1, flood(state, 5 + TOKEN));
        assertEquals(BURST, flood(state, 5 + 100 * TOKEN));
    }

    /** One passes, as many as the burst wait a turn longer each, and the next one is refused until one has passed. */
    @Test
    void leakyBucket_border_turnsAreTokensApart() {
        RateState state = new RateRules(RateAlgorithm.LEAKY_BUCKET, LIMIT, WINDOW, BURST, true).open(0);
        for (int waiting = 0; waiting <= BURST; waiting++) {
            assertEquals(-waiting * TOKEN, state.acquire(7, 1));
        }

        assertEquals(TOKEN, state.acquire(7, 1));
        assertEquals(1, state.acquire(7 + TOKEN - 1, 1));
        assertEquals(-BURST * TOKEN, state.acquire(7 + TOKEN, 1));
        assertEquals(TOKEN, state.acquire(7 + TOKEN, 1));
        assertEquals(0, state.acquire(7 + (BURST + 2) * TOKEN, 1));
    }

    @Test
    void leakyBucket_noBurst_onlyWhoIsInTime() {
        RateState state = new RateRules(RateAlgorithm.LEAKY_BUCKET, LIMIT, WINDOW, 0, true).open(0);

        assertEquals(0, state.acquire(0, 1));
        assertEquals(TOKEN, state.acquire(0, 1));
        assertEquals(1, state.acquire(TOKEN - 1, 1));
        assertEquals(0, state.acquire(TOKEN, 1));
    }

    private static long flood(RateState state, long now) {
        long passed = 0;
        while (state.acquire(now, 1) <= 0) {
            passed++;
        }
        return passed;
    }

    private static long most(List<Long> passed, long length) {
        long most = 0;
        for (long from : passed) {
            most = Math.max(
                    most,
                    passed.stream()
                            .filter(at -> at >= from && at < from + length)
                            .count());
        }
        return most;
    }
}
