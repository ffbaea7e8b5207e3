package io.github.jettyws.security.limit;

import java.time.Duration;

/**
 * How much a client may do within a window: messages to send, bytes, or handshakes to begin. Immutable.
 *
 * @param algorithm how it is counted
 * @param limit how much, at least 0; 0 is no limit. Up to {@value #MAX_MESSAGES} messages and {@value #MAX_BYTES} bytes,
 *     and no more than the window has nanoseconds; up to {@value #MAX_LOG} for {@link RateAlgorithm#SLIDING_LOG}, which
 *     counts no bytes
 * @param window the length of the window, one millisecond to one hour
 * @param burst how much a {@link RateAlgorithm#TOKEN_BUCKET} holds, at least 1, or how much may wait at a
 *     {@link RateAlgorithm#LEAKY_BUCKET}, at least 0; of no effect otherwise
 * @param burstDelay whether it does wait at a {@link RateAlgorithm#LEAKY_BUCKET}; of no effect otherwise
 */
public record RateRules(RateAlgorithm algorithm, long limit, Duration window, long burst, boolean burstDelay) {
    /** The highest number of messages. */
    public static final long MAX_MESSAGES = 1_000_000;

    /** The highest number of bytes. */
    public static final long MAX_BYTES = Integer.MAX_VALUE;

    /** The highest number of messages that are remembered one by one, eight bytes for each. */
    public static final long MAX_LOG = 1_000;

    /** The longest window. */
    public static final Duration MAX_WINDOW = Duration.ofHours(1);

    /**
     * Makes rules for {@link RateAlgorithm#SLIDING_WINDOW}.
     *
     * @param limit how much, 0 to {@value #MAX_MESSAGES}; 0 is no limit
     * @param window the length of the window, one millisecond to one hour
     */
    public RateRules(long limit, Duration window) {
        this(RateAlgorithm.SLIDING_WINDOW, limit, window, 0, false);
    }

    /**
     * Tells whether there is a limit at all.
     *
     * @return whether anything is counted
     */
    public boolean isLimited() {
        return limit > 0;
    }

    /**
     * Makes the state of a client that has done nothing. Where there is no limit it is one that nobody asks.
     *
     * @param origin the time of the ticker that times are told from; fixed windows begin there
     */
    RateState open(long origin) {
        long length = window.toNanos();
        long limit = Math.max(1, this.limit);
        return switch (algorithm) {
            case FIXED_WINDOW -> new FixedWindow(limit, length, origin);
            case SLIDING_WINDOW -> new SlidingWindow(limit, length, origin);
            case SLIDING_LOG -> new SlidingLog((int) limit, length, origin);
            case TOKEN_BUCKET -> new TokenBucket(limit, length, burst, origin);
            // One passes at once; without delays a leaky bucket is the other one.
            case LEAKY_BUCKET ->
                burstDelay
                        ? new LeakyBucket(limit, length, burst, origin)
                        : new TokenBucket(limit, length, burst + 1, origin);
        };
    }
}
