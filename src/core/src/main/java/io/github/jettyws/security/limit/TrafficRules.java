package io.github.jettyws.security.limit;

import java.time.Duration;

/**
 * What the traffic of one connection is held to, beside the sizes and rates of its messages. Immutable.
 *
 * @param maxOutgoingFrames how many frames may wait for the client to take them, 1 to {@link Outgoing#MAX_FRAMES}
 * @param maxOutgoingBytes how many payload bytes they may have together, 1 to {@link Integer#MAX_VALUE}
 * @param writeTimeout how long the client may take none of them
 * @param messageTimeout how long a message may take that has begun to come in
 * @param dataTimeout how long a connection may stay without a data frame either way; zero where control frames count, too,
 *     and Jetty's idle timeout is all there is
 * @param maxRatio how many times as long as on the wire a message may become by inflation; zero is no limit
 */
public record TrafficRules(
        int maxOutgoingFrames,
        int maxOutgoingBytes,
        Duration writeTimeout,
        Duration messageTimeout,
        Duration dataTimeout,
        int maxRatio) {}
