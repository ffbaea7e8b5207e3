package io.github.jettyws.security.auth;

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
     */
    record Proved(Identity identity) implements Proof {}

    /**
     * There is one, and it is bad: the request is refused, whatever else it holds.
     *
     * @param why a short text for the operator, from a fixed choice; never from the client
     */
    record Rejected(String why) implements Proof {}
}
