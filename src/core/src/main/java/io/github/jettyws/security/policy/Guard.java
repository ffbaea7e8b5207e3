package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.handshake.Reason;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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
    private final Clients clients;
    private final Lifetimes lifetimes;
    private final FailureLog failures;
    private final AtomicLong connections = new AtomicLong();
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private final ClientBans clientBans;
    private final Revoker revoker;
    private volatile boolean goingAway;

    /**
     * Makes a guard.
     *
     * @param events who is told
     * @param clock the time of events
     * @param ticker the time for intervals
     * @param clients what is known of clients
     * @param lifetimes what ends connections
     */
    public Guard(Events events, Clock clock, Ticker ticker, Clients clients, Lifetimes lifetimes) {
        this.events = events;
        this.clock = clock;
        this.clients = clients;
        this.lifetimes = lifetimes;
        this.failures = new FailureLog(ticker);
        this.clientBans = new ClientBans(events, clock, clients, open, failures);
        this.revoker = new Revoker(lifetimes.revocations(), open);
    }

    /**
     * Finds out who is calling, see {@link io.github.jettyws.security.address.CallerResolver#resolve}.
     *
     * @param peer the address of the other end of the socket, {@code null} for a Unix-domain socket
     * @param peerText the other end of the socket as text
     * @param secure whether its connection is encrypted
     * @param headers the header fields of the request
     * @return the caller
     */
    public Caller caller(@Nullable InetAddress peer, String peerText, boolean secure, Headers headers) {
        return clients.callers().resolve(peer, peerText, secure, headers);
    }

    /**
     * Gives a caller of whom nothing is known any more, and who is refused.
     *
     * @param peerText the other end of the socket as text
     * @return a caller that is not resolved
     */
    public Caller unknownCaller(String peerText) {
        return new Caller(null, peerText, null, peerText, false, false);
    }

    /** What the client of a handshake is counted by. */
    Object key(Handshake handshake) {
        return clients.key().of(handshake.caller());
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
        // Whoever was banned or blocked while the upgrade was under way was not among the open ones.
        connection.askAgain(clients.bans());
        connection.watch();
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

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /**
     * Gives the HTTP sessions that connections rest on, to be told of their ends.
     *
     * @return the sessions
     */
    public Sessions sessions() {
        return lifetimes.sessions();
    }

    /**
     * Gives what bans clients.
     *
     * @return the bans of this guard
     */
    public ClientBans clientBans() {
        return clientBans;
    }

    /**
     * Gives what takes credentials back.
     *
     * @return the revoker
     */
    public Revoker revoker() {
        return revoker;
    }

    /**
     * Follows an HTTP session whose id was renewed, as a login does.
     *
     * @param before what it was known by
     * @param renewed the same session, as it is now
     */
    public void sessionRenewed(SessionKey before, SessionView renewed) {
        lifetimes.revocations().renewSession(before.id(), renewed.key().id());
        sessions().renewed(before, renewed);
    }

    /** Ends the open connections whose address is not one that may connect any more, since a list has changed. */
    public void closeBlocked() {
        open.forEach(GuardedConnection::askAddressAgain);
    }

    /**
     * Tells what a peer is counted by that has connected and asked for nothing yet.
     *
     * @param peer the address of the other end of the socket
     * @return the key, empty for a trusted proxy: many clients share that
     */
    public Optional<Object> pendingKey(InetAddress peer) {
        return clients.callers().isTrusted(peer)
                ? Optional.empty()
                : Optional.of(clients.key().of(clients.callers().canonical(peer)));
    }

    /**
     * Tells that a peer has too many connections open that carry no WebSocket.
     *
     * @param peer the address of the other end of the socket
     * @param enforced whether the last of them was closed
     */
    public void refusePending(InetAddress peer, boolean enforced) {
        String client = clients.callers().canonical(peer).toString();
        events.publish(SecurityEvent.ofConnection(clock.instant(), Reason.CONNECTION_LIMIT, enforced, client));
    }

    void count(SecurityEvent.Type type, Reason reason) {
        events.count(type, reason);
    }

    void publishViolation(SecurityEvent.Source source, Reason reason, boolean enforced, @Nullable Instant until) {
        SecurityEvent.Type type = SecurityEvent.Type.VIOLATED;
        events.publish(
                type,
                reason,
                () -> source.event(clock.instant(), type, Stage.MESSAGE, reason, enforced, null)
                        .with(until));
    }

    void publish(
            SecurityEvent.Source source,
            SecurityEvent.Type type,
            Stage stage,
            @Nullable Reason reason,
            boolean enforced,
            @Nullable Integer closeCode) {
        events.publish(type, reason, () -> source.event(clock.instant(), type, stage, reason, enforced, closeCode));
    }
}
