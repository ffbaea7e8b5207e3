package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two threads at once, while time stands still. */
class RateParallelTest {
    private static final int LIMIT = 500;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int ROUNDS = 200;

    private final FakeTicker ticker = new FakeTicker();

    @ParameterizedTest
    @EnumSource
    void acquire_twoThreads_exactlyTheLimit(RateAlgorithm algorithm) throws Exception {
        RateRules rules = new RateRules(algorithm, LIMIT, WINDOW, LIMIT, false);
        long atOnce = algorithm == RateAlgorithm.LEAKY_BUCKET ? LIMIT + 1 : LIMIT;
        for (int round = 0; round < ROUNDS; round++) {
            RateState state = rules.open(ticker.read());
            AtomicLong passed = new AtomicLong();
            together(() -> {
                for (int i = 0; i < 2 * LIMIT; i++) {
                    passed.addAndGet(state.acquire(ticker.read(), 1) <= 0 ? 1 : 0);
                }
                return null;
            });

            assertEquals(atOnce, passed.get());
        }
    }

    /**
     * Both a client's messages and its bytes are limited, and what all share: none of the limits lets more pass, and what
     * threads take from each other by chance is little.
     */
    @ParameterizedTest
    @EnumSource(names = "SLIDING_LOG", mode = EnumSource.Mode.EXCLUDE)
    void acquire_twoThreadsOfSeveralLimits_noneIsExceeded(RateAlgorithm algorithm) throws Exception {
        int size = 3;
        MessageRateRules rules = new MessageRateRules(
                Set.of(RateKey.ADDRESS, RateKey.USER),
                new RateRules(algorithm, LIMIT, WINDOW, LIMIT - 1, false),
                new RateRules(algorithm, (long) size * LIMIT, WINDOW, (long) size * LIMIT - 1, false),
                new RateRules(0, WINDOW),
                new RateAction(Ladder.of(RateStep.CLOSE), 1008, ""));
        for (int round = 0; round < ROUNDS; round++) {
            MessageRates rates = new MessageRates(rules, new TotalRate(new RateRules(LIMIT, WINDOW), ticker), ticker);
            AtomicLong passed = new AtomicLong();
            AtomicLong user = new AtomicLong();
            together(() -> {
                try (RateMeter meter = rates.open("address", "user " + user.incrementAndGet())) {
                    for (int i = 0; i < 2 * LIMIT; i++) {
                        passed.addAndGet(RateDecision.isAllowed(meter.acquire(size)) ? 1 : 0);
                    }
                }
                return null;
            });

            assertTrue(passed.get() <= LIMIT, () -> passed + " passed");
            assertTrue(passed.get() >= LIMIT / 2, () -> "only " + passed + " passed");
        }
    }

    private static void together(Callable<Void> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Void> both = () -> {
            start.await();
            return task.call();
        };
        for (Future<Void> end : List.of(threads.submit(both), threads.submit(both))) {
            end.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }
}
