package io.github.jettyws.security.auth;

/** A kind of credential, as {@code ws-security.auth.schemes} names it. */
public sealed interface Scheme permits Authenticator, SessionScheme, TicketScheme {
    /**
     * Gives the name of the scheme.
     *
     * @return the name, as operators and applications see it
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
}
