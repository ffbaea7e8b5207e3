package io.github.jettyws.security.auth;

import java.util.Optional;
import java.util.Set;

/** A kind of credential, as {@code ws-security.auth.schemes} names it. */
public sealed interface Scheme permits Authenticator, AsyncAuthenticator, SessionScheme, TicketScheme {
    /**
     * Gives the name of the scheme.
     *
     * @return the name, as operators and applications see it; always the same
     */
    String scheme();

    /**
     * Tells whether browsers add the credential by themselves, whichever page opens the connection: a cookie.
     *
     * @return false where the page itself has to have it
     */
    default boolean isAmbient() {
        return true;
    }

    /**
     * Tells where the credential stands, so that nobody is shown it.
     *
     * @return the names of the header fields whose value it may be, where they are not known for that anyway
     */
    default Set<String> headers() {
        return Set.of();
    }

    /**
     * Gives what a client is told that is refused for want of an identity.
     *
     * @param rejected whether it is refused because this very credential was worth nothing
     * @return the challenge for {@code WWW-Authenticate} (RFC 9110, section 11.6.1), empty where the scheme has none
     */
    default Optional<String> challenge(boolean rejected) {
        return Optional.empty();
    }
}
