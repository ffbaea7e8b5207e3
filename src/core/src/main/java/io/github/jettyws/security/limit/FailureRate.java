package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * How often each client may fail, the {@code ws-security.auth.failures.*} family of one policy. Asking costs nothing: who
 * never fails is never counted. Those that are being looked at while the last failure is counted pass; there are no more
 * of them than the server looks at in one moment. Memory is bounded, see {@link WindowCache}. Thread-safe.
 */
public final class FailureRate {
    private final RateRules rules;
    private final WindowCache windows;

    /**
     * Makes room for windows.
     *
     * @param rules how many failures in which time
     * @param ticker the time
     */
    public FailureRate(RateRules rules, Ticker ticker) {
        this(rules, ticker, new SecureRandom());
    }

    FailureRate(RateRules rules, Ticker ticker, RandomGenerator random) {
        this.rules = rules;
        this.windows = new WindowCache(rules, ticker, random);
    }

    /**
     * Tells whether a client has failed too often.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return 0 if it has not, otherwise how many nanoseconds later it may try again
     */
    public long retryAfter(Object client) {
        return rules.isLimited() ? windows.peek(client) : 0;
    }

    /**
     * Counts a failure. One more than there may be does not count, or a client could be kept out for good.
     *
     * @param client what the client is counted by
     */
    public void count(Object client) {
        if (rules.isLimited()) {
            windows.acquire(client);
        }
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
        return rules.isLimited() ? rules.limit() + " failures in " + rules.window() : "unlimited";
    }
}
