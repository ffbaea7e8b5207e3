package io.github.jettyws.security.jetty;

import java.util.Optional;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.SessionAuthentication;

/**
 * Reads what Jetty's own login (form, openid) leaves in a session. A class of its own, since a base without a security
 * module lacks the classes it needs; it is loaded only where a session holds such a login.
 */
final class JettyLogin {
    /** The value of {@link SessionAuthentication#AUTHENTICATED_ATTRIBUTE}, a constant that the compiler copies. */
    static final String ATTRIBUTE = SessionAuthentication.AUTHENTICATED_ATTRIBUTE;

    private JettyLogin() {}

    static Optional<String> user(Object attribute) {
        // A login that was read from a session store, and that the login service no longer knows, throws here.
        return attribute instanceof SessionAuthentication login
                ? Optional.ofNullable(login.getUserIdentity())
                        .map(UserIdentity::getUserPrincipal)
                        .map(principal -> principal.getName())
                : Optional.empty();
    }

    static boolean isUserInRole(Object attribute, String role) {
        return attribute instanceof SessionAuthentication login && login.isUserInRole(role);
    }
}
