package io.github.jettyws.security.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends what has begun and does not move on. It looks in steps of a quarter of the limit, and only while there is something
 * to look at: to move on costs nobody a look at the clock. What stands still ends after the limit, at most a quarter later.
 * Steps are counted, so that a clock that is put forward ends nothing. Thread-safe.
 */
final class Stall {
    private static final int STEPS = 4;

    private final Clock clock;
    private final Deadlines deadlines;
    private final Duration step;
    private final LongSupplier progress;
    private final Runnable action;
    private final AtomicBoolean looking = new AtomicBoolean();
    private @Nullable Deadline next;
    private boolean closed;
    private long seen;
    private int steps;

    /**
     * Looks at nothing yet.
     *
     * @param limit how long it may stand still
     * @param progress how far it has come: zero where nothing has begun, otherwise another number whenever it moves on
     * @param action what to do about it; done once
     */
    Stall(Lifetimes lifetimes, Duration limit, LongSupplier progress, Runnable action) {
        this.clock = lifetimes.clock();
        this.deadlines = lifetimes.deadlines();
        this.step = limit.dividedBy(STEPS);
        this.progress = progress;
        this.action = action;
    }

    /** Notes that something may have begun. */
    void begin() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            plan(progress.getAsLong());
        }
    }

    private synchronized void plan(long current) {
        seen = current;
        steps = 0;
        plan();
    }

    private synchronized void plan() {
        if (!closed) {
            next = deadlines.add(clock.instant().plus(step), this::look);
        }
    }

    private void look() {
        long current = progress.getAsLong();
        if (current == 0) {
            looking.set(false);
            // Whoever has begun since may have seen that it is being looked at.
            if (progress.getAsLong() != 0) {
                begin();
            }
        } else if (moved(current)) {
            plan();
        } else {
            action.run();
        }
    }

    private synchronized boolean moved(long current) {
        steps = current == seen ? steps + 1 : 0;
        seen = current;
        return steps < STEPS;
    }

    /** Looks no longer. */
    synchronized void close() {
        closed = true;
        if (next != null) {
            deadlines.remove(next);
        }
    }
}
