package io.github.jettyws.security.limit;

/**
 * Counts over a sliding window, from two windows of fixed place: all of the current one, and of the one before as large a
 * share as the sliding window still overlaps, rounded up.
 *
 * <p><b>Bound.</b> Let N be the limit and W the length of the window. No W that anybody chooses holds 2N messages: 2N - 1
 * is the most, when N come at the end of one fixed window and N - 1 follow as their share fades. A client that goes on
 * for long gets no more than N messages in each fixed window, and one that keeps an even pace of at most N - 1 in W is
 * never refused.
 *
 * <p>The number of the window and both counts are one number. A limit of more than 2^10 in a window so short that they
 * would not fit has the count of the window before rounded up, by less than a five-hundredth of the limit.
 *
 * <p>Thread-safe. Integer arithmetic; a decision divides only to skip a window or to tell a wait.
 */
final class SlidingWindow extends AtomicState {
    private static final int STATE_BITS = 63;

    /** To how many bits the previous count is kept at least. */
    private static final int LEAST_BITS = 10;

    private final long limit;
    private final WindowGrid grid;
    private final int currentBits;
    private final long currentMask;
    private final int previousBits;
    private final long previousMask;
    private final int rounded;

    /**
     * Opens a window.
     *
     * @param limit how much passes in one window, 1 to {@link RateRules#MAX_BYTES}
     * @param length the length of the window in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param origin the time of the ticker at which a fixed window begins
     */
    SlidingWindow(long limit, long length, long origin) {
        currentBits = WindowGrid.bits(limit);
        // A time has 63 bits; all but the lowest ones of those that a window takes tell its number.
        int spare = WindowGrid.bits(length) - 1 - currentBits;
        rounded = Math.max(0, currentBits - Math.max(LEAST_BITS, spare));
        // Rounded up, the limit may have one bit more.
        previousBits = currentBits - rounded + (rounded == 0 ? 0 : 1);
        currentMask = (1L << currentBits) - 1;
        previousMask = (1L << previousBits) - 1;
        this.limit = limit;
        this.grid = new WindowGrid(limit, length, origin, STATE_BITS - currentBits - previousBits);
    }

    private SlidingWindow(SlidingWindow same) {
        limit = same.limit;
        grid = same.grid;
        currentBits = same.currentBits;
        currentMask = same.currentMask;
        previousBits = same.previousBits;
        previousMask = same.previousMask;
        rounded = same.rounded;
    }

    @Override
    long next(long state, long now, long units) {
        long ticks = grid.ticks(now);
        long moved = move(state, ticks);
        long left = limit - current(moved) - units;
        // The share of the previous window, rounded up, is no more than is left: this is the same without a division.
        // The grid keeps both sides below 2^63.
        return left >= 0 && previous(moved) * fading(moved, ticks) <= left * grid.length ? moved + units : REFUSED;
    }

    @Override
    long untilRoom(long state, long now, long units) {
        if (units > limit) {
            return NEVER;
        }
        long ticks = grid.ticks(now);
        long moved = move(state, ticks);
        long start = start(moved, ticks);
        long left = limit - current(moved) - units;
        // There was something before, or there would be room.
        long share = left < 0 ? 0 : left * grid.length / previous(moved);
        return grid.nanos(start + (share > 0 ? grid.length - share : inNextWindow(moved, units)), now);
    }

    /** What is current is the previous window of the next one, and may have to fade there. */
    private long inNextWindow(long state, long units) {
        long previous = value(round(current(state)));
        long share = previous == 0 ? grid.length : (limit - units) * grid.length / previous;
        return 2 * grid.length - Math.min(grid.length, share);
    }

    @Override
    long remaining(long state, long now) {
        long ticks = grid.ticks(now);
        long moved = move(state, ticks);
        long share = (previous(moved) * fading(moved, ticks) + grid.length - 1) / grid.length;
        return Math.max(0, limit - current(moved) - share);
    }

    @Override
    boolean isEmpty(long state, long now) {
        long moved = move(state, grid.ticks(now));
        return current(moved) == 0 && previous(moved) == 0;
    }

    @Override
    long stricter(long one, long other) {
        if (!grid.isAfter(window(one), window(other))) {
            return stricter(other, one);
        }
        long windows = grid.windowsBetween(window(other), window(one));
        long previous = (one >>> currentBits) & previousMask;
        return switch ((int) Math.min(2, windows)) {
            case 0 ->
                state(
                        window(one),
                        Math.max(previous, (other >>> currentBits) & previousMask),
                        Math.max(current(one), current(other)));
            case 1 -> state(window(one), Math.max(previous, round(current(other))), current(one));
            default -> one;
        };
    }

    /** Gives the state as of a time: the same one, or that of a later window. */
    private long move(long state, long ticks) {
        long elapsed = ticks - start(state, ticks);
        if (elapsed < grid.length) {
            return state;
        }
        return state(grid.window(ticks), elapsed < 2 * grid.length ? round(current(state)) : 0, 0);
    }

    private long fading(long state, long ticks) {
        return grid.length - Math.max(0, ticks - start(state, ticks));
    }

    private long start(long state, long ticks) {
        return grid.start(window(state), ticks);
    }

    private long state(long window, long previous, long current) {
        return (((window << previousBits) | previous) << currentBits) | current;
    }

    private long window(long state) {
        return state >>> (currentBits + previousBits);
    }

    private long current(long state) {
        return state & currentMask;
    }

    private long previous(long state) {
        return value((state >>> currentBits) & previousMask);
    }

    private long round(long count) {
        return (count + (1L << rounded) - 1) >> rounded;
    }

    private long value(long previous) {
        return Math.min(limit, previous << rounded);
    }

    @Override
    long nothing(long now) {
        return state(grid.window(grid.ticks(now)), 0, 0);
    }

    @Override
    SlidingWindow blank() {
        return new SlidingWindow(this);
    }

    @Override
    long memory() {
        return grid.span(2 * grid.length);
    }
}
