package io.github.jettyws.security.auth;

/** What comes of looking for a token in the places where one may stand. Immutable. */
public sealed interface Tokens permits Tokens.None, Tokens.One, Tokens.Conflict, Tokens.Malformed {
    /** There is no token. */
    Tokens NONE = new None();

    /** There are different ones. */
    Tokens CONFLICT = new Conflict();

    /** There is something where a token stands that is none. */
    Tokens MALFORMED = new Malformed();

    /** There is no token in any of the places. */
    record None() implements Tokens {}

    /**
     * There is one token, in one place or in several.
     *
     * @param token the token as it was sent, 1 to {@link TokenSources#MOST_LENGTH} characters of RFC 6750, section 2.1
     */
    record One(String token) implements Tokens {
        /** Does not tell the token. */
        @Override
        public String toString() {
            return "One[***]";
        }
    }

    /** There are different tokens: which one counts is for nobody to guess, and the request is refused. */
    record Conflict() implements Tokens {}

    /** In one of the places there is something that is no token, and the request is refused. */
    record Malformed() implements Tokens {}
}
