package io.github.jettyws.security.limit;

/**
 * What a {@link RateMeter} says: a number rather than an object, since every message asks for one. What it means is told
 * here, and a {@link Probe} tells more to who wants it.
 */
public final class RateDecision {
    /** The message may pass now. */
    public static final long PASS = 0;

    /** The wait of what never passes, as there are more bytes in it than there may be at once, in nanoseconds. */
    public static final long NEVER = Long.MAX_VALUE >> RateLimit.CODE_BITS;

    private RateDecision() {}

    /**
     * Gives the decision to refuse. What passes is a number of at most 0.
     *
     * @param wait how long it takes until there is room, in nanoseconds, at least 1
     * @param limit which limit leaves none
     * @return the decision
     */
    public static long refuse(long wait, RateLimit limit) {
        return (Math.min(wait, NEVER - 1) << RateLimit.CODE_BITS) | limit.code();
    }

    /**
     * Tells whether the message is within the limit.
     *
     * @param decision what a meter said
     * @return whether it is, though it may have to wait
     */
    public static boolean isAllowed(long decision) {
        return decision <= 0;
    }

    /**
     * Tells how long it takes.
     *
     * @param decision what a meter said
     * @return for a message that is allowed how long it has to wait before it passes, 0 for most; for one that is not, how
     *     long it takes until there is room if nothing else comes before, or {@link #NEVER}; in nanoseconds
     */
    public static long waitNanos(long decision) {
        if (isAllowed(decision)) {
            return -decision;
        }
        long wait = decision >> RateLimit.CODE_BITS;
        return wait == NEVER - 1 ? NEVER : wait;
    }

    /**
     * Tells which limit leaves no room.
     *
     * @param decision what a meter said
     * @return the limit; of several the one that does so for longest
     * @throws IllegalArgumentException if the message is allowed
     */
    public static RateLimit limit(long decision) {
        if (isAllowed(decision)) {
            throw new IllegalArgumentException("the decision is " + decision + ", expected one that refuses");
        }
        return RateLimit.of(decision & ((1L << RateLimit.CODE_BITS) - 1));
    }
}
