package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Three offences within a minute ban for ten minutes, up to a day; loopback and one proxy are never banned. */
final class BanFixture {
    static final Reason LISTED = Reason.ORIGIN_NOT_ALLOWED;
    static final int THRESHOLD = 3;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration DURATION = Duration.ofMinutes(10);
    static final Duration MAX_DURATION = Duration.ofDays(1);
    static final int IPV6_PREFIX = 64;

    private BanFixture() {}

    static BanRules rules(int threshold) {
        return new BanRules(
                threshold,
                WINDOW,
                DURATION,
                MAX_DURATION,
                Set.of(LISTED, Reason.MESSAGE_RATE),
                ranges("127.0.0.0/8", "::1", "198.51.100.7", "2001:db8:ffff::5"));
    }

    static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts)
                .flatMap(text -> AddressRange.parse(text).stream())
                .toList();
    }

    static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    static Instant at(Duration sinceStart) {
        return DrivenClock.START.plus(sinceStart);
    }

    /** Offends as often as bans. */
    static Optional<Ban> offend(Bans bans, IpAddress client, int times) {
        Optional<Ban> last = Optional.empty();
        for (int i = 0; i < times; i++) {
            last = bans.offence(client, LISTED);
        }
        return last;
    }

    /** The upper half of IPv4, or any /64 of {@code 2000::/3}: next to nobody who is never banned. */
    static IpAddress randomClient(Random random) {
        return random.nextBoolean()
                ? new IpAddress(0, (0xffffL << 32) | (random.nextInt() & 0xffff_ffffL) | 0x8000_0000L)
                : new IpAddress((random.nextLong() >>> 3) | (1L << 61), 0);
    }
}
