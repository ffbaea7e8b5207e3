package io.github.jettyws.security.auth;

import java.time.Duration;

/**
 * How long fetched keys live, and how often they are fetched. Immutable.
 *
 * @param shortest the least time that a set lives, whatever the issuer says: 1 min to 24 h
 * @param longest the most, {@code shortest} to 24 h
 * @param interval from the begin of one fetch to that of the next at least, 1 s to {@code shortest}
 * @param outage how long a set is good after the begin of the fetch that brought or confirmed it last, {@code longest} to
 *     7 days. It is also how long keys that an issuer has withdrawn are good if somebody keeps us from asking
 */
public record JwksTimes(Duration shortest, Duration longest, Duration interval, Duration outage) {
    /** Lives 5 min to 1 h, is fetched every 30 s at most, and is good for 24 h. */
    public static final JwksTimes DEFAULT =
            new JwksTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofHours(24));

    /**
     * Makes times.
     *
     * @param shortest the least time that a set lives
     * @param longest the most
     * @param interval from one fetch to the next
     * @param outage how long a set is good
     * @throws IllegalArgumentException if one is out of its range
     */
    public JwksTimes {
        check("shortest lifetime", shortest, Duration.ofMinutes(1), Duration.ofHours(24));
        check("longest lifetime", longest, shortest, Duration.ofHours(24));
        check("interval", interval, Duration.ofSeconds(1), shortest);
        check("outage", outage, longest, Duration.ofDays(7));
    }

    private static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": expected " + least + " to " + most);
        }
    }

    /** Puts what an issuer says of the lifetime into bounds. */
    Duration bounded(Duration lifetime) {
        Duration most = lifetime.compareTo(longest) > 0 ? longest : lifetime;
        return most.compareTo(shortest) < 0 ? shortest : most;
    }
}
