package io.github.jettyws.security.limit;

/**
 * Counts in windows of fixed place, each of which begins with nothing.
 *
 * <p><b>Bound.</b> Let N be the limit and W the length. A W that anybody chooses lies in two fixed windows at most, and so
 * holds up to 2N: N at the end of one, and N at the beginning of the next. In a fixed window it is N, and so it is on
 * average over a long time. Thread-safe.
 */
final class FixedWindow extends AtomicState {
    private final long limit;
    private final WindowGrid grid;
    private final int bits;
    private final long mask;

    /**
     * Opens a window.
     *
     * @param limit how much passes in one window, 1 to {@link RateRules#MAX_BYTES}
     * @param length the length of the window in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param origin the time of the ticker at which a window begins
     */
    FixedWindow(long limit, long length, long origin) {
        this(limit, new WindowGrid(limit, length, origin, 63 - WindowGrid.bits(limit)));
    }

    private FixedWindow(long limit, WindowGrid grid) {
        this.limit = limit;
        this.grid = grid;
        this.bits = WindowGrid.bits(limit);
        this.mask = (1L << bits) - 1;
    }

    @Override
    long next(long state, long now, long units) {
        long ticks = grid.ticks(now);
        long start = grid.start(state >>> bits, ticks);
        // What there is to take is compared: the sum might overflow.
        if (ticks - start < grid.length) {
            return units <= limit - (state & mask) ? state + units : REFUSED;
        }
        return units <= limit ? (grid.window(ticks) << bits) | units : REFUSED;
    }

    @Override
    long untilRoom(long state, long now, long units) {
        return units > limit ? NEVER : grid.nanos(grid.start(state >>> bits, grid.ticks(now)) + grid.length, now);
    }

    @Override
    long remaining(long state, long now) {
        return limit - count(state, now);
    }

    @Override
    boolean isEmpty(long state, long now) {
        return count(state, now) == 0;
    }

    private long count(long state, long now) {
        long ticks = grid.ticks(now);
        return ticks - grid.start(state >>> bits, ticks) < grid.length ? state & mask : 0;
    }

    @Override
    long stricter(long one, long other) {
        if ((one >>> bits) == (other >>> bits)) {
            return Math.max(one, other);
        }
        return grid.isAfter(one >>> bits, other >>> bits) ? one : other;
    }

    @Override
    long nothing(long now) {
        return grid.window(grid.ticks(now)) << bits;
    }

    @Override
    FixedWindow blank() {
        return new FixedWindow(limit, grid);
    }

    @Override
    long memory() {
        return grid.span(grid.length);
    }
}
