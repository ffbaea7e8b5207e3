package io.github.jettyws.security.address;

import java.time.Duration;
import java.time.Instant;

/**
 * A client that may not connect for a while. Immutable.
 *
 * @param client the address, or the first address of the IPv6 prefix that the client is counted by
 * @param prefix how many bits of it count: 32 for an IPv4 address, 1 to 128 for IPv6
 * @param since when it began
 * @param until when it ends: the first moment at which it is over
 * @param count which automatic ban of this client in a row it is, or follows where it was made by hand; 0 if there was
 *     none
 */
public record Ban(IpAddress client, int prefix, Instant since, Instant until, int count) {
    /** The longest ban. */
    public static final Duration MAX_DURATION = Duration.ofDays(3650);

    /**
     * Makes a ban.
     *
     * @param client the address, or the first address of the prefix
     * @param prefix how many bits of it count
     * @param since when it began
     * @param until when it ends
     * @param count which one in a row it is
     * @throws IllegalArgumentException if it ends before it begins, is longer than {@link #MAX_DURATION}, or has a
     *     negative count
     */
    public Ban {
        Duration duration = Duration.between(since, until);
        if (duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException("ban of " + duration + ": expected at most " + MAX_DURATION);
        }
        if (count < 0) {
            throw new IllegalArgumentException("count of bans " + count + ": expected 0 or more");
        }
    }

    /**
     * Writes the client.
     *
     * @return {@code 192.0.2.1}, {@code 2001:db8::/64}, or {@code 2001:db8::1} where all bits count
     */
    public String text() {
        return new ClientPrefix(client, prefix).toString();
    }

    /**
     * Tells how long the ban goes on.
     *
     * @param now the time
     * @return what is left of it, zero when it is over
     */
    public Duration remaining(Instant now) {
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** Without making an {@link Instant}: every handshake asks. */
    boolean isOver(long millis) {
        return millis >= until.toEpochMilli();
    }
}
