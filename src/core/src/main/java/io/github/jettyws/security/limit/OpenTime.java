package io.github.jettyws.security.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long connections stay open, as a moving average over those that have ended: each moves it by an eighth of the
 * difference. Thread-safe. Integer arithmetic.
 */
final class OpenTime {
    private static final long SHORTEST_WAIT = Duration.ofSeconds(1).toNanos();

    private final long longestWait;
    private final AtomicLong mean = new AtomicLong();

    /**
     * Knows nothing yet.
     *
     * @param longestWait what is told at most, and as long as nothing is known; a second at least is told in any case
     */
    OpenTime(Duration longestWait) {
        this.longestWait = Math.max(SHORTEST_WAIT, longestWait.toNanos());
    }

    void add(long nanos) {
        // Zero is for nothing known.
        mean.accumulateAndGet(Math.max(1, nanos), (old, next) -> old == 0 ? next : old + (next - old) / 8);
    }

    /** Tells how long it takes until one of so many ends: they end as often as their number goes into the mean. */
    Duration untilOneEnds(int open) {
        long known = mean.get();
        long wait = known == 0 ? longestWait : known / open;
        return Duration.ofNanos(Math.min(longestWait, Math.max(SHORTEST_WAIT, wait)));
    }
}
