package io.github.jettyws.security.limit;

/**
 * Counts what one client does, messages or handshakes, over a sliding window, from two windows of fixed place: all of the
 * current one, and of the one before as large a share as the sliding window still overlaps, rounded up.
 *
 * <p><b>Bound.</b> Let N be the limit and W the length of the window. No W that anybody chooses holds 2N messages: 2N - 1
 * is the most, when N come at the end of one fixed window and N - 1 follow as their share fades. A client that goes on
 * for long gets no more than N messages in each fixed window, and one that keeps an even pace of at most N - 1 in W is
 * never refused.
 *
 * <p>Thread-safe. Integer arithmetic; a decision allocates nothing, and divides only to skip a window or to tell a wait.
 */
final class SlidingWindow {
    /** The answer of a window that is asked no more: another one goes on counting for it. */
    static final long RETIRED = -1;

    private final long limit;
    private final long length;
    private long start;
    private long previous;
    private long current;
    private boolean retired;

    /**
     * Opens a window.
     *
     * @param limit how many pass in one window, 1 to {@link RateRules#MAX_MESSAGES}
     * @param length the length of the window in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param start the time of the ticker at which a fixed window begins, in nanoseconds
     */
    SlidingWindow(long limit, long length, long start) {
        this.limit = limit;
        this.length = length;
        this.start = start;
    }

    /**
     * Asks for room for one, and takes it if there is.
     *
     * @param now the time of the ticker, in nanoseconds; should it stand still or go back, no time has passed
     * @return whether it is within the limit; one that is not does not count
     */
    boolean tryAcquire(long now) {
        return acquire(now) == 0;
    }

    /**
     * Asks for room for one, and takes it if there is.
     *
     * @param now the time of the ticker, in nanoseconds; should it stand still or go back, no time has passed
     * @return 0 if it is within the limit; otherwise it does not count, and this is how many nanoseconds later there is
     *     room if nobody else takes it, to the nanosecond; {@link #RETIRED} if another window is to be asked
     */
    synchronized long acquire(long now) {
        long wait = peek(now);
        if (wait == 0) {
            current++;
        }
        return wait;
    }

    /** Tells what {@link #acquire} would, and takes nothing. */
    synchronized long peek(long now) {
        if (retired) {
            return RETIRED;
        }
        move(now);
        long fading = length - Math.max(0, now - start);
        // The share of the previous window, rounded up, and the current one are less than the limit: this is the same
        // without a division. Both sides are at most 10^6 times 3.6 * 10^12, below 2^63.
        if (current < limit && previous * fading <= (limit - current - 1) * length) {
            return 0;
        }
        return room() - (now - start);
    }

    /** When there is room, in nanoseconds from the start. */
    private long room() {
        if (current == limit) {
            // All of it is the previous window of the next one, where it has to fade until N - 1 are left.
            return 2 * length - (limit - 1) * length / limit;
        }
        // There was something before, or there would be room. At the latest the next window has some.
        return length - (limit - current - 1) * length / previous;
    }

    private void move(long now) {
        long elapsed = now - start;
        if (elapsed < length) {
            return;
        }
        previous = elapsed < 2 * length ? current : 0;
        current = 0;
        start += elapsed - elapsed % length;
    }

    /** Makes a window with the same counts. */
    synchronized SlidingWindow copy() {
        SlidingWindow copy = new SlidingWindow(limit, length, start);
        copy.previous = previous;
        copy.current = current;
        return copy;
    }

    /** Counts no more: whoever still holds this window is sent to look for the one that goes on. */
    synchronized SlidingWindow retire(long now) {
        move(now);
        retired = true;
        return this;
    }

    /** Tells whether nothing counts any more, as of the time it was last told. */
    synchronized boolean isEmpty() {
        return previous == 0 && current == 0;
    }

    /**
     * Raises the counts to those of another window, so that neither client has more room than it had on its own.
     *
     * @param other a retired one, whose fixed windows begin when those of this one do
     * @return this window
     */
    synchronized SlidingWindow absorb(SlidingWindow other) {
        move(other.start);
        if (other.start == start) {
            previous = Math.max(previous, other.previous);
            current = Math.max(current, other.current);
        } else if (other.start + length == start) {
            previous = Math.max(previous, other.current);
        }
        return this;
    }
}
