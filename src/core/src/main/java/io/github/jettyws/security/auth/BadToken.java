package io.github.jettyws.security.auth;

import java.io.Serial;

/** A token is not believed. There is no stack trace: anybody can cause one, and as often as he likes. */
final class BadToken extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String why;

    /**
     * Says why.
     *
     * @param why a short text for the operator, without anything of the token
     */
    BadToken(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    /** Gives the text. */
    String why() {
        return why;
    }
}
