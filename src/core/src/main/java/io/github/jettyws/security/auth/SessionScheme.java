package io.github.jettyws.security.auth;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scheme {@code session}: the HTTP session of the application, which only its context knows. A cookie that leads to no
 * session, and a session without a login, are no credential rather than a bad one: browsers keep sending both. Immutable.
 *
 * @param attribute the attribute that a session must hold and whose value names the user; {@code null} where the session
 *     must hold the identity of the container's own login instead
 * @param roles the roles that somebody is going to ask for; a login is asked which of them it has, since it does not tell
 *     them all
 */
public record SessionScheme(@Nullable String attribute, Set<String> roles) implements Scheme {
    /** The name of the scheme. */
    public static final String SCHEME = "session";

    /**
     * Makes the scheme, with a copy of the roles.
     *
     * @param attribute the attribute that names the user, {@code null} for the container's own login
     * @param roles the roles that are going to be asked for
     */
    public SessionScheme {
        roles = Set.copyOf(roles);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    /**
     * Finds out whose session it is. An anonymous one is not a login.
     *
     * @param session the valid session of the context that is asked, {@code null} if the request leads to none
     * @return the identity, or that there is none
     */
    public Proof prove(@Nullable SessionView session) {
        if (session == null) {
            return Proof.ABSENT;
        }
        Optional<Identity> identity = attribute == null
                ? session.login().map(name -> login(name, session))
                : Optional.ofNullable(session.attribute(attribute)).map(value -> Identity.of(name(value), SCHEME));
        return identity.<Proof>map(known -> new Proof.Proved(known, session)).orElse(Proof.ABSENT);
    }

    private Identity login(String name, SessionView session) {
        Set<String> held = roles.stream().filter(session::isUserInRole).collect(Collectors.toSet());
        Identity known = Identity.of(name, SCHEME);
        return new Identity(name, held, SCHEME, known.claims(), known.expiry(), known.tokenId());
    }

    private static String name(Object value) {
        return value instanceof Principal principal ? principal.getName() : value.toString();
    }
}
