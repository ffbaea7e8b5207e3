package io.github.jettyws.security.policy;

import java.time.Instant;
import java.util.Comparator;

/** Something that is to be done at a time, unless it is taken back before. Compared by time, then by number. */
final class Deadline implements Comparable<Deadline> {
    private static final Comparator<Deadline> ORDER =
            Comparator.comparing(Deadline::due).thenComparingLong(deadline -> deadline.number);

    private final Instant due;
    private final long number;
    private final Runnable action;

    Deadline(Instant due, long number, Runnable action) {
        this.due = due;
        this.number = number;
        this.action = action;
    }

    Instant due() {
        return due;
    }

    void run() {
        action.run();
    }

    @Override
    public int compareTo(Deadline other) {
        return ORDER.compare(this, other);
    }

    /** Numbers are given once. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
