package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What very many clients have used of their rate, in bounded memory, and without ever giving it back. It is called a
 * window here, whatever the algorithm.
 *
 * <p>{@value #MAX_CLIENTS} clients have a window of their own; of logs, which are larger, as many as have {@value #MAX_TIMES}
 * times between them, and a smaller number of crowds. Which of them lose it when more come is for the cache to
 * say, and under a spray of addresses that may be any of them, at once: what a cache forgets is a limit that does not
 * hold. So a window that has to go leaves its counts with one of {@value #MAX_CROWDS} crowds, those clients whose key has
 * the same keyed hash, and whoever has no window of its own begins with the counts of its crowd. A crowd counts as much
 * as that one of its clients which used most, not as all of them together. A client therefore never gets more than its
 * limit; it may get less, but only when more clients came than there is room for while what they did counts, it is not
 * among those that were kept, and another of its crowd used more. As long as all have room there are no crowds.
 *
 * <p>The fixed windows of all clients begin at the same moments, those counted from when this was made, so that counts
 * can be handed over as they are. Thread-safe.
 */
final class WindowCache {
    /** How many clients have a window of their own at most. */
    static final int MAX_CLIENTS = 100_000;

    /** How many times all logs hold at most, of eight bytes each. */
    private static final int MAX_TIMES = 4_000_000;

    private static final int CROWD_BITS = 16;

    /** How many crowds there are at most; all of them take about 7 MB, half of {@link #MAX_TIMES} for logs, and stay. */
    static final int MAX_CROWDS = 1 << CROWD_BITS;

    private final int crowdBits;
    private final RateState unused;
    private final Ticker ticker;
    private final long multiplier;
    private final Cache<Object, RateState> windows;
    private final ConcurrentHashMap<Integer, RateState> crowds = new ConcurrentHashMap<>();
    private final Function<Object, RateState> begin = this::begin;

    /**
     * Makes room for windows.
     *
     * @param rules how many in which time; there must be a limit before a window is asked for
     * @param ticker the time
     * @param random the key of the hash, so that nobody can tell who is of one crowd; clients whose keys have the same
     *     {@code hashCode()} always are
     */
    WindowCache(RateRules rules, Ticker ticker, RandomGenerator random) {
        int clients = rules.algorithm() == RateAlgorithm.SLIDING_LOG
                ? (int) Math.min(MAX_CLIENTS, MAX_TIMES / Math.max(1, rules.limit()))
                : MAX_CLIENTS;
        this.crowdBits = Math.min(CROWD_BITS, WindowGrid.bits(clients) - 1);
        this.unused = rules.open(ticker.read());
        this.ticker = ticker;
        this.multiplier = random.nextLong() | 1;
        this.windows = Caffeine.newBuilder()
                .maximumSize(clients)
                // Then nothing of what was counted is left.
                .expireAfterAccess(Duration.ofNanos(unused.memory()))
                .ticker(ticker)
                // Told within the removal, before anybody can look for the client again.
                .evictionListener(this::evicted)
                // The default executor costs more than the work it would take off this thread.
                .executor(Runnable::run)
                .build();
    }

    /** Gives the window of a client, which may be evicted, and retire, at any time. */
    RateState get(Object client) {
        return windows.get(client, begin);
    }

    /** Asks the window of a client for room for one, and takes it, see {@link RateState#acquire}. */
    long acquire(Object client) {
        // Before the window is looked up, so that it does not expire while what it counts still does.
        long now = ticker.read();
        long wait;
        do {
            wait = get(client).acquire(now, 1);
        } while (wait == RateState.RETIRED);
        return wait;
    }

    /** Tells what {@link #acquire} would, and takes nothing. */
    long peek(Object client) {
        long now = ticker.read();
        long wait;
        do {
            @Nullable RateState window = find(client);
            wait = window == null ? 0 : window.peek(now, 1);
        } while (wait == RateState.RETIRED);
        return wait;
    }

    /** Gives the window that counts for a client, without making it one of its own; {@code null} where nothing counts. */
    private @Nullable RateState find(Object client) {
        @Nullable RateState known = windows.getIfPresent(client);
        if (known != null) {
            return known;
        }
        // What is evicted is with its crowd before it is gone.
        @Nullable RateState crowd = crowds.get(crowd(client));
        return crowd == null ? null : crowd.copy();
    }

    /** Gives the window of a client to whoever keeps it from now on. */
    RateState remove(Object client) {
        @Nullable RateState known = windows.asMap().remove(client);
        return known != null ? known : begin(client);
    }

    /** Takes a window back that was removed. */
    void put(Object client, RateState window) {
        windows.put(client, window);
    }

    private RateState begin(Object client) {
        @Nullable RateState crowd = crowds.get(crowd(client));
        return crowd != null ? crowd.copy() : unused.renew(ticker.read());
    }

    private void evicted(@Nullable Object client, @Nullable RateState window, RemovalCause cause) {
        // They are null only for references that were collected, which this cache has none of.
        if (client != null && window != null) {
            window.retire();
            if (!window.isEmpty(ticker.read())) {
                crowds.merge(crowd(client), window, RateState::absorb);
            }
        }
    }

    /** Multiply-shift hashing: the upper bits of the product with a secret odd number. */
    private int crowd(Object client) {
        return (int) ((client.hashCode() * multiplier) >>> (Long.SIZE - crowdBits));
    }

    /** Tells how many clients have a window of their own. */
    long size() {
        return windows.estimatedSize();
    }

    /** Tells how many crowds there are. */
    int crowds() {
        return crowds.size();
    }
}
