package io.github.jettyws.security.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be asked of the valid HTTP session that the cookie of an upgrade request leads to. */
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
}
