package io.github.jettyws.security;

import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Revocations;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.jspecify.annotations.Nullable;

/**
 * Takes credentials back while the server runs: closes what is open by them, and refuses what comes, see
 * {@link Revocations}. It ends with the server. Thread-safe once started.
 */
@ManagedObject("The credentials that were revoked")
public final class RevocationList {
    private volatile @Nullable Guard guard;

    RevocationList() {}

    /** Begins with nothing revoked. */
    void begin(Guard starting) {
        guard = starting;
    }

    /**
     * Revokes every credential that a user has been given until now, for 30 days, and closes the connections of the user.
     * The user may log in again: a session that begins later, or a token that is issued later, is good. A credential that
     * does not say when it was issued is refused for all that time.
     *
     * @param name the name of the user
     * @return how many connections are closed
     * @throws IllegalArgumentException if the name is empty
     * @throws IllegalStateException if the server is not running, or if too many users are revoked; in the latter case the
     *     connections are closed all the same
     */
    @ManagedOperation(
            value = "revokes every credential that a user has been given until now, and closes the connections",
            impact = "ACTION")
    public int revokeUser(@Name("name") String name) {
        return running().revoker().revokeUser(notEmpty(name));
    }

    /**
     * Revokes a token until it has expired, and closes the connections that were opened with it. As long as no connection
     * or handshake has told when that is, the token stays revoked.
     *
     * @param tokenId what it is known by: the {@code jti} of a JWT, the id of an API key
     * @return how many connections are closed
     * @throws IllegalArgumentException if the id is empty
     * @throws IllegalStateException if the server is not running, or if too many tokens are revoked; in the latter case
     *     the connections are closed all the same
     */
    @ManagedOperation(
            value = "revokes a token until it has expired, and closes the connections that were opened with it",
            impact = "ACTION")
    public int revokeToken(@Name("tokenId") String tokenId) {
        return running().revoker().revokeToken(notEmpty(tokenId));
    }

    /**
     * Revokes an HTTP session for WebSockets, for 30 days and under its renewed id as well, and closes the connections that
     * rest on it. The session itself goes on: the application does not learn of this.
     *
     * @param id the id, with or without the name of a node behind a dot
     * @return how many connections are closed
     * @throws IllegalArgumentException if the id is empty
     * @throws IllegalStateException if the server is not running, or if too many sessions are revoked; in the latter case
     *     the connections are closed all the same
     */
    @ManagedOperation(
            value = "revokes an HTTP session for WebSockets, and closes the connections that rest on it",
            impact = "ACTION")
    public int revokeSession(@Name("id") String id) {
        return running().revoker().revokeSession(notEmpty(id).split("\\.", 2)[0]);
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'': expected a name or an id");
        }
        return text;
    }

    /**
     * Tells how many users are revoked.
     *
     * @return 0 to 100000
     */
    @ManagedAttribute(value = "users that are revoked", readonly = true)
    public int getUsers() {
        return count(Revocations::users);
    }

    /**
     * Tells how many tokens are revoked.
     *
     * @return 0 to 100000
     */
    @ManagedAttribute(value = "tokens that are revoked", readonly = true)
    public int getTokens() {
        return count(Revocations::tokens);
    }

    /**
     * Tells how many sessions are revoked.
     *
     * @return 0 to 100000
     */
    @ManagedAttribute(value = "sessions that are revoked", readonly = true)
    public int getSessions() {
        return count(Revocations::sessions);
    }

    private int count(ToIntFunction<Revocations> kind) {
        Guard current = guard;
        return current == null ? 0 : kind.applyAsInt(current.revoker().revocations());
    }

    private Guard running() {
        Guard current = guard;
        if (current == null) {
            throw new IllegalStateException("nothing can be revoked yet: expected a server that has started");
        }
        return current;
    }
}
