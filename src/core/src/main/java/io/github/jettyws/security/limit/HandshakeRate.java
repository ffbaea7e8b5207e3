package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * How many handshakes each client may begin, the {@code ws-security.handshakes.*} family of one policy. Memory is
 * bounded; what clients experience when there are more of them than there is room for, see {@link WindowCache}.
 * Thread-safe.
 */
public final class HandshakeRate {
    private final RateRules rules;
    private final WindowCache windows;

    /**
     * Makes room for windows.
     *
     * @param rules how many handshakes in which time
     * @param ticker the time
     */
    public HandshakeRate(RateRules rules, Ticker ticker) {
        this(rules, ticker, new SecureRandom());
    }

    HandshakeRate(RateRules rules, Ticker ticker, RandomGenerator random) {
        this.rules = rules;
        this.windows = new WindowCache(rules, ticker, random);
    }

    /**
     * Asks for room for one handshake, and takes it if there is. One that is refused does not count, or a client that goes
     * on trying would never get in again.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return 0 if the handshake is within the limit, otherwise how many nanoseconds later there is room if this client
     *     begins no other before: 1 to two windows
     */
    public long tryAcquire(Object client) {
        return rules.isLimited() ? windows.acquire(client) : 0;
    }

    /**
     * Tells how many clients are known.
     *
     * @return those that have a window of their own
     */
    public long size() {
        return windows.size();
    }

    @Override
    public String toString() {
        return rules.isLimited() ? rules.limit() + " handshakes in " + rules.window() : "unlimited";
    }
}
