package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade request, and then its connection, rests on: the identity, the HTTP session that it came from, and the
 * time that is left. Taken back exactly once, whoever says so first and how many do. Thread-safe.
 */
final class Footing {
    private static final double JITTER = 0.1;
    private static final double MILLIS = 1000;

    private final Lifetimes lifetimes;
    private @Nullable Identity identity;
    private Instant issued;
    private final Instant begun;
    private final Sessions.@Nullable Share session;
    private @Nullable Deadline expiry;
    private @Nullable Deadline longest;
    private @Nullable Deadline held;
    private final List<Deadline> others = new ArrayList<>();
    private boolean confirmed;
    private boolean released;

    private Footing(
            Lifetimes lifetimes,
            @Nullable Identity identity,
            Instant issued,
            Instant begun,
            Sessions.@Nullable Share session) {
        this.lifetimes = lifetimes;
        this.identity = identity;
        this.issued = issued;
        this.begun = begun;
        this.session = session;
    }

    /** That of a request of which nothing is known. */
    static Footing none(Lifetimes lifetimes) {
        return new Footing(lifetimes, null, Instant.MIN, Instant.MIN, null);
    }

    /**
     * Takes hold of what an identity came from.
     *
     * @param view the session that the identity came from, {@code null} where it came from another credential
     * @param begun when the request came, before anything was asked of its credentials
     */
    static Footing of(Lifetimes lifetimes, Identity identity, @Nullable SessionView view, Instant begun) {
        return view != null
                ? new Footing(
                        lifetimes,
                        identity,
                        view.created(),
                        begun,
                        lifetimes.sessions().join(view))
                : new Footing(lifetimes, identity, issued(identity), begun, null);
    }

    /** RFC 7519, section 4.1.6: seconds since 1970, which may have a fraction. */
    private static Instant issued(Identity identity) {
        return identity.claims().get("iat") instanceof Number seconds
                ? Instant.ofEpochMilli((long) (seconds.doubleValue() * MILLIS))
                : Instant.MIN;
    }

    synchronized boolean isRevoked() {
        Revocations revocations = lifetimes.revocations();
        return identity != null
                && (revocations.isUserRevoked(identity.name(), issued)
                        || revocations.isTokenRevoked(identity)
                        || revocations.isKeyWithdrawn(identity, begun)
                        || (session != null && revocations.isSessionRevoked(session.id())));
    }

    boolean isOfSession(String id) {
        return session != null && session.id().equals(id);
    }

    /** Hands it from the request to the connection. False if the request has ended before. */
    synchronized boolean confirm() {
        confirmed = !released;
        return confirmed;
    }

    /** Lets it go because the request has ended, unless it is the connection's. */
    synchronized void cancel() {
        if (!confirmed) {
            release();
        }
    }

    /** Begins to watch over a connection that has opened. */
    void open(GuardedConnection connection, LifetimeRules rules) {
        if (isRevoked()) {
            connection.end(Reason.REVOKED);
        }
        if (session != null) {
            session.open(connection);
        }
        watchExpiry(connection, rules);
        if (!rules.maxLifetime().isZero()) {
            double share = 1 - JITTER * lifetimes.random().getAsDouble();
            Duration lifetime = Duration.ofMillis((long) (rules.maxLifetime().toMillis() * share));
            watchLifetime(connection, lifetime);
        }
    }

    private synchronized void watchLifetime(GuardedConnection connection, Duration lifetime) {
        longest = endAt(lifetimes.clock().instant().plus(lifetime), Reason.MAX_LIFETIME, connection);
    }

    private synchronized void watchExpiry(GuardedConnection connection, LifetimeRules rules) {
        Optional<Instant> at = Optional.ofNullable(identity).flatMap(Identity::expiry);
        if (rules.endOnExpiry() && at.isPresent()) {
            expiry = endAt(plus(at.get(), rules.clockSkew()), Reason.TOKEN_EXPIRED, connection);
        }
    }

    /**
     * Puts another identity in the place of the one that the connection rests on.
     *
     * @return false if it was revoked, and nothing is changed
     */
    synchronized boolean renew(Identity renewed, GuardedConnection connection, LifetimeRules rules) {
        if (of(lifetimes, renewed, null, begun).isRevoked()) {
            return false;
        }
        identity = renewed;
        issued = issued(renewed);
        takeBack(expiry);
        expiry = null;
        watchExpiry(connection, rules);
        return true;
    }

    /** A token may say that it expires in a million years. */
    private static Instant plus(Instant expiry, Duration skew) {
        return expiry.isBefore(Instant.MAX.minus(skew)) ? expiry.plus(skew) : Instant.MAX;
    }

    private @Nullable Deadline endAt(Instant time, Reason reason, GuardedConnection connection) {
        return released ? null : lifetimes.deadlines().add(time, () -> connection.end(reason));
    }

    private void takeBack(@Nullable Deadline deadline) {
        if (deadline != null) {
            lifetimes.deadlines().remove(deadline);
        }
    }

    /** Tells on whom the connection rests. */
    synchronized Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Sets when to go on with what the connection holds back: one thing at a time, and nothing once it has ended. */
    synchronized void hold(Duration wait, Runnable action) {
        if (!released) {
            held = lifetimes.deadlines().add(lifetimes.clock().instant().plus(wait), action);
        }
    }

    /** Adds something to be done after a while, unless the connection has ended by then. */
    synchronized void add(Duration wait, Runnable action) {
        if (!released) {
            others.add(lifetimes.deadlines().add(lifetimes.clock().instant().plus(wait), action));
        }
    }

    /** Notes a message, which keeps the session alive. */
    void touch() {
        if (session != null) {
            session.touch();
        }
    }

    /** Lets it go, whatever became of it. Only the first call counts. */
    synchronized void release() {
        if (!released) {
            released = true;
            takeBack(expiry);
            takeBack(longest);
            takeBack(held);
            others.forEach(this::takeBack);
            if (session != null) {
                session.release();
            }
        }
    }
}
