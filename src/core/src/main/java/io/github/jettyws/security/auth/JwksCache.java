package io.github.jettyws.security.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.handshake.LogText;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer who serves them as a JWK Set (RFC 7517), as they were fetched last.
 *
 * <p>Whoever verifies a token gets what is in memory, at once, and never waits for the issuer: a token whose key is not
 * there is refused now, also while the set that has it is on its way. But that it was missed makes the next fetch due, so
 * that the client finds it in place when it comes back. Nothing that clients send makes fetches more frequent than
 * {@link JwksTimes#interval()}, and there is one under way at most. Keys that have no {@code kid} are never missed: what
 * takes their place is seen when their lifetime nears its end.
 *
 * <p>A set lives as long as its {@code Cache-Control} says, within the bounds of {@link JwksTimes}, and as short as those
 * allow if that says nothing. After three quarters of that it is fetched again, and after a failure at every interval. A
 * failure is whatever brings no set with a key for one of the algorithms, be it an empty set; it leaves the keys what they
 * were. Only when no fetch has confirmed them for {@link JwksTimes#outage()}, there are none any more.
 *
 * <p>There is no thread in here: somebody has to call {@link #refreshIfDue()} about once a second. Thread-safe.
 */
public final class JwksCache implements JwtKeys, AutoCloseable {
    private final JwksSource source;
    private final Set<JwtAlgorithm> algorithms;
    private final JwksTimes times;
    private final long outage;
    private final Ticker ticker;
    private final FetchTimes fetches;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable FetchedSet current;

    /** Whether the listeners believe that there are keys. */
    private final AtomicBoolean believed = new AtomicBoolean();

    /** Is told on the thread that fetched, or looked. It returns soon, and throws nothing. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Other keys are in force than before, or none any more. What was verified with those before has to be forgotten,
         * see {@link VerifiedTokens#clear()}.
         */
        void changed();

        /** The issuer has sent its keys, or confirmed those that are there. */
        default void fetched() {}

        /**
         * The issuer has sent no keys that are good for anything. Those before are in force as long as they are good.
         *
         * @param why a text for one line of a log
         */
        default void failed(String why) {}
    }

    /**
     * Has no key yet.
     *
     * @param source where the keys are fetched; it is closed with this
     * @param algorithms what tokens may be signed with, not empty; none is HMAC, whose secret nobody publishes
     * @param times how long keys live
     * @param ticker the time
     * @throws IllegalArgumentException if the algorithms are others
     */
    public JwksCache(JwksSource source, Collection<JwtAlgorithm> algorithms, JwksTimes times, Ticker ticker) {
        if (algorithms.isEmpty() || algorithms.stream().anyMatch(JwtAlgorithm::isSymmetric)) {
            throw new IllegalArgumentException(
                    "algorithms " + algorithms + " for keys from " + source + ": expected some, and none of HS*");
        }
        this.source = source;
        this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
        this.times = times;
        this.outage = times.outage().toNanos();
        this.ticker = ticker;
        this.fetches = new FetchTimes(times.interval(), ticker.read());
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what happens from now on
     */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public List<JwtKey> candidates(JwtAlgorithm algorithm, @Nullable String keyId) {
        @Nullable FetchedSet known = current;
        // Without a good set a fetch is due anyway. A secret that somebody did publish is good for nothing.
        if (known == null || !isGood(known, ticker.read()) || !algorithms.contains(algorithm)) {
            return List.of();
        }
        List<JwtKey> candidates = known.keys().candidates(algorithm, keyId);
        if (candidates.isEmpty()) {
            ask();
        }
        return candidates;
    }

    /** Makes a fetch due as soon as the interval allows. */
    public void ask() {
        fetches.ask();
    }

    /**
     * Tells whether there are keys that tokens are verified with.
     *
     * @return whether some were fetched, and confirmed recently enough
     */
    public boolean isInForce() {
        @Nullable FetchedSet known = current;
        return known != null && isGood(known, ticker.read());
    }

    /** A set is over at that very moment. */
    private boolean isGood(FetchedSet known, long now) {
        return now - known.confirmed() < outage;
    }

    /**
     * Begins to fetch the keys if it is time, as it is at first, and unless they are being fetched. To be called about once
     * a second.
     *
     * @return whether keys are in force when what this began, if anything, has ended, well or not. It never fails
     */
    public CompletableFuture<Boolean> refreshIfDue() {
        long now = ticker.read();
        tellOfOutage(now);
        return fetches.begin(now)
                ? fetch().handle((answer, failure) -> end(now, answer, failure))
                : CompletableFuture.completedFuture(isInForce());
    }

    private CompletableFuture<JwksAnswer> fetch() {
        @Nullable FetchedSet known = current;
        try {
            return source.fetch(known == null ? null : known.etag());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean end(long now, @Nullable JwksAnswer answer, @Nullable Throwable failure) {
        if (answer == null) {
            failed(text(failure));
        } else {
            try {
                succeeded(FetchedSet.read(answer, current, algorithms, times, now));
            } catch (IllegalArgumentException e) {
                failed(String.valueOf(e.getMessage()));
            } catch (RuntimeException | Error e) {
                // What no reader of keys should throw brings no key, and must not be the last fetch.
                failed(text(e));
            }
        }
        return isInForce();
    }

    private void succeeded(FetchedSet fetched) {
        boolean changed = fetched.changes(current);
        // First the keys, then the listeners: nothing that was verified with those before is remembered after.
        current = fetched;
        believed.set(true);
        fetches.succeeded(fetched.confirmed() + fetched.lifetime().toNanos() / 4 * 3);
        if (changed) {
            listeners.forEach(Listener::changed);
        }
        listeners.forEach(Listener::fetched);
    }

    private void failed(String why) {
        fetches.failed();
        listeners.forEach(listener -> listener.failed(why));
    }

    /** What was verified with keys that are over is remembered, until somebody says so. */
    private void tellOfOutage(long now) {
        @Nullable FetchedSet known = current;
        if (known != null && !isGood(known, now) && believed.getAndSet(false)) {
            listeners.forEach(Listener::changed);
        }
    }

    /** Messages of exceptions may quote what the issuer sent. */
    private static String text(@Nullable Throwable failure) {
        @Nullable
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            return "no answer";
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + " " + LogText.quote(cause.getMessage());
    }

    /** Fetches no more. The keys are good as long as they would have been. */
    @Override
    public void close() {
        source.close();
    }

    /** Tells how many keys there are, what for, and where they are from. */
    @Override
    public String toString() {
        @Nullable FetchedSet known = current;
        return (known == null || !isGood(known, ticker.read()) ? "no keys" : known.keys()) + " from " + source;
    }
}
