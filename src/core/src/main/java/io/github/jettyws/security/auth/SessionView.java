package io.github.jettyws.security.auth;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of the HTTP session that the cookie of an upgrade request leads to. It is valid when the request comes,
 * and may end at any time. Thread-safe from {@link #key()} on.
 */
public interface SessionView {
    /**
     * Gives an attribute of the session.
     *
     * @param name its name
     * @return its value, {@code null} if there is none
     */
    @Nullable
    Object attribute(String name);

    /**
     * Gives the user that the container's own login left in the session.
     *
     * @return the name of the user principal, empty for an anonymous session
     */
    Optional<String> login();

    /**
     * Asks the container's own login for a role of its user.
     *
     * @param role the role
     * @return whether the user has it; where there is no login, or it knows of no roles, nobody has any
     */
    default boolean isUserInRole(String role) {
        return false;
    }

    /**
     * Tells which session it is.
     *
     * @return the key as of now; it changes when the id is renewed
     */
    default SessionKey key() {
        return new SessionKey(this, "");
    }

    /**
     * Tells when the session began.
     *
     * @return the time, {@link Instant#MIN} if it is not known
     */
    default Instant created() {
        return Instant.MIN;
    }

    /**
     * Tells how long the session lasts if nobody uses it, by what is known on this node. Does not block.
     *
     * @return when it expires, {@link Instant#MAX} if never; empty if it has ended
     */
    default Optional<Instant> lastsUntil() {
        return Optional.of(Instant.MAX);
    }

    /**
     * Asks the container, and the store that other nodes share, how long the session lasts if nobody uses it. May block.
     *
     * @param now the time
     * @return a time after {@code now}, {@link Instant#MAX} if it never expires; empty if it has ended or expired
     * @throws Exception if the store cannot be asked
     */
    default Optional<Instant> ask(Instant now) throws Exception {
        return lastsUntil().filter(now::isBefore);
    }

    /**
     * Uses the session as a request does, so that it lasts longer. May block.
     *
     * @return how long it lasts from now on, as {@link #lastsUntil()} does
     * @throws Exception if the store cannot be asked
     */
    default Optional<Instant> touch() throws Exception {
        return lastsUntil();
    }
}
