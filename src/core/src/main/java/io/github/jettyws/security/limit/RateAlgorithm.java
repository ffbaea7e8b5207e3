package io.github.jettyws.security.limit;

/**
 * How a rate of N in W is counted. What is the most that passes within any W is told where each of them is made, and in
 * the documents; a W has its first moment and not its last.
 */
public enum RateAlgorithm {
    /** Windows one after the other, each for itself: up to 2N, see {@link FixedWindow}. */
    FIXED_WINDOW,
    /** The current window and a share of the one before: up to 2N - 1, see {@link SlidingWindow}. */
    SLIDING_WINDOW,
    /** Every single moment is remembered: up to N, see {@link SlidingLog}. */
    SLIDING_LOG,
    /** A bucket of B that is filled again at the rate: up to B + N - 1, see {@link TokenBucket}. */
    TOKEN_BUCKET,
    /** What comes too early waits, as long as no more than B do: up to N pass, see {@link LeakyBucket}. */
    LEAKY_BUCKET
}
