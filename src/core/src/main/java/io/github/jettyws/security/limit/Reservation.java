package io.github.jettyws.security.limit;

import java.time.Duration;

/** What somebody who asks for a {@link Slot} gets: one, or word of the limit that leaves no room. */
public sealed interface Reservation permits Slot, Reservation.Exhausted {
    /** What is limited. */
    enum Limit {
        /** All connections of the policy. */
        TOTAL,
        /** Those of one client address. */
        ADDRESS,
        /** Those of one user. */
        USER
    }

    /**
     * There is no room. Immutable.
     *
     * @param limit whose limit is reached
     * @param retryAfter when a slot is likely to become free, at least a second; an estimate, see {@link Slots}
     */
    record Exhausted(Limit limit, Duration retryAfter) implements Reservation {}
}
