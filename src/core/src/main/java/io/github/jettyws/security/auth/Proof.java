package io.github.jettyws.security.auth;

import org.jspecify.annotations.Nullable;

/** What comes of looking for one credential in one request. Immutable. */
public sealed interface Proof permits Proof.Absent, Proof.Proved, Proof.Rejected {
    /** There is no such credential: the next scheme may be asked. */
    Proof ABSENT = new Absent();

    /** There is no such credential in the request. */
    record Absent() implements Proof {}

    /**
     * There is one, and it is good.
     *
     * @param identity what it proves
     * @param session the HTTP session that it rests on, {@code null} where it rests on none
     */
    record Proved(Identity identity, @Nullable SessionView session) implements Proof {
        /**
         * Makes a proof that rests on no session.
         *
         * @param identity what it proves
         */
        public Proved(Identity identity) {
            this(identity, null);
        }
    }

    /**
     * There is one, and it is bad: the request is refused, whatever else it holds.
     *
     * @param why a short text for the operator, from a fixed choice; never from the client
     */
    record Rejected(String why) implements Proof {}
}
