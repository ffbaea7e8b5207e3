package io.github.jettyws.security.policy;

import java.time.Duration;

/**
 * What ends the connections of one policy, and what does not. Immutable.
 *
 * @param maxLifetime how long a connection may stay open at most; zero is no limit
 * @param endOnExpiry whether a connection ends when the credential expires that it was opened with
 * @param clockSkew how much later than the credential says that is: as long as the credential still opens connections
 * @param keepAlive whether messages of a client keep the HTTP session alive that its connection rests on
 * @param renewal whether a client may send a newer token in the place of the one that its connection was opened with
 */
public record LifetimeRules(
        Duration maxLifetime, boolean endOnExpiry, Duration clockSkew, boolean keepAlive, boolean renewal) {}
