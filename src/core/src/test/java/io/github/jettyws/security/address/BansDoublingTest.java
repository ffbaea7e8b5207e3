package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.IPV6_PREFIX;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.offend;
import static io.github.jettyws.security.address.BanFixture.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the next ban of the same client lasts. */
class BansDoublingTest {
    private static final IpAddress ANN = ip("192.0.2.1");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final DrivenClock clock = new DrivenClock();
    private final Bans bans = new Bans(rules(BanFixture.THRESHOLD), IPV6_PREFIX, clock);

    @Test
    void offence_everyBanAtTheEndOfTheLast_doublesUpToTheMost() {
        List<Long> minutes = List.of(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1440L, 1440L, 1440L);
        for (int i = 0; i < minutes.size(); i++) {
            Ban ban = ban();
            assertEquals(Duration.ofMinutes(minutes.get(i)), ban.remaining(ban.since()));
            assertEquals(i + 1, ban.count());
            clock.set(ban.until());
        }
    }

    @Test
    void offence_lessThanADayAfterTheEnd_doubles() {
        clock.set(ban().until().plus(DAY).minus(MILLI));

        assertEquals(Duration.ofMinutes(20), length(ban()));
    }

    @Test
    void offence_aDayAfterTheEnd_beginsAnew() {
        clock.set(ban().until());
        clock.set(ban().until().plus(DAY));

        Ban third = ban();
        assertEquals(Duration.ofMinutes(10), length(third));
        assertEquals(1, third.count());
    }

    /** What ends is taken away; what doubles is not. */
    @Test
    void offence_afterExpire_doubles() {
        clock.set(ban().until().plus(DAY).minus(MILLI));
        assertEquals(1, bans.expire().size());

        assertEquals(Duration.ofMinutes(20), length(ban()));
    }

    @Test
    void offence_afterUnban_beginsAnew() {
        clock.set(ban().until());
        ban();
        bans.unban(ANN);

        assertEquals(Duration.ofMinutes(10), length(ban()));
    }

    @Test
    void offence_afterUnbanOfWhatHasEnded_beginsAnew() {
        clock.set(ban().until());
        bans.unban(ANN);

        assertEquals(Duration.ofMinutes(10), length(ban()));
    }

    @Test
    void offence_afterBanByHand_goesOnFromTheLastAutomaticOne() {
        clock.set(ban().until());
        Ban byHand = bans.ban(ANN, Duration.ofHours(30));
        assertEquals(1, byHand.count());
        clock.set(byHand.until());

        assertEquals(Duration.ofMinutes(20), length(ban()));
    }

    @Test
    void offence_afterBanByHandAlone_isTheFirst() {
        Ban byHand = bans.ban(ANN, Duration.ofHours(30));
        assertEquals(0, byHand.count());
        clock.set(byHand.until());

        assertEquals(Duration.ofMinutes(10), length(ban()));
    }

    @Test
    void offence_afterRestoredBan_goesOnFromIt() {
        Instant until = DrivenClock.START.plus(MILLI);
        bans.restore(List.of(new Ban(ANN, 32, DrivenClock.START.minus(MILLI), until, 3)));
        clock.set(until);

        Ban ban = ban();
        assertEquals(Duration.ofMinutes(80), length(ban));
        assertEquals(4, ban.count());
    }

    @Test
    void offence_countOfAFileThatWasTamperedWith_theMost() {
        Instant until = DrivenClock.START.plus(MILLI);
        bans.restore(List.of(new Ban(ANN, 32, DrivenClock.START, until, 999_999_999)));
        clock.set(until);

        assertEquals(DAY, length(ban()));
    }

    @Test
    void offence_otherClient_notDoubled() {
        clock.set(ban().until());

        assertEquals(
                Duration.ofMinutes(10),
                length(offend(bans, ip("192.0.2.2"), BanFixture.THRESHOLD).orElseThrow()));
    }

    private Ban ban() {
        return offend(bans, ANN, BanFixture.THRESHOLD).orElseThrow();
    }

    private static Duration length(Ban ban) {
        return Duration.between(ban.since(), ban.until());
    }
}
