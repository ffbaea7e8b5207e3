package io.github.jettyws.security.limit;

/**
 * What there is to tell about a decision. Immutable.
 *
 * @param allowed whether the message is within the limits
 * @param remaining how many more messages there is room for, at least 0; bytes where only those are limited
 * @param waitNanos how long it takes, as {@link RateDecision#waitNanos} tells
 */
public record Probe(boolean allowed, long remaining, long waitNanos) {}
