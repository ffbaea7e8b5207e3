package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all policies share: the events, the clock, the numbers of the connections. Thread-safe. */
public final class Guard {
    private final Events events;
    private final Clock clock;
    private final FailureLog failures;
    private final AtomicLong connections = new AtomicLong();
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean goingAway;

    /**
     * Makes a guard.
     *
     * @param events who is told
     * @param clock the time of events
     * @param ticker the time for intervals
     */
    public Guard(Events events, Clock clock, Ticker ticker) {
        this.events = events;
        this.clock = clock;
        this.failures = new FailureLog(ticker);
    }

    /**
     * Begins with an upgrade request.
     *
     * @param policy the policy of its path
     * @param handshake its facts
     * @return an attempt that has been asked nothing
     */
    public Attempt attempt(Policy policy, Handshake handshake) {
        return new Attempt(this, policy, handshake);
    }

    /**
     * Logs that the guard itself failed, seldom enough that no client can fill the log with it.
     *
     * @param place where
     * @param failure how
     */
    public void failed(String place, Throwable failure) {
        failures.log(place, failure);
    }

    long nextConnection() {
        return connections.incrementAndGet();
    }

    GuardedConnection opened(GuardedConnection connection) {
        open.add(connection);
        connection.accept();
        if (goingAway) {
            CompletableFuture<?> unused = connection.goAway();
        }
        return connection;
    }

    void closed(GuardedConnection connection) {
        open.remove(connection);
    }

    /**
     * Closes all connections with 1001, because the server is going down, and those that open from now on. Each is
     * counted until it has ended.
     *
     * @return completes when the close frames are on their way
     */
    public CompletableFuture<Void> goAway() {
        goingAway = true;
        return goAway(open.stream());
    }

    /**
     * Closes the connections of one owner with 1001, because it is going down.
     *
     * @param owner whose endpoints they are
     * @return completes when the close frames are on their way
     */
    public CompletableFuture<Void> goAway(Object owner) {
        return goAway(open.stream().filter(connection -> connection.isOf(owner)));
    }

    private static CompletableFuture<Void> goAway(Stream<GuardedConnection> connections) {
        return CompletableFuture.allOf(
                connections.map(GuardedConnection::goAway).toArray(CompletableFuture<?>[]::new));
    }

    /** Ends what is left, once the server is down: Jetty may tell of the end of a connection later than that. */
    public void end() {
        open.forEach(GuardedConnection::gone);
    }

    /**
     * Tells how many connections are open.
     *
     * @return the number
     */
    public int connections() {
        return open.size();
    }

    void publish(
            SecurityEvent.Source source,
            SecurityEvent.Type type,
            Stage stage,
            @Nullable Reason reason,
            boolean enforced,
            @Nullable Integer closeCode) {
        events.publish(source.event(clock.instant(), type, stage, reason, enforced, closeCode));
    }
}
