package io.github.jettyws.security.limit;

import java.time.Duration;

/**
 * The {@code ws-security.limits.*} family of one policy: caps that an application may lower and not raise. Immutable.
 *
 * @param maxTextMessageSize bytes of one text message, after inflation, over all its fragments
 * @param maxBinaryMessageSize the same for binary messages
 * @param maxFrameSize payload bytes of one data frame on the wire
 * @param maxFragments how many frames one message may consist of, 1 to {@value #MOST_FRAGMENTS}
 * @param idleTimeout how long a connection may stay without traffic
 */
public record MessageLimits(
        long maxTextMessageSize,
        long maxBinaryMessageSize,
        long maxFrameSize,
        long maxFragments,
        Duration idleTimeout) {
    /** The highest number of fragments. */
    public static final long MOST_FRAGMENTS = 1_000_000;
}
