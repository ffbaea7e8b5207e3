package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * What all clients of one policy have used of one limit, called their windows whatever the algorithm. A client that has a
 * connection open keeps its window, which no spray of other addresses can evict; a client that has gone is remembered, so
 * that a reconnect finds the window it left, in a {@link WindowCache} that is bounded in size and time. Thread-safe.
 */
public final class RateWindows {
    /** How many clients without a connection are remembered at most. */
    public static final int MAX_REMEMBERED = WindowCache.MAX_CLIENTS;

    private final RateRules rules;
    private final RateLimit limit;
    private final Ticker ticker;
    private final ConcurrentHashMap<Object, Shared> open = new ConcurrentHashMap<>();
    private final WindowCache gone;

    /**
     * Makes room for the windows of messages.
     *
     * @param rules how many messages in which time
     * @param ticker the time
     */
    public RateWindows(RateRules rules, Ticker ticker) {
        this(RateLimit.MESSAGES, rules, ticker, new SecureRandom());
    }

    RateWindows(RateLimit limit, RateRules rules, Ticker ticker, RandomGenerator random) {
        this.rules = rules;
        this.limit = limit;
        this.ticker = ticker;
        this.gone = new WindowCache(rules, ticker, random);
    }

    /**
     * Counts one more connection. Its first message opens the window of the client, or joins it: whoever only connects
     * takes no room.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return the meter of the connection; to be closed exactly once
     */
    public RateMeter open(Object client) {
        return rules.isLimited() ? meter(client) : RateMeter.UNLIMITED;
    }

    StateMeter meter(Object client) {
        return new StateMeter(limit, this, client, ticker);
    }

    /** Makes the meter of a connection that is counted by itself. */
    StateMeter meterOfItsOwn() {
        return new StateMeter(limit, rules.open(ticker.read()), ticker);
    }

    boolean isLimited() {
        return rules.isLimited();
    }

    RateState hold(Object client) {
        Shared shared = open.compute(client, (key, known) -> {
            Shared next = known == null ? new Shared(gone.remove(key)) : known;
            next.connections++;
            return next;
        });
        return shared.window;
    }

    void release(Object client) {
        open.computeIfPresent(client, (key, shared) -> {
            if (--shared.connections > 0) {
                return shared;
            }
            // One that counts nothing any more is like a new one.
            if (!shared.window.isEmpty(ticker.read())) {
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
        String unit = limit.name().toLowerCase(Locale.ROOT);
        return rules.isLimited() ? rules.limit() + " " + unit + " in " + window : "unlimited";
    }

    /** A window and how many connections hold it; the count changes only under the lock of the map's entry. */
    private static final class Shared {
        final RateState window;
        int connections;

        Shared(RateState window) {
            this.window = window;
        }
    }
}
