package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for one kind of credential in what a client sent, and needs nothing but that: it can be asked before any
 * application is. Implementations are thread-safe and do not block.
 */
public non-sealed interface Authenticator extends Scheme {
    /**
     * Looks for the credential.
     *
     * @param handshake the facts; values in it come from the client
     * @return what it proves, or that it is not there, or that it is worth nothing
     */
    Proof prove(Handshake handshake);

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
