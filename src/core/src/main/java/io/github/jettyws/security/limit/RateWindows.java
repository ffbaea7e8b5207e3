package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
     * Counts the messages of one more connection. Its first message opens the window of the client, or joins it: whoever
     * only connects takes no room.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return the meter of the connection; to be closed exactly once
     */
    public RateMeter open(Object client) {
        return rules.isLimited() ? new Meter(client) : RateMeter.UNLIMITED;
    }

    private SlidingWindow hold(Object client) {
        Shared shared = open.compute(client, (key, known) -> {
            Shared next = known == null ? new Shared(gone.remove(key)) : known;
            next.connections++;
            return next;
        });
        return shared.window;
    }

    private void release(Object client) {
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
        private volatile @Nullable SlidingWindow held;
        private boolean closed;

        Meter(Object client) {
            this.client = client;
        }

        @Override
        public boolean tryAcquire() {
            SlidingWindow window = held;
            return (window == null ? hold() : window).tryAcquire(ticker.read());
        }

        private synchronized SlidingWindow hold() {
            SlidingWindow window = RateWindows.this.hold(client);
            if (closed) {
                // A message that was under way when the connection ended holds nothing.
                release(client);
            } else {
                held = window;
            }
            return window;
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (held != null) {
                release(client);
            }
        }
    }
}
