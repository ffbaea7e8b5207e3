package io.github.jettyws.security.limit;

/**
 * Counts the messages of one client over a sliding window, from two windows of fixed place: all of the current one, and
 * of the one before as large a share as the sliding window still overlaps, rounded up.
 *
 * <p><b>Bound.</b> Let N be the limit and W the length of the window. No W that anybody chooses holds 2N messages: 2N - 1
 * is the most, when N come at the end of one fixed window and N - 1 follow as their share fades. A client that goes on
 * for long gets no more than N messages in each fixed window, and one that keeps an even pace of at most N - 1 in W is
 * never refused.
 *
 * <p>Thread-safe. Integer arithmetic; nothing is allocated.
 */
final class SlidingWindow {
    private final long limit;
    private final long length;
    private long start;
    private long previous;
    private long current;

    /**
     * Opens a window.
     *
     * @param limit how many pass in one window, 1 to {@link RateRules#MAX_MESSAGES}
     * @param length the length of the window in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param now the time of the ticker, in nanoseconds
     */
    SlidingWindow(long limit, long length, long now) {
        this.limit = limit;
        this.length = length;
        this.start = now;
    }

    /**
     * Asks for room for one message, and takes it if there is.
     *
     * @param now the time of the ticker, in nanoseconds; should it stand still or go back, no time has passed
     * @return whether the message is within the limit; one that is not does not count
     */
    synchronized boolean tryAcquire(long now) {
        move(now);
        long fading = Math.max(0, length - Math.max(0, now - start));
        // At most 10^6 times 3.6 * 10^12: below 2^63. Rounded up, so that the share of a message is a message.
        long share = (previous * fading + length - 1) / length;
        if (share + current >= limit) {
            return false;
        }
        current++;
        return true;
    }

    private void move(long now) {
        long windows = (now - start) / length;
        if (windows <= 0) {
            return;
        }
        previous = windows == 1 ? current : 0;
        current = 0;
        start += windows * length;
    }
}
