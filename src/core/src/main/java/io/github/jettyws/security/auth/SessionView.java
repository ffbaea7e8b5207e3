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
}
