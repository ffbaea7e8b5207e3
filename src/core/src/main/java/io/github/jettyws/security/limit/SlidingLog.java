package io.github.jettyws.security.limit;

import java.util.Arrays;

/**
 * Remembers when each of the last N came.
 *
 * <p><b>Bound.</b> Let N be the limit and W the length. One passes when the N-th before it came W ago or longer: so no W
 * that anybody chooses holds more than N, and one that has less room is never refused. Exact, for eight bytes each.
 *
 * <p>The log grows up to N with what has passed, and not before. Thread-safe, with a lock: a message counts as one unit.
 */
final class SlidingLog extends RateState {
    private static final int LEAST = 4;

    private final int limit;
    private final long length;
    private final long origin;

    /** A ring of times from the origin; they never become less from the oldest to the latest. */
    private long[] times = new long[0];

    private int oldest;
    private int size;
    private boolean retired;

    /**
     * Begins a log.
     *
     * @param limit how many pass, 1 to {@link RateRules#MAX_LOG}
     * @param length in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param origin the time of the ticker that times are told from
     */
    SlidingLog(int limit, long length, long origin) {
        this.limit = limit;
        this.length = length;
        this.origin = origin;
    }

    @Override
    synchronized long take(long now, long units) {
        if (retired) {
            return RETIRED;
        }
        long time = time(now);
        forget(time);
        if (units > limit - size) {
            return REFUSED;
        }
        for (long i = 0; i < units; i++) {
            append(time);
        }
        return time;
    }

    @Override
    synchronized void giveBack(long receipt, long now, long units) {
        for (long i = 0; i < units; i++) {
            remove(receipt);
        }
    }

    @Override
    synchronized long peek(long now, long units) {
        if (retired) {
            return RETIRED;
        }
        forget(time(now));
        if (units <= limit - size) {
            return 0;
        }
        // The last of those that have to go.
        return units > limit ? NEVER : at(size - limit + (int) units - 1) + length - (now - origin);
    }

    @Override
    synchronized long remaining(long now) {
        forget(time(now));
        return (long) limit - size;
    }

    /** No earlier than the latest: what a clock says that goes back is that no time has passed. */
    private long time(long now) {
        return Math.max(now - origin, size == 0 ? 0 : at(size - 1));
    }

    private void forget(long time) {
        while (size > 0 && time - at(0) >= length) {
            oldest = index(1);
            size--;
        }
    }

    private void append(long time) {
        if (size == times.length) {
            times = unrolled(Math.min(limit, Math.max(LEAST, 2 * size)));
            oldest = 0;
        }
        times[index(size++)] = time;
    }

    /** One that came at that moment, if it is still there; which of them it is nobody could tell. */
    private void remove(long time) {
        int i = size - 1;
        while (i >= 0 && at(i) > time) {
            i--;
        }
        if (i >= 0 && at(i) == time) {
            for (int later = i + 1; later < size; later++) {
                times[index(later - 1)] = at(later);
            }
            size--;
        }
    }

    private long at(int i) {
        return times[index(i)];
    }

    private int index(int i) {
        int index = oldest + i;
        return index < times.length ? index : index - times.length;
    }

    private long[] unrolled(int room) {
        long[] unrolled = new long[room];
        for (int i = 0; i < size; i++) {
            unrolled[i] = at(i);
        }
        return unrolled;
    }

    @Override
    SlidingLog renew(long now) {
        return new SlidingLog(limit, length, origin);
    }

    @Override
    synchronized SlidingLog copy() {
        SlidingLog copy = new SlidingLog(limit, length, origin);
        copy.times = unrolled(size);
        copy.size = size;
        return copy;
    }

    @Override
    synchronized void retire() {
        retired = true;
    }

    @Override
    synchronized boolean isEmpty(long now) {
        forget(time(now));
        return size == 0;
    }

    /** From the latest on, each is the later one of both. */
    @Override
    SlidingLog absorb(RateState other) {
        long[] theirs = ((SlidingLog) other).latestFirst();
        synchronized (this) {
            long[] both = Arrays.copyOf(theirs, Math.max(size, theirs.length));
            for (int i = 0; i < size; i++) {
                both[i] = Math.max(both[i], at(size - 1 - i));
            }
            times = new long[both.length];
            for (int i = 0; i < both.length; i++) {
                times[i] = both[both.length - 1 - i];
            }
            oldest = 0;
            size = both.length;
            return this;
        }
    }

    private synchronized long[] latestFirst() {
        long[] latestFirst = new long[size];
        for (int i = 0; i < size; i++) {
            latestFirst[i] = at(size - 1 - i);
        }
        return latestFirst;
    }

    @Override
    long memory() {
        return length;
    }
}
