package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;

/**
 * Looks for one kind of credential in what a client sent, and needs nothing but that: it can be asked before any
 * application is. The guard's own schemes are of this type, and so are an operator's: add one with
 * {@code addAuthenticator} in {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.auth.Authenticator} of a jar in {@code lib/ext}. It is asked where
 * {@code ws-security.auth.schemes} has its name, and nowhere else: a jar that is there lets nobody in by that.
 *
 * <p>Implementations are thread-safe and do not block; one that has to wait is an {@link AsyncAuthenticator}.
 */
public non-sealed interface Authenticator extends Scheme {
    /**
     * Looks for the credential.
     *
     * @param handshake the facts, immutable; values in it come from the client
     * @return what it proves, or that it is not there, or that it is worth nothing. Whatever is thrown, and {@code null},
     *     refuses the request with {@link io.github.jettyws.security.handshake.Reason#GUARD_FAILURE}
     */
    Proof prove(Handshake handshake);
}
