package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The rate windows of all clients of one policy. A client that has a connection open keeps its window, which no spray of
 * other addresses can evict; a client that has gone is remembered, so that a reconnect finds the window it left, in a
 * {@link WindowCache} that is bounded in size and time. Thread-safe.
 */
public final class RateWindows {
    /** How many clients without a connection are remembered at most. */
    public static final int MAX_REMEMBERED = WindowCache.MAX_CLIENTS;

    private final RateRules rules;
    private final Ticker ticker;
    private final ConcurrentHashMap<Object, Shared> open = new ConcurrentHashMap<>();
    private final WindowCache gone;

    /**
     * Makes room for windows.
     *
     * @param rules how many messages in which time
     * @param ticker the time
     */
    public RateWindows(RateRules rules, Ticker ticker) {
        this(rules, ticker, new SecureRandom());
    }

    RateWindows(RateRules rules, Ticker ticker, RandomGenerator random) {
        this.rules = rules;
        this.ticker = ticker;
        this.gone = new WindowCache(rules, ticker, random);
    }

    /**
     * Opens the window of a client for one more connection.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return the meter of the connection; to be closed exactly once
     */
    public RateMeter open(Object client) {
        if (!rules.isLimited()) {
            return RateMeter.UNLIMITED;
        }
        Shared shared = open.compute(client, (key, known) -> {
            Shared next = known == null ? new Shared(gone.remove(key)) : known;
            next.connections++;
            return next;
        });
        return new Meter(client, shared.window);
    }

    private void close(Object client) {
        open.computeIfPresent(client, (key, shared) -> {
            if (--shared.connections > 0) {
                return shared;
            }
            // One that counted nothing is like a new one.
            if (!shared.window.isEmpty()) {
                gone.put(key, shared.window);
            }
            return null;
        });
    }

    /**
     * Tells how many clients are known.
     *
     * @return those with a connection, and those that are remembered
     */
    public long size() {
        return open.size() + gone.size();
    }

    @Override
    public String toString() {
        Duration window = rules.window();
        return rules.isLimited() ? rules.messages() + " messages in " + window : "unlimited";
    }

    /** A window and how many connections hold it; the count changes only under the lock of the map's entry. */
    private static final class Shared {
        final SlidingWindow window;
        int connections;

        Shared(SlidingWindow window) {
            this.window = window;
        }
    }

    private final class Meter implements RateMeter {
        private final Object client;
        private final SlidingWindow window;

        Meter(Object client, SlidingWindow window) {
            this.client = client;
            this.window = window;
        }

        @Override
        public boolean tryAcquire() {
            return window.tryAcquire(ticker.read());
        }

        @Override
        public void close() {
            RateWindows.this.close(client);
        }
    }
}
