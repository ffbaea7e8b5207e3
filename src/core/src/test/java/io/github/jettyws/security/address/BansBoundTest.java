package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.DURATION;
import static io.github.jettyws.security.address.BanFixture.IPV6_PREFIX;
import static io.github.jettyws.security.address.BanFixture.LISTED;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.offend;
import static io.github.jettyws.security.address.BanFixture.randomClient;
import static io.github.jettyws.security.address.BanFixture.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million addresses take no more than there is room for, and hide nobody. */
class BansBoundTest {
    private static final int MILLION = 1_000_000;
    private static final IpAddress ANN = ip("192.0.2.1");

    private final DrivenClock clock = new DrivenClock();
    private final Random random = new Random(20261121);

    @ParameterizedTest
    @ValueSource(ints = {11, 20, 100, 1_000})
    void offence_amongAMillionOthers_bansAtTheNth(int threshold) {
        Bans bans = new Bans(rules(threshold), IPV6_PREFIX, clock);
        int gap = MILLION / threshold;
        for (int i = 1; i <= threshold; i++) {
            for (int other = 0; other < gap; other++) {
                assertEquals(Optional.empty(), bans.offence(randomClient(random), LISTED));
            }
            assertEquals(i == threshold, bans.offence(ANN, LISTED).isPresent());
        }
        assertEquals(1, bans.list().size());
    }

    @Test
    void banned_whileAMillionOthersOffend_staysBanned() {
        Bans bans = new Bans(rules(2), IPV6_PREFIX, clock);
        offend(bans, ANN, 2);
        for (int other = 0; other < MILLION; other++) {
            bans.offence(randomClient(random), LISTED);
        }

        assertTrue(bans.isBanned(ANN));
    }

    /** Every one of them is banned at once, and remembered for longer than that. */
    @Test
    void offence_aMillionBans_boundedAndNewcomersAreBanned() {
        Bans bans = new Bans(rules(1), IPV6_PREFIX, clock);
        bans.offence(ANN, LISTED);
        clock.set(bans.banned(ANN).orElseThrow().until());
        Ban twice = bans.offence(ANN, LISTED).orElseThrow();
        IpAddress first = ip("192.0.2.2");
        assertTrue(bans.offence(first, LISTED).isPresent());
        clock.advance(Duration.ofMillis(1));
        for (int other = 0; other < MILLION; other++) {
            // Each of them once, for the second ban would be a longer one.
            IpAddress newcomer = new IpAddress((1L << 61) + other, 0);
            bans.offence(newcomer, LISTED);
            assertTrue(bans.isBanned(newcomer));
        }

        assertEquals(Bans.MAX_BANS, bans.list().size());
        assertEquals(Optional.of(twice), bans.banned(ANN), "a longer ban gives way to none that ends before it");
        assertFalse(bans.isBanned(first), "the ban that ended first gave way");
        clock.advance(DURATION);
        assertEquals(Bans.MAX_BANS - 1, bans.expire().size());
        assertEquals(1, bans.list().size());
    }

    @Test
    void add_aMillionOffenders_boundedAndGoneAfterTheWindow() {
        Offences offences = new Offences(100, BanFixture.WINDOW.toMillis());
        for (int i = 0; i < MILLION; i++) {
            IpAddress client = randomClient(random);
            for (int offence = i % 3; offence >= 0; offence--) {
                assertFalse(offences.add(client, 0));
            }
        }
        assertEquals(2 * Offences.MAX_CLIENTS, offences.size());

        offences.expire(BanFixture.WINDOW.toMillis());
        assertEquals(0, offences.size());
    }
}
