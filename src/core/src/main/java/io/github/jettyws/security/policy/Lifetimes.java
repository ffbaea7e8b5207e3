package io.github.jettyws.security.policy;

import java.time.Clock;
import java.util.function.DoubleSupplier;

/**
 * What ends connections, for all policies. Thread-safe.
 *
 * @param clock the time
 * @param deadlines what is due when
 * @param sessions the HTTP sessions that connections rest on
 * @param revocations what proves nothing any more
 * @param random chances from 0 to less than 1: the last tenth of the longest lifetime is left to them, so that not all
 *     clients of a fleet come back at once
 */
public record Lifetimes(
        Clock clock, Deadlines deadlines, Sessions sessions, Revocations revocations, DoubleSupplier random) {}
