package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.ApiKeys;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.handshake.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Takes credentials back: notes that they prove nothing any more, and ends what is open by them. Thread-safe. */
public final class Revoker {
    private final Revocations revocations;
    private final Collection<GuardedConnection> open;

    /**
     * Makes a revoker.
     *
     * @param open the connections that are open, whoever adds and takes away
     */
    Revoker(Revocations revocations, Collection<GuardedConnection> open) {
        this.revocations = revocations;
        this.open = open;
    }

    /**
     * Gives what was revoked, to be counted.
     *
     * @return the revocations
     */
    public Revocations revocations() {
        return revocations;
    }

    /**
     * Revokes all credentials that a user has been given so far, and ends the connections, see {@link Revocations}.
     *
     * @param name the name of the user
     * @return how many connections are open for the user, and are being closed
     * @throws IllegalStateException if too many users are revoked; the connections are closed all the same
     */
    public int revokeUser(String name) {
        return revoke(
                () -> revocations.addUser(name),
                connection -> connection.identity().map(Identity::name).equals(Optional.of(name)));
    }

    /**
     * Revokes a token, or an API key, and ends the connections that it opened, see {@link Revocations}.
     *
     * @param id what the credential is known by: the {@code jti} of a JWT, the id of an API key
     * @return how many connections are open by it, and are being closed
     * @throws IllegalStateException if too many tokens are revoked; the connections are closed all the same
     */
    public int revokeToken(String id) {
        Predicate<GuardedConnection> isOfToken =
                connection -> connection.identity().flatMap(Identity::tokenId).equals(Optional.of(id));
        Instant until = open.stream()
                .filter(isOfToken)
                .flatMap(connection -> connection.identity().flatMap(Identity::expiry).stream())
                .max(Comparator.naturalOrder())
                .map(Revocations::lastUse)
                .orElse(Instant.MAX);
        return revoke(() -> revocations.addToken(id, until), isOfToken);
    }

    /**
     * Revokes an HTTP session for WebSockets, and ends the connections that rest on it, see {@link Revocations}. For
     * everything else it goes on: its container knows nothing of this.
     *
     * @param id the id, without the name of a node behind it
     * @return how many connections rest on it, and are being closed
     * @throws IllegalStateException if too many sessions are revoked; the connections are closed all the same
     */
    public int revokeSession(String id) {
        return revoke(() -> revocations.addSession(id), connection -> connection.isOfSession(id));
    }

    /**
     * Ends the connections that API keys have opened whose lines are not in their file any more, or not as they were: what
     * the old line allowed nobody may rest on. Requests that come from now on are none of this method's business, since the
     * file itself says what they may: a key whose line was changed is good again at once, and so is one that is put back.
     *
     * @param ids the ids of the keys, which the file does not have any more by now, or has with their new lines
     * @return how many connections are open by them, and are being closed
     * @throws IllegalStateException if too many keys were withdrawn; the connections are closed all the same
     */
    public int withdrawKeys(Set<String> ids) {
        return revoke(
                () -> ids.forEach(revocations::addKey),
                connection -> connection
                        .identity()
                        .flatMap(Revoker::keyId)
                        .filter(ids::contains)
                        .isPresent());
    }

    /** A token of somebody else may have an id that is that of a key. */
    static Optional<String> keyId(Identity identity) {
        return identity.scheme().equals(ApiKeys.SCHEME) ? identity.tokenId() : Optional.empty();
    }

    /** In this order: what opens in between finds that it is revoked. */
    private int revoke(Runnable add, Predicate<GuardedConnection> isConcerned) {
        int ended = 0;
        try {
            add.run();
        } finally {
            for (GuardedConnection connection : open) {
                if (isConcerned.test(connection)) {
                    connection.end(Reason.REVOKED);
                    ended++;
                }
            }
        }
        return ended;
    }
}
