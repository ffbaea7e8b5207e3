package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.DURATION;
import static io.github.jettyws.security.address.BanFixture.IPV6_PREFIX;
import static io.github.jettyws.security.address.BanFixture.THRESHOLD;
import static io.github.jettyws.security.address.BanFixture.at;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.offend;
import static io.github.jettyws.security.address.BanFixture.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bans that an operator makes, ends, reads and restores. */
class BansByHandTest {
    private static final IpAddress ANN = ip("192.0.2.1");
    private static final IpAddress BOB = ip("192.0.2.2");
    private static final Duration HOUR = Duration.ofHours(1);

    private final DrivenClock clock = new DrivenClock();
    private final Bans bans = new Bans(rules(THRESHOLD), IPV6_PREFIX, clock);

    @Test
    void ban_clientThatDidNothing_banned() {
        Ban ban = bans.ban(ANN, HOUR);

        assertEquals(new Ban(ANN, 32, DrivenClock.START, at(HOUR), 0), ban);
        assertEquals(Optional.of(ban), bans.banned(ANN));
        assertEquals(Optional.empty(), offend(bans, ANN, 100));
        clock.advance(HOUR);
        assertFalse(bans.isBanned(ANN));
    }

    @Test
    void ban_thresholdZero_banned() {
        Bans byHand = new Bans(rules(0), IPV6_PREFIX, clock);
        byHand.ban(ANN, HOUR);

        assertTrue(byHand.isBanned(ANN));
    }

    @Test
    void ban_ipv6_bansThePrefix() {
        assertEquals("2001:db8::/64", bans.ban(ip("2001:db8::1"), HOUR).text());
        assertTrue(bans.isBanned(ip("2001:db8::2")));
    }

