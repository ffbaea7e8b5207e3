package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

class JwksCacheParallelTest {
    private static final int THREADS = 100;

    private static ExecutorService executor;

    private final FakeTicker ticker = new FakeTicker();
    private final FakeIssuer issuer = new FakeIssuer();
    private final JwksCache cache = new JwksCache(issuer, Set.of(JwtAlgorithm.ES256), JwksTimes.DEFAULT, ticker);

    @BeforeAll
    static void start() {
        executor = Executors.newFixedThreadPool(THREADS);
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    /** All miss a key, and all look whether it is time; a fetch ends in between at any moment. */
    @RepeatedTest(50)
    void refreshIfDue_atOnce_oneFetch() throws Exception {
        for (int round = 1; round <= 3; round++) {
            int expected = round;
            atOnce(i -> {
                assertEquals(
                        0, cache.candidates(JwtAlgorithm.ES256, "invented-" + i).size());
                var unused = cache.refreshIfDue();
                if (i == 0 && issuer.asked() == expected) {
                    issuer.answer(FakeIssuer.ok(FakeIssuer.set("a")));
                }
            });
            assertEquals(round, issuer.asked());
            issuer.answer(FakeIssuer.ok(FakeIssuer.set("a")));
            cache.ask();
            ticker.advance(Duration.ofSeconds(30));
        }
    }

    private static void atOnce(IntConsumer task) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Callable<Void>> calls = IntStream.range(0, THREADS)
                .<Callable<Void>>mapToObj(i -> () -> {
                    barrier.await();
                    task.accept(i);
                    return null;
                })
                .toList();
        for (Future<Void> future : executor.invokeAll(calls)) {
            future.get();
        }
    }
}
