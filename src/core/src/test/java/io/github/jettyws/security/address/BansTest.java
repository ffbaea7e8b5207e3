package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.DURATION;
import static io.github.jettyws.security.address.BanFixture.IPV6_PREFIX;
import static io.github.jettyws.security.address.BanFixture.LISTED;
import static io.github.jettyws.security.address.BanFixture.THRESHOLD;
import static io.github.jettyws.security.address.BanFixture.WINDOW;
import static io.github.jettyws.security.address.BanFixture.at;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.offend;
import static io.github.jettyws.security.address.BanFixture.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bans that come of offences. */
class BansTest {
    private static final IpAddress ANN = ip("192.0.2.1");
    private static final IpAddress BOB = ip("192.0.2.2");
    private static final Duration MILLI = Duration.ofMillis(1);

    private final DrivenClock clock = new DrivenClock();
    private final Bans bans = new Bans(rules(THRESHOLD), IPV6_PREFIX, clock);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void offence_nth_bansAndNoneBefore(int threshold) {
        Bans some = new Bans(rules(threshold), IPV6_PREFIX, clock);

        for (int i = 1; i < threshold; i++) {
            assertEquals(Optional.empty(), some.offence(ANN, LISTED));
        }
        assertFalse(some.isBanned(ANN));
        Ban expected = new Ban(ANN, 32, DrivenClock.START, at(DURATION), 1);
        assertEquals(Optional.of(expected), some.offence(ANN, LISTED));
        assertEquals(Optional.of(expected), some.banned(ANN));
        assertFalse(some.isBanned(BOB));
    }

    @Test
    void offence_thresholdZero_neverBans() {
        Bans none = new Bans(rules(0), IPV6_PREFIX, clock);

        assertEquals(Optional.empty(), offend(none, ANN, 10_000));
        assertFalse(none.isBanned(ANN));
    }

    @Test
    void offence_reasonNotListed_doesNotCount() {
        for (Reason reason : Reason.values()) {
            if (reason != LISTED && reason != Reason.MESSAGE_RATE) {
                for (int i = 0; i < THRESHOLD; i++) {
                    assertEquals(Optional.empty(), bans.offence(ANN, reason));
                }
            }
        }
        offend(bans, ANN, THRESHOLD - 1);
        assertFalse(bans.isBanned(ANN));
    }

    @Test
    void offence_severalListedReasons_countTogether() {
        bans.offence(ANN, LISTED);
        bans.offence(ANN, Reason.MESSAGE_RATE);

        assertTrue(bans.offence(ANN, LISTED).isPresent());
    }

    @Test
    void offence_lastWithinTheWindowOfTheFirst_bans() {
        offend(bans, ANN, THRESHOLD - 1);
        clock.advance(WINDOW.minus(MILLI));

        assertTrue(bans.offence(ANN, LISTED).isPresent());
    }

    @Test
    void offence_lastOneWindowAfterTheFirst_doesNot() {
        offend(bans, ANN, THRESHOLD - 1);
        clock.advance(WINDOW);

        assertEquals(Optional.empty(), offend(bans, ANN, THRESHOLD - 1));
        assertTrue(bans.offence(ANN, LISTED).isPresent());
    }

    /** The window slides: two before the end of a minute and one after it are three within a minute. */
    @Test
    void offence_acrossTheEndOfTheFirstWindow_bans() {
        bans.offence(ANN, LISTED);
        clock.advance(Duration.ofSeconds(50));
        bans.offence(ANN, LISTED);
        clock.advance(Duration.ofSeconds(20));

        assertEquals(Optional.empty(), bans.offence(ANN, LISTED));
        assertTrue(bans.offence(ANN, LISTED).isPresent());
    }

