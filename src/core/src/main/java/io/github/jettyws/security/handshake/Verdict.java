package io.github.jettyws.security.handshake;

import java.time.Duration;
import java.util.Optional;

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
        return new Refusal(reason, reason.status(), Optional.empty(), Optional.empty());
    }

    /**
     * Refuses for now.
     *
     * @param reason what the operator is told
     * @param status the HTTP status code, 400 to 599: 429 where the client has had its share (RFC 6585, section 4), 503 where the
     *     server has given out all it has
     * @param retryAfter when there may be room again
     * @return the refusal
     * @throws IllegalArgumentException if the status is not that of an error
     */
    static Refusal refuse(Reason reason, int status, Duration retryAfter) {
        return new Refusal(reason, status, Optional.of(retryAfter), Optional.empty());
    }

    /**
     * Refuses for want of an identity.
     *
     * @param reason what the operator is told
     * @param challenge what the client is told in {@code WWW-Authenticate} (RFC 9110, section 11.6.1), empty where there
     *     is nothing to tell
     * @return the refusal
     */
    static Refusal refuse(Reason reason, Optional<String> challenge) {
        return new Refusal(reason, reason.status(), Optional.empty(), challenge);
    }

    /** Go on to the next check. */
    record Proceed() implements Verdict {}

    /**
     * A refusal.
     *
     * @param reason why
     * @param status the HTTP status code that the client sees, 400 to 599
     * @param retryAfter when there may be room again, empty where waiting changes nothing
     * @param challenge which credentials there are, for {@code WWW-Authenticate}, empty where none would change anything
     */
    record Refusal(Reason reason, int status, Optional<Duration> retryAfter, Optional<String> challenge)
            implements Verdict {
        private static final int LEAST_STATUS = 400;
        private static final int MOST_STATUS = 599;

        /**
         * Makes a refusal.
         *
         * @param reason why
         * @param status the HTTP status code that the client sees
         * @param retryAfter when there may be room again
         * @param challenge which credentials there are
         * @throws IllegalArgumentException if the status is not that of an error: nothing else refuses
         */
        public Refusal {
            if (status < LEAST_STATUS || status > MOST_STATUS) {
                throw new IllegalArgumentException("status " + status + ": expected 400 to 599");
            }
        }
    }
}
