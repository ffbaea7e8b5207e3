package io.github.jettyws.security.auth;

/** A kind of credential, as {@code ws-security.auth.schemes} names it. */
public sealed interface Scheme permits Authenticator, SessionScheme {
    /**
     * Gives the name of the scheme.
     *
     * @return the name, as operators and applications see it
     */
    String scheme();
}
