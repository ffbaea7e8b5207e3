package io.github.jettyws.security.limit;

/**
 * The {@code ws-security.connections.*} family of one policy: how many WebSockets may be open at once. A limit of N lets N
 * be open; of a user, the next either is refused or takes the place of the oldest. Immutable.
 *
 * @param total of everybody together, at least 0; 0 is no limit
 * @param perAddress of one client address, the same
 * @param perUser of one user, the same
 * @param closeOldest whether one more of a user is let in and the oldest closed. Only of a user, who has proved to be the
 *     one that opened it: many share an address, and none of them may close what others have open
 */
public record SlotRules(int total, int perAddress, int perUser, boolean closeOldest) {
    /** Tells whether a connection may have to give way to another. */
    boolean replaces() {
        return closeOldest && perUser > 0;
    }
}
