package io.github.jettyws.security.limit;

import java.util.Set;

/**
 * The {@code ws-security.rate.*} family of one policy. Immutable.
 *
 * @param keys what is counted, at least one; each of them has to have room
 * @param messages how many messages in which time
 * @param bytes how many bytes in which time
 * @param control how many pings and pongs of one connection in which time
 * @param action what happens to what is refused
 */
public record MessageRateRules(
        Set<RateKey> keys, RateRules messages, RateRules bytes, RateRules control, RateAction action) {}
