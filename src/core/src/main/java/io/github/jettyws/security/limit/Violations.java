package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often each client sent more than it may, over a sliding window, up to as often as makes a difference. Memory is
 * bounded, see {@link WindowCache}: under a spray of addresses a client may be taken for one of its crowd that did so more
 * often, and never for one that did so less. Thread-safe.
 */
final class Violations {
    private final Ladder ladder;
    private final WindowCache windows;
    private final Ticker ticker;

    Violations(Ladder ladder, Duration window, Ticker ticker, RandomGenerator random) {
        this.ladder = ladder;
        this.windows = new WindowCache(new RateRules(ladder.last(), window), ticker, random);
        this.ticker = ticker;
    }

    /** Counts one, and tells the step for it. Of two in the same moment both may be taken for the second. */
    RateStep count(Object client) {
        if (ladder.last() == 1) {
            // It makes no difference how many there were.
            return ladder.step(1);
        }
        long now = ticker.read();
        while (true) {
            RateState window = windows.get(client);
            long receipt = window.take(now, 1);
            if (receipt == RateState.REFUSED) {
                return ladder.step(ladder.last());
            }
            if (receipt != RateState.RETIRED) {
                return ladder.step(ladder.last() - window.remaining(now));
            }
        }
    }

    long size() {
        return windows.size();
    }
}
