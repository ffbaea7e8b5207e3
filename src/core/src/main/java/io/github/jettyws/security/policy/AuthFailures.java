package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.FailureRate;
import java.time.Duration;

/**
 * Refuses clients that have sent too many bad credentials, before another one is looked at: to verify a signature costs
 * more than all that comes before. Thread-safe.
 */
public final class AuthFailures implements HandshakeCheck {
    /** Too many requests (RFC 6585, section 4). */
    private static final int TOO_MANY = 429;

    private final FailureRate rate;
    private final ClientKey key;

    /**
     * Makes the check.
     *
     * @param rate how many bad credentials there may be
     * @param key what clients are counted by
     */
    public AuthFailures(FailureRate rate, ClientKey key) {
        this.rate = rate;
        this.key = key;
    }

    @Override
    public Verdict check(Handshake handshake) {
        long wait = rate.retryAfter(key.of(handshake.caller()));
        return wait == 0 ? Verdict.PROCEED : Verdict.refuse(Reason.AUTH_FAILURES, TOO_MANY, Duration.ofNanos(wait));
    }

    /** Counts a bad credential. */
    void count(Handshake handshake) {
        rate.count(key.of(handshake.caller()));
    }

    @Override
    public String toString() {
        return rate.toString();
    }
}
