package io.github.jettyws.security.limit;

/**
 * What one client has used of its rate. Times are those of the ticker, in nanoseconds; should it stand still or go back,
 * no time has passed. What is refused does not count. Thread-safe.
 *
 * <p>A decision is a number: 0 passes; a positive one is refused, and there is room so many nanoseconds later if nobody
 * else takes it; a negative one passes, but so many nanoseconds later.
 */
abstract class RateState {
    /** The answer of a state that is asked no more: another one goes on counting for it. */
    static final long RETIRED = Long.MIN_VALUE;

    /** Nothing was taken, as there was no room. */
    static final long REFUSED = -1;

    /** How long it takes for more than there ever is room for. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * Takes room if there is.
     *
     * @param units how much, at least 0
     * @return a receipt, at least 0; {@link #REFUSED}, or {@link #RETIRED}
     */
    abstract long take(long now, long units);

    /**
     * Gives back what was taken. Where somebody else has taken room since, it may stay counted: what has passed never is
     * forgotten for it.
     *
     * @param receipt what {@link #take} gave, for the same time and as much
     */
    abstract void giveBack(long receipt, long now, long units);

    /** Tells the decision that {@link #acquire} would make, or {@link #RETIRED}, and takes nothing. */
    abstract long peek(long now, long units);

    /** Tells how long what was taken has to wait before it passes, in nanoseconds. */
    long delay(long receipt, long now) {
        return 0;
    }

    /** Tells how much there is room for. */
    abstract long remaining(long now);

    /** Makes another one that has used nothing by then. */
    abstract RateState renew(long now);

    /** Makes another one that has used as much, and is not retired. */
    abstract RateState copy();

    /** Counts no more: whoever still holds this one is sent to look for the one that goes on. */
    abstract void retire();

    /** Tells whether nothing counts any more, which for a client is like having done nothing. */
    abstract boolean isEmpty(long now);

    /**
     * Raises what is used to what another one has used, so that neither client has more room than it had on its own.
     *
     * @param other one of the same rules and the same origin, that is retired or nobody else's
     * @return this one
     */
    abstract RateState absorb(RateState other);

    /** Tells for how long anything counts that was taken, at most, in nanoseconds. */
    abstract long memory();

    /** Takes room if there is, and tells the decision, or {@link #RETIRED}. */
    final long acquire(long now, long units) {
        long receipt = take(now, units);
        if (receipt >= 0) {
            return -delay(receipt, now);
        }
        long decision = receipt == REFUSED ? peek(now, units) : RETIRED;
        // Room may have been given back meanwhile; it was refused all the same.
        return decision == RETIRED ? RETIRED : Math.max(1, decision);
    }
}
