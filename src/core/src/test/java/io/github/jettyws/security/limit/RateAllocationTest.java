package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.jettyws.security.fixture.FakeTicker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A decision allocates nothing once a client is known, whether it lets pass or refuses. */
class RateAllocationTest {
    private static final int DECISIONS = 20_000;
    private static final Duration WINDOW = Duration.ofMillis(1);

    private final FakeTicker ticker = new FakeTicker();

    @ParameterizedTest
    @EnumSource
    void acquire_steadyState_allocatesNothing(RateAlgorithm algorithm) {
        RateRules rules = new RateRules(algorithm, 10, WINDOW, 5, true);
        RateRules bytes = algorithm == RateAlgorithm.SLIDING_LOG ? new RateRules(0, WINDOW) : rules;
        MessageRates rates = new MessageRates(
                new MessageRateRules(
                        Set.of(RateKey.ADDRESS, RateKey.USER),
                        rules,
                        bytes,
                        new RateRules(0, WINDOW),
                        new RateAction(Ladder.of(RateStep.CLOSE), 1008, "")),
                new TotalRate(new RateRules(1_000, WINDOW), ticker),
                ticker);
        RateMeter one = new RateWindows(rules, ticker).open("ann");
        RateMeter several = rates.open("address", "ann");
        long passed = decide(one, several);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // What the measuring allocates itself, and whatever else happens once.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            passed += decide(one, several);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        long allocated = least;
        assertTrue(passed > DECISIONS, "only " + passed + " passed");
        assertTrue(allocated < DECISIONS, () -> allocated + " bytes for " + 2 * DECISIONS + " decisions");
    }

    private long decide(RateMeter one, RateMeter several) {
        Duration step = Duration.ofNanos(40_000);
        long passed = 0;
        for (int i = 0; i < DECISIONS; i++) {
            if (i % 2 == 0) {
                ticker.advance(step);
            }
            passed += RateDecision.isAllowed(one.acquire(1)) ? 1 : 0;
            passed += RateDecision.isAllowed(several.acquire(1)) ? 1 : 0;
        }
        return passed;
    }
}