    @Test
    void offence_twoInEveryWindow_neverBans() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Optional.empty(), bans.offence(ANN, LISTED));
            clock.advance(WINDOW.dividedBy(THRESHOLD - 1));
        }
    }

    @Test
    void offence_whileBanned_neitherCountsNorExtends() {
        offend(bans, ANN, THRESHOLD);
        clock.advance(DURATION.minus(MILLI));

        assertEquals(Optional.empty(), offend(bans, ANN, 100));
        assertEquals(at(DURATION), bans.banned(ANN).orElseThrow().until());
        clock.advance(MILLI);
        assertFalse(bans.isBanned(ANN));
        assertEquals(Optional.empty(), offend(bans, ANN, THRESHOLD - 1));
        assertTrue(bans.offence(ANN, LISTED).isPresent());
    }

    @Test
    void banned_atTheEnd_isOver() {
        offend(bans, ANN, THRESHOLD);
        clock.advance(DURATION.minus(MILLI));
        assertTrue(bans.isBanned(ANN));
        assertEquals(
                MILLI,
                bans.banned(ANN).map(ban -> ban.remaining(clock.instant())).orElseThrow());

        clock.advance(MILLI);
        assertEquals(Optional.empty(), bans.banned(ANN));
        assertEquals(List.of(), bans.list());
    }

    @ParameterizedTest
    @CsvSource({
        "64, 2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
        "64, 2001:db8::1, 2001:db8:0:1::1, false",
        "128, 2001:db8::1, 2001:db8::1, true",
        "128, 2001:db8::1, 2001:db8::2, false",
        "48, 2001:db8::1, 2001:db8:0:ffff::1, true",
        "64, 192.0.2.1, ::ffff:192.0.2.1, true",
        "64, 192.0.2.1, 192.0.2.2, false",
        // A short prefix takes neither IPv4 into IPv6 nor the reverse.
        "1, ::2, 192.0.2.1, false",
        "1, 192.0.2.1, ::2, false"
    })
    void banned_otherAddress_whereCountedTogether(int prefix, String offender, String other, boolean together) {
        Bans some = new Bans(
                new BanRules(2, WINDOW, DURATION, DURATION, BanFixture.rules(1).reasons(), List.of()), prefix, clock);

        some.offence(ip(offender), LISTED);
        assertEquals(together, some.offence(ip(other), LISTED).isPresent());
        some.offence(ip(offender), LISTED);
        assertTrue(some.isBanned(ip(offender)));
        assertEquals(together, some.isBanned(ip(other)));
    }

    @Test
    void offence_ipv6_banOfThePrefix() {
        Ban ban = offend(bans, ip("2001:db8::abcd"), THRESHOLD).orElseThrow();

        assertEquals("2001:db8::/64", ban.text());
        assertEquals(ip("2001:db8::"), ban.client());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "::ffff:127.0.0.1",
                "::1",
                // Counted together with ::1, which would be shut out with it.
                "::2",
                "::",
                "198.51.100.7",
                "2001:db8:ffff::5",
                "2001:db8:ffff::6"
            })
    void offence_neverBanned_neverIs(String client) {
        assertEquals(Optional.empty(), offend(bans, ip(client), 100));
        assertFalse(bans.isBanned(ip(client)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"126.255.255.255", "128.0.0.0", "198.51.100.8", "0:0:0:1::1", "2001:db8:ffff:1::5"})
    void offence_nextToNeverBanned_isBanned(String client) {
        assertTrue(offend(bans, ip(client), THRESHOLD).isPresent());
    }

    @Test
    void expire_endedBans_onceAndInOrderOfTheirEnd() {
        Ban bob = offend(bans, BOB, THRESHOLD).orElseThrow();
        clock.advance(MILLI);
        Ban ann = offend(bans, ANN, THRESHOLD).orElseThrow();
        assertEquals(List.of(bob, ann), bans.list());
        assertEquals(List.of(), bans.expire());

        clock.advance(DURATION.minus(MILLI));
        assertEquals(List.of(bob), bans.expire());
        assertEquals(List.of(ann), bans.list());
        clock.advance(DURATION);
        assertEquals(List.of(ann), bans.expire());
        assertEquals(List.of(), bans.expire());
    }

    @Test
    void offence_clockGoesBack_nobodyIsBannedForWhatIsForgotten() {
        offend(bans, ANN, THRESHOLD - 1);
        clock.advance(Duration.ofDays(-1));
        assertEquals(Optional.empty(), offend(bans, ANN, THRESHOLD - 1));

        assertTrue(bans.offence(ANN, LISTED).isPresent());
        assertTrue(bans.isBanned(ANN));
    }

    @Test
    void offence_manyAtOnce_oneGetsTheBan() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Bans some = new Bans(rules(100), IPV6_PREFIX, clock);
        for (int round = 0; round < 200; round++) {
            IpAddress client = new IpAddress(0x2001_0db8_0000_0000L + round, 0);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                counts.add(pool.submit(() -> {
                    go.await();
                    int got = 0;
                    for (int i = 0; i < 25; i++) {
                        got += some.offence(client, LISTED).isPresent() ? 1 : 0;
                    }
                    return got;
                }));
            }
            go.countDown();
            int got = 0;
            for (Future<Integer> count : counts) {
                got += count.get(30, TimeUnit.SECONDS);
            }
            assertEquals(1, got);
        }
        pool.shutdown();
    }

    @Test
    void toString_rules_saysThem() {
        assertEquals("banned for PT10M at offence 3 in PT1M", bans.toString());
        assertEquals("banned by hand alone", new Bans(rules(0), IPV6_PREFIX, clock).toString());
    }
}
