package io.github.jettyws.security.handshake;

/**
 * The answer of a check: go on, or a refusal with a reason. Immutable.
 */
public sealed interface Verdict {
    /** Nothing speaks against it, as far as this check knows. */
    Verdict PROCEED = new Proceed();

    /**
     * Refuses.
     *
     * @param reason what the operator is told
     * @return the refusal
     */
    static Refusal refuse(Reason reason) {
        return new Refusal(reason);
    }

    /** Go on to the next check. */
    record Proceed() implements Verdict {}

    /**
     * A refusal.
     *
     * @param reason why
     */
    record Refusal(Reason reason) implements Verdict {}
}
