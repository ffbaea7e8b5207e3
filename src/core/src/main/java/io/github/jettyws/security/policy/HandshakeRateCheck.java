package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.HandshakeRate;
import java.time.Duration;

/** Refuses clients that begin too many handshakes. Thread-safe. */
public final class HandshakeRateCheck implements HandshakeCheck {
    /** Too many requests (RFC 6585, section 4). */
    private static final int TOO_MANY = 429;

    private final HandshakeRate rate;
    private final ClientKey key;

    /**
     * Makes the check.
     *
     * @param rate how many handshakes there may be
     * @param key what clients are counted by
     */
    public HandshakeRateCheck(HandshakeRate rate, ClientKey key) {
        this.rate = rate;
        this.key = key;
    }

    @Override
    public Verdict check(Handshake handshake) {
        long wait = rate.tryAcquire(key.of(handshake.caller()));
        return wait == 0 ? Verdict.PROCEED : Verdict.refuse(Reason.HANDSHAKE_RATE, TOO_MANY, Duration.ofNanos(wait));
    }

    @Override
    public String toString() {
        return rate.toString();
    }
}
