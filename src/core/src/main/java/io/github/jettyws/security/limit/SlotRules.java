package io.github.jettyws.security.limit;

/**
 * The {@code ws-security.connections.*} family of one policy: how many WebSockets may be open at once. A limit of N lets N
 * be open and refuses the next. Immutable.
 *
 * @param total of everybody together, at least 0; 0 is no limit
 * @param perAddress of one client address, the same
 * @param perUser of one user, the same
 */
public record SlotRules(int total, int perAddress, int perUser) {}
