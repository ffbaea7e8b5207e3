package io.github.jettyws.security.limit;

/** What messages are counted by, the values of {@code ws-security.rate.key}. */
public enum RateKey {
    /** The client address, over all its connections. */
    ADDRESS,
    /** The user, over all connections; whoever is none is counted by the address. */
    USER,
    /** Each connection by itself. */
    CONNECTION
}
