package io.github.jettyws.security.address;

import java.util.Arrays;

/**
 * Counts the offences of one client over a window that slides by sixteenths, beginning at the first offence.
 *
 * <p><b>Bound.</b> Let W be the length of the window. No offence counts that is W old or older, so that N counted are N
 * within W; all count that are at most 15/16 W old, and so do all since the first one until W has passed.
 *
 * <p>Not thread-safe. Integer arithmetic; the size does not depend on how many are counted.
 */
final class OffenceWindow {
    private static final int SLOTS = 16;

    private final long length;
    private final int[] counts = new int[SLOTS];
    private long start;
    private long slot;

    /**
     * Begins with one offence.
     *
     * @param length the length of the window in milliseconds
     * @param first the time of that offence in milliseconds
     */
    OffenceWindow(long length, long first) {
        this.length = length;
        this.start = first;
        this.counts[0] = 1;
    }

    /**
     * Counts an offence. Has the clock gone back by up to 15/16 of the window, no time has passed; by the window or more,
     * and what was counted is forgotten.
     *
     * @param now the time in milliseconds
     * @return how many there are within the window, this one included
     */
    int add(long now) {
        if (isOver(now)) {
            Arrays.fill(counts, 0);
            start = now;
            slot = 0;
        }
        for (long at = slot(now); slot < at; ) {
            slot++;
            counts[index()] = 0;
        }
        counts[index()]++;
        return Arrays.stream(counts).sum();
    }

    /** Tells whether nothing that was counted is within the window any more. */
    boolean isOver(long now) {
        return Math.abs(slot(now) - slot) >= SLOTS;
    }

    private long slot(long now) {
        return Math.floorDiv((now - start) * SLOTS, length);
    }

    private int index() {
        return (int) (slot % SLOTS);
    }
}
