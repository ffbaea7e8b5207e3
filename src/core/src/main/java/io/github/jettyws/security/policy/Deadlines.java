package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, for all connections together: one alarm is set for what is due first. To add or to take back costs the
 * logarithm of how many there are. Thread-safe.
 */
public final class Deadlines {
    /** So that a clock that was put forward, or a machine that slept, is noticed. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Clock clock;
    private final Alarm alarm;
    private final FailureLog failures;
    private final TreeSet<Deadline> pending = new TreeSet<>();
    private long numbers;
    private @Nullable Instant ringsAt;

    /**
     * Makes an empty list.
     *
     * @param clock the time
     * @param alarm calls {@link #run()}
     * @param ticker the time for intervals between lines of the log
     */
    public Deadlines(Clock clock, Alarm alarm, Ticker ticker) {
        this.clock = clock;
        this.alarm = alarm;
        this.failures = new FailureLog(ticker);
    }

    /**
     * Adds something to be done.
     *
     * @param due when; what is due already is done soon, not before this method returns
     * @param action what; must not block, since everything else that is due waits for it
     * @return to take it back by
     */
    synchronized Deadline add(Instant due, Runnable action) {
        Deadline added = new Deadline(due, numbers++, action);
        pending.add(added);
        setAlarm();
        return added;
    }

    /** Takes something back. What is being done at this moment, or is done, is not undone. */
    synchronized void remove(Deadline deadline) {
        pending.remove(deadline);
    }

    /** Does what is due; to be called by the alarm. What fails is logged, and the rest is done all the same. */
    public void run() {
        for (Deadline due = nextDue(true); due != null; due = nextDue(false)) {
            try {
                due.run();
            } catch (Throwable failure) {
                failures.log(Deadlines.class.getName(), failure);
            }
        }
    }

    private synchronized @Nullable Deadline nextDue(boolean hasRung) {
        if (hasRung) {
            ringsAt = null;
        }
        if (!pending.isEmpty() && !pending.first().due().isAfter(clock.instant())) {
            return pending.pollFirst();
        }
        setAlarm();
        return null;
    }

    /** An alarm that rings earlier than needed does no harm, so it is never taken back. */
    private void setAlarm() {
        if (pending.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant latest = now.plus(LONGEST_WAIT);
        Instant first = pending.first().due();
        Instant at = first.isBefore(latest) ? first : latest;
        if (ringsAt == null || at.isBefore(ringsAt)) {
            ringsAt = at;
            Duration wait = Duration.between(now, at);
            alarm.set(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
        }
    }

    /**
     * Tells how much is to be done.
     *
     * @return what has been added, and neither done nor taken back
     */
    public synchronized int size() {
        return pending.size();
    }
}
