package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Headers;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ws-security.auth.*} family of one policy, and the scheme {@code session}. Immutable.
 *
 * @param required whether an upgrade needs an identity
 * @param sessionAttribute the attribute that a session must hold and whose value names the user; {@code null} where the
 *     session must hold the identity of the container's own login instead
 */
public record AuthRules(boolean required, @Nullable String sessionAttribute) {
    /** The name of the scheme that takes the HTTP session for a credential. */
    public static final String SESSION = "session";

    /**
     * Tells from the headers alone whether a request may be admitted, before any context is asked.
     *
     * @param headers all header fields of the request
     * @return false where an identity is required, and there is no cookie that could lead to a session
     */
    public boolean mayAdmit(Headers headers) {
        return !required || !headers.values("Cookie").isEmpty();
    }

    /**
     * Finds out who is asking. An anonymous session is not a login.
     *
     * @param session the valid session of the context that is asked, {@code null} if the request leads to none
     * @return the identity, empty where the session proves none
     */
    public Optional<Identity> authenticate(@Nullable SessionView session) {
        if (session == null) {
            return Optional.empty();
        }
        Optional<String> name = sessionAttribute == null
                ? session.login()
                : Optional.ofNullable(session.attribute(sessionAttribute)).map(AuthRules::name);
        return name.map(user -> Identity.of(user, SESSION));
    }

    private static String name(Object value) {
        return value instanceof Principal principal ? principal.getName() : value.toString();
    }
}
