package io.github.jettyws.security.jetty;

import io.github.jettyws.security.auth.Identity;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * An identity in the words of Jetty's security. A class of its own, since a base without a security module lacks the
 * classes it needs. Immutable.
 */
final class JettyAuthentication implements AuthenticationState.Succeeded {
    private final String scheme;
    private final UserIdentity user;

    private JettyAuthentication(String scheme, UserIdentity user) {
        this.scheme = scheme;
        this.user = user;
    }

    static JettyAuthentication of(Identity identity, Principal name) {
        Subject subject = new Subject(true, Set.of(name), Set.of(), Set.of());
        return new JettyAuthentication(
                identity.scheme(),
                UserIdentity.from(subject, name, identity.roles().toArray(new String[0])));
    }

    /** Gives the user of a request, if the container knows one, or finds out if it is asked. */
    static @Nullable Principal user(Request request) {
        return AuthenticationState.getUserPrincipal(request);
    }

    @Override
    public String getAuthenticationType() {
        return scheme;
    }

    @Override
    public UserIdentity getUserIdentity() {
        return user;
    }

    @Override
    public boolean isUserInRole(String role) {
        return user.isUserInRole(role);
    }

    /** The request forgets the user; the credential stays what it was. */
    @Override
    public void logout(Request request, Response response) {
        Request.setAuthenticationState(request, Request.AuthenticationState.NONE);
    }

    @Override
    public String toString() {
        return user.getUserPrincipal() + " by " + scheme;
    }
}