    @Test
    void ban_clientThatIsBanned_takesThePlace() {
        offend(bans, ANN, THRESHOLD);
        Ban longer = bans.ban(ANN, HOUR);
        assertEquals(List.of(longer), bans.list());

        Ban shorter = bans.ban(ANN, Duration.ofSeconds(1));
        assertEquals(List.of(shorter), bans.list());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::2", "198.51.100.7", "2001:db8:ffff::6"})
    void ban_neverBanned_refused(String client) {
        String message = assertThrows(IllegalArgumentException.class, () -> bans.ban(ip(client), HOUR))
                .getMessage();

        assertTrue(message.contains("never banned: expected"), message);
        assertFalse(bans.isBanned(ip(client)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.000999999S", "PT-1S", "PT87600H0.001S", "PT2562047788015215H"})
    void ban_durationOutOfRange_refused(Duration duration) {
        String message = assertThrows(IllegalArgumentException.class, () -> bans.ban(ANN, duration))
                .getMessage();

        assertEquals("ban of " + duration + ": expected PT0.001S to PT87600H", message);
        assertFalse(bans.isBanned(ANN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT87600H"})
    void ban_shortestAndLongest_banned(Duration duration) {
        assertEquals(at(duration), bans.ban(ANN, duration).until());
        assertTrue(bans.isBanned(ANN));
    }

    @Test
    void unban_banned_returnsTheBan() {
        Ban ban = offend(bans, ANN, THRESHOLD).orElseThrow();

        assertEquals(Optional.of(ban), bans.unban(ANN));
        assertFalse(bans.isBanned(ANN));
        assertEquals(List.of(), bans.list());
        clock.advance(DURATION);
        assertEquals(List.of(), bans.expire());
        assertEquals(Optional.empty(), bans.unban(ANN));
    }

    @Test
    void unban_offenderNotYetBanned_forgetsTheOffences() {
        offend(bans, ANN, THRESHOLD - 1);

        assertEquals(Optional.empty(), bans.unban(ANN));
        assertEquals(Optional.empty(), offend(bans, ANN, THRESHOLD - 1));
    }

    @Test
    void unban_ended_leavesItToExpire() {
        Ban ban = bans.ban(ANN, HOUR);
        clock.advance(HOUR);

        assertEquals(Optional.empty(), bans.unban(ANN));
        assertEquals(List.of(ban), bans.expire());
    }

    @Test
    void list_several_orderedByEnd() {
        Ban last = bans.ban(ANN, HOUR.multipliedBy(3));
        Ban first = bans.ban(BOB, HOUR);
        Ban middle = bans.ban(ip("2001:db8::1"), HOUR.multipliedBy(2));

        assertEquals(List.of(first, middle, last), bans.list());
    }

    @Test
    void restore_bans_inForceAgain() {
        Ban ann = new Ban(ANN, 32, at(HOUR.negated()), at(HOUR), 2);
        Ban prefix = new Ban(ip("2001:db8::"), 64, at(HOUR.negated()), at(HOUR.multipliedBy(2)), 1);
        bans.restore(List.of(prefix, ann));

        assertEquals(List.of(ann, prefix), bans.list());
        assertEquals(Optional.of(ann), bans.banned(ANN));
        assertTrue(bans.isBanned(ip("2001:db8::1")));
    }

    @ParameterizedTest
    @CsvSource({
        // Over at this very moment.
        "192.0.2.1, 32, 0",
        "192.0.2.1, 32, -1",
        // Never banned.
        "127.0.0.1, 32, 3600",
        "::, 64, 3600",
        "2001:db8:ffff::, 64, 3600",
        // Not what one client is counted by.
        "2001:db8::, 48, 3600",
        "2001:db8::, 128, 3600",
        "2001:db8::1, 64, 3600",
        "192.0.2.0, 24, 3600"
    })
    void restore_notToBeBannedNow_leftOut(String client, int prefix, long seconds) {
        bans.restore(List.of(
                new Ban(ip(client), prefix, at(HOUR.negated()), at(Duration.ofSeconds(seconds)), 1),
                new Ban(BOB, 32, at(HOUR.negated()), at(HOUR), 1)));

        assertEquals(List.of("192.0.2.2"), bans.list().stream().map(Ban::text).toList());
    }

    @Test
    void restore_clientThatIsBanned_keepsWhatEndsLater() {
        Ban ann = bans.ban(ANN, HOUR);
        bans.ban(BOB, HOUR);
        Ban later = new Ban(BOB, 32, DrivenClock.START, at(HOUR.multipliedBy(2)), 1);
        bans.restore(List.of(new Ban(ANN, 32, DrivenClock.START, at(Duration.ofMinutes(1)), 1), later));

        assertEquals(List.of(ann, later), bans.list());
    }

    @ParameterizedTest
    @CsvSource({
        "64, 192.0.2.1, 192.0.2.1",
        "64, ::ffff:192.0.2.1, 192.0.2.1",
        "64, 2001:db8::1, 2001:db8::",
        "64, 2001:db8::/64, 2001:db8::",
        "128, 2001:db8::1, 2001:db8::1",
        "128, 2001:db8::1/128, 2001:db8::1",
        "1, 8000::/1, 8000::"
    })
    void parse_client_whatItIsCountedBy(int ipv6Prefix, String text, String client) {
        assertEquals(ip(client), new Bans(rules(0), ipv6Prefix, clock).parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::/48, 'expected 2001:db8::/64, as clients are counted, or an address alone'",
        "2001:db8::1/128, 'expected 2001:db8::/64, as clients are counted, or an address alone'",
        "2001:db8::1/64, 'expected 2001:db8::/64, or the address alone'",
        "192.0.2.1/32, 'expected an IPv4 or IPv6 address, or an IPv6 prefix such as 2001:db8::/64'",
        "example.com, 'expected an IPv4 or IPv6 address, or an IPv6 prefix such as 2001:db8::/64'"
    })
    void parse_noClient_saysWhatWasExpected(String text, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> bans.parse(text))
                .getMessage();

        assertTrue(message.startsWith("'" + text + "'"), message);
        assertTrue(message.endsWith(": " + expected), message);
    }
}
