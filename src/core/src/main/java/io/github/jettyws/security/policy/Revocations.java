package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.JwtRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The credentials that were revoked, so that they prove nothing any more. Thread-safe. What is kept is bounded: when there
 * is no room, to revoke fails, and what was revoked before stays so. It is kept in memory, and ends with the server.
 *
 * <ul>
 *   <li>A user: every credential that was issued until then, for {@link #KEPT}. A token says when it was issued
 *       ({@code iat}, in whole seconds, so that one of the same second is refused too), and a session when it began; what
 *       does not say it is refused all that time.
 *   <li>A token: until it has expired. As long as it is not known when that is, it stays.
 *   <li>A session: for {@link #KEPT}, under its renewed id as well.
 *   <li>An API key that its file does not have any more, or not as it was: for the requests that have come until then, and
 *       may have seen the old line. Of later ones the file decides.
 * </ul>
 */
public final class Revocations {
    /** How long users and sessions stay revoked. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** Longer than any upgrade request takes. */
    private static final Duration KEPT_FOR_REQUESTS = Duration.ofDays(1);

    /** How many users, tokens and sessions each can be revoked at a time. */
    public static final int MOST = 100_000;

    private final Clock clock;
    private final int most;

    /** When users were revoked, and keys withdrawn, and until when the others are revoked. */
    private final ConcurrentMap<String, Instant> users = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Instant> keys = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Instant> tokens = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Instant> sessions = new ConcurrentHashMap<>();

    /**
     * Begins with none.
     *
     * @param clock the time
     */
    public Revocations(Clock clock) {
        this(clock, MOST);
    }

    Revocations(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    void addUser(String name) {
        add(users, name, clock.instant(), this::hasEndedForUser, "users");
    }

    /** Until it has expired, which may be {@link Instant#MAX}. */
    void addToken(String id, Instant until) {
        add(tokens, id, until, this::isPast, "tokens");
    }

    void addSession(String id) {
        add(sessions, id, clock.instant().plus(KEPT), this::isPast, "sessions");
    }

    void addKey(String id) {
        add(keys, id, clock.instant(), withdrawn -> isPast(withdrawn.plus(KEPT_FOR_REQUESTS)), "keys");
    }

    private boolean hasEndedForUser(Instant revoked) {
        return isPast(revoked.plus(KEPT));
    }

    private boolean isPast(Instant until) {
        return !clock.instant().isBefore(until);
    }

    /** Follows a session whose id was renewed: nobody is let in because he asked for another id. */
    void renewSession(String before, String after) {
        Instant until = sessions.remove(before);
        if (until != null) {
            sessions.put(after, until);
        }
    }

    private synchronized void add(
            Map<String, Instant> revoked, String key, Instant time, Predicate<Instant> hasEnded, String what) {
        if (revoked.size() >= most) {
            revoked.values().removeIf(hasEnded);
        }
        if (revoked.size() >= most && !revoked.containsKey(key)) {
            throw new IllegalStateException(most + " " + what + " are revoked: expected fewer. What is open was closed,"
                    + " and what comes is not refused");
        }
        revoked.merge(key, time, (old, next) -> old.isAfter(next) ? old : next);
    }

    /**
     * Tells whether a user was revoked after a credential was issued.
     *
     * @param issued when it was issued, {@link Instant#MIN} if it does not say
     */
    boolean isUserRevoked(String name, Instant issued) {
        Instant revoked = users.get(name);
        return revoked != null && !issued.isAfter(revoked) && clock.instant().isBefore(revoked.plus(KEPT));
    }

    /** Tells whether a token was revoked, and learns from it how long that matters. */
    boolean isTokenRevoked(Identity identity) {
        String id = identity.tokenId().orElse(null);
        if (id == null || !tokens.containsKey(id)) {
            return false;
        }
        identity.expiry().ifPresent(at -> tokens.replace(id, Instant.MAX, lastUse(at)));
        return true;
    }

    /** A token is still believed for a while after it has expired, since clocks differ. */
    static Instant lastUse(Instant expiry) {
        Instant far = Instant.MAX.minus(JwtRules.MAX_CLOCK_SKEW);
        return expiry.isBefore(far) ? expiry.plus(JwtRules.MAX_CLOCK_SKEW) : Instant.MAX;
    }

    /**
     * Tells whether an API key was withdrawn after a request had come with it.
     *
     * @param begun when the request came
     */
    boolean isKeyWithdrawn(Identity identity, Instant begun) {
        return Revoker.keyId(identity)
                .map(keys::get)
                .filter(withdrawn -> !begun.isAfter(withdrawn))
                .isPresent();
    }

    boolean isSessionRevoked(String id) {
        Instant until = sessions.get(id);
        return until != null && !isPast(until);
    }

    /**
     * Tells how many users are revoked.
     *
     * @return 0 to {@link #MOST}
     */
    public int users() {
        return count(users, this::hasEndedForUser);
    }

    /**
     * Tells how many tokens are revoked.
     *
     * @return 0 to {@link #MOST}
     */
    public int tokens() {
        return count(tokens, this::isPast);
    }

    /**
     * Tells how many sessions are revoked.
     *
     * @return 0 to {@link #MOST}
     */
    public int sessions() {
        return count(sessions, this::isPast);
    }

    private static int count(Map<String, Instant> revoked, Predicate<Instant> hasEnded) {
        return (int) revoked.values().stream().filter(hasEnded.negate()).count();
    }
}
