package io.github.jettyws.security.benchmarks;

/**
 * What one server did while it alone was loaded.
 *
 * @param count how many handshakes or messages it completed
 * @param perSecond how many in a second
 * @param microseconds how much processor time it took for each
 * @param compiling the share of the time that its compiler was busy
 */
record Turn(long count, double perSecond, double microseconds, double compiling) {}
