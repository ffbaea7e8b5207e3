package io.github.jettyws.security.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.Ban;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.handshake.Reason;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
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
     * @param clients what is known of clients
     */
    public Guard(Events events, Clock clock, Ticker ticker, Clients clients) {
        this.events = events;
        this.clock = clock;
        this.clients = clients;
        this.failures = new FailureLog(ticker);
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

    /** Ends the open connections whose address is not one that may connect any more, since a list has changed. */
    public void closeBlocked() {
        open.forEach(GuardedConnection::askAddressAgain);
    }

    /**
     * Counts a refusal or a violation against its client, who may be banned for it. What is only reported does not count:
     * a path that is tried out must not close others.
     */
    void offence(SecurityEvent.Source source, Reason reason) {
        try {
            if (key(source.handshake()) instanceof IpAddress client) {
                clients.bans().offence(client, reason).ifPresent(ban -> {
                    events.publish(source.banned(clock.instant(), reason, ban.text(), ban.until()));
                    closeBanned(ban);
                });
            }
        } catch (Throwable failure) {
            // What was refused stays refused.
            failed(Bans.class.getName(), failure);
        }
    }

    private void closeBanned(Ban ban) {
        open.stream()
                .filter(connection -> connection.isOfClient(ban.client()))
                .forEach(connection -> connection.end(Reason.ADDRESS_BANNED));
    }

    /**
     * Bans a client by hand, and ends its connections.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @param duration how long
     * @return the ban
     * @throws IllegalArgumentException if the text is something else, the client is never banned, or the duration is not
     *     one that a ban can have
     */
    public Ban ban(String client, Duration duration) {
        Ban ban = clients.bans().ban(clients.bans().parse(client), duration);
        publish(SecurityEvent.Type.BANNED, ban, ban.until());
        closeBanned(ban);
        return ban;
    }

    /**
     * Ends a ban.
     *
     * @param client an IP address, or an IPv6 prefix of the length that clients are counted by
     * @return whether there was one
     * @throws IllegalArgumentException if the text is something else
     */
    public boolean unban(String client) {
        Optional<Ban> ended = clients.bans().unban(clients.bans().parse(client));
        ended.ifPresent(ban -> publish(SecurityEvent.Type.UNBANNED, ban, null));
        return ended.isPresent();
    }

    /** Takes away the bans that are over, and tells; to be called now and then. */
    public void expireBans() {
        clients.bans().expire().forEach(ban -> publish(SecurityEvent.Type.UNBANNED, ban, null));
    }

    /**
     * Gives the bans, to be listed, kept and restored.
     *
     * @return the bans; who bans or unbans by them tells nobody
     */
    public Bans bans() {
        return clients.bans();
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

    private void publish(SecurityEvent.Type type, Ban ban, @Nullable Instant until) {
        events.publish(SecurityEvent.ofBan(clock.instant(), type, ban.text(), until));
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
