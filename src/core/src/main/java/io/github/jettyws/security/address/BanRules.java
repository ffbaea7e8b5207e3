package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who is banned, and for how long. Immutable.
 *
 * @param threshold the refusal or violation that bans: the N-th one of a client within the window; 0 bans nobody but by
 *     hand
 * @param window how long each of them counts, one millisecond to one day
 * @param duration how long the first ban lasts, one millisecond to {@code maxDuration}; each one that follows within a
 *     day of the end of the last lasts twice as long
 * @param maxDuration how long an automatic ban lasts at most, up to {@link Ban#MAX_DURATION}
 * @param reasons which refusals and violations count
 * @param never the addresses that are never banned, trusted proxies among them
 */
public record BanRules(
        int threshold,
        Duration window,
        Duration duration,
        Duration maxDuration,
        Set<Reason> reasons,
        List<AddressRange> never) {
    /** The longest window. */
    public static final Duration MAX_WINDOW = Duration.ofDays(1);

    private static final Duration LEAST = Duration.ofMillis(1);

    /**
     * Makes rules.
     *
     * @param threshold which offence within the window bans
     * @param window how long each of them counts
     * @param duration how long the first ban lasts
     * @param maxDuration how long one lasts at most
     * @param reasons what counts
     * @param never who is never banned
     * @throws IllegalArgumentException if a value is out of its range
     */
    public BanRules {
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold " + threshold + ": expected 0 or more");
        }
        check("window", window, MAX_WINDOW);
        check("maxDuration", maxDuration, Ban.MAX_DURATION);
        check("duration", duration, maxDuration);
        reasons = Set.copyOf(reasons);
        never = List.copyOf(never);
    }

    private static void check(String name, Duration value, Duration most) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": expected " + LEAST + " to " + most);
        }
    }

    /**
     * Tells whether anybody is banned but by hand.
     *
     * @return whether offences are counted
     */
    public boolean isAutomatic() {
        return threshold > 0;
    }

    /**
     * Tells how long an automatic ban lasts.
     *
     * @param count which one in a row it is, from 1
     */
    Duration durationOf(int count) {
        Duration doubled = duration;
        for (int i = 1; i < count && doubled.compareTo(maxDuration) < 0; i++) {
            doubled = doubled.multipliedBy(2);
        }
        return doubled.compareTo(maxDuration) < 0 ? doubled : maxDuration;
    }
}
