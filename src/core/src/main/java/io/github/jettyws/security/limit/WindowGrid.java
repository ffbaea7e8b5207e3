package io.github.jettyws.security.limit;

/**
 * Where the fixed windows of many clients lie: one after the other from the same moment on. A state knows its window by
 * the lowest bits of its number. There are enough of them for 292 years where the limit is not as large as the window is
 * short; at the worst, with one for each nanosecond, for 26 days. A state that nobody touches for so long is taken for one
 * of now in the last thousandth of that time, and may refuse then what it need not. A thousandth is also how much later
 * than another thread one may come with the time that it read, and still be told that no time has passed.
 *
 * <p>Ticks are nanoseconds; where the limit times the window would not fit into 62 bits they are as many nanoseconds as
 * it takes, a power of two, and the window is rounded up to them: by 2 microseconds for 2 GB in an hour. Immutable.
 */
final class WindowGrid {
    private static final int LATEST_BITS = 10;

    /** The length of a window, in ticks. */
    final long length;

    private final long origin;
    private final int shift;
    private final long mask;

    /**
     * Lays the grid.
     *
     * @param limit how much is counted in a window at most
     * @param nanos the length of a window
     * @param origin when the first one begins
     * @param bits how many bits of a number a state knows, at least {@value #LATEST_BITS}
     */
    WindowGrid(long limit, long nanos, long origin, int bits) {
        this.shift = Math.max(0, bits(limit) + bits(nanos) - 62);
        this.length = (nanos + (1L << shift) - 1) >> shift;
        this.origin = origin;
        this.mask = (1L << bits) - 1;
    }

    /** Tells how many bits a number has. */
    static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** Tells how many nanoseconds there are in so many ticks. */
    long span(long ticks) {
        return ticks << shift;
    }

    /** Tells a time in ticks from the origin. */
    long ticks(long now) {
        return (now - origin) >> shift;
    }

    /** Tells how many nanoseconds it takes from a time of the ticker to one in ticks. */
    long nanos(long ticks, long now) {
        return span(ticks) - (now - origin);
    }

    /** Gives the number of the window that a time in ticks is in, as a state knows it. */
    long window(long ticks) {
        return Math.floorDiv(ticks, length) & mask;
    }

    /** Tells when the window of a state began, in ticks: the last one of that number, or the one that just follows. */
    long start(long window, long ticks) {
        long start = window * length;
        long elapsed = ticks - start;
        // Spares the division while the window lasts.
        if (elapsed >= 0 && elapsed < length) {
            return start;
        }
        long current = Math.floorDiv(ticks, length);
        long ahead = (window - current) & mask;
        // A thread may have read the clock before another one did, and come after it.
        return (current + (ahead <= (mask >>> LATEST_BITS) ? ahead : ahead - mask - 1)) * length;
    }

    /** Tells how many windows one state is after another; one that is before is very far after. */
    long windowsBetween(long earlier, long later) {
        return (later - earlier) & mask;
    }

    /** Tells whether a state is not before another. */
    boolean isAfter(long later, long earlier) {
        return windowsBetween(earlier, later) <= (mask >>> 1);
    }
}
