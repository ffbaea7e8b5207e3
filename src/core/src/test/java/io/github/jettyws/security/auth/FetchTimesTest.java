package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rest is told by {@link JwksCacheTest}. */
class FetchTimesTest {
    private static final int ROUNDS = 2000;

    private final FetchTimes times = new FetchTimes(Duration.ofNanos(1), 0);
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    /** Two who come at the same moment, as nearly as that can be done; both would begin if they could. */
    @Test
    void begin_twoAtOnce_oneBegins() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<?> other = executor.submit(this::race);
            executor.submit(this::race).get();
            other.get();
        } finally {
            executor.shutdownNow();
        }

        assertEquals(ROUNDS, begun.get());
    }

    private void race() {
        for (int round = 0; round < ROUNDS; round++) {
            meet();
            boolean mine = times.begin(round);
            meet();
            if (mine) {
                begun.incrementAndGet();
                times.failed();
            }
        }
    }

    private void meet() {
        int number = arrived.getAndIncrement();
        while (arrived.get() <= (number | 1)) {
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted");
            }
            Thread.onSpinWait();
        }
    }
}
