package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();

    @Test
    void reserve_total_lastAllowedAndFirstRefused() {
        Slots slots = slots(3, 0, 0);
        Slot first = slot(slots, "ann");
        slot(slots, "ann");
        slot(slots, "bob");

        assertEquals(new Reservation.Exhausted(Reservation.Limit.TOTAL, LONGEST), slots.reserve("cid"));
        assertEquals(3, slots.held());
        first.release();
        slot(slots, "cid");
    }

    @Test
    void reserve_perAddress_lastAllowedAndFirstRefused() {
        Slots slots = slots(0, 2, 0);
        Slot first = slot(slots, "ann");
        slot(slots, "ann");

        assertEquals(new Reservation.Exhausted(Reservation.Limit.ADDRESS, LONGEST), slots.reserve("ann"));
        assertEquals(2, slots.held());
        slot(slots, "bob");
        first.release();
        slot(slots, "ann");
    }

    @Test
    void reserveUser_lastAllowedAndFirstRefused() {
        Slots slots = slots(0, 0, 2);
        Slot first = slot(slots, "here");
        assertEquals(Optional.empty(), first.reserveUser("ann"));
        assertEquals(Optional.empty(), slot(slots, "there").reserveUser("ann"));
        Slot third = slot(slots, "elsewhere");

        assertEquals(Optional.of(new Reservation.Exhausted(Reservation.Limit.USER, LONGEST)), third.reserveUser("ann"));
        assertEquals(Optional.empty(), third.reserveUser("bob"));
        first.release();
        assertEquals(Optional.empty(), slot(slots, "here").reserveUser("ann"));
    }

    /** What is refused by one limit holds nothing of another. */
    @Test
    void reserve_refusedByTotal_addressIsGivenBack() {
        Slots slots = slots(1, 1, 0);
        Slot held = slot(slots, "ann");
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    Reservation.Limit.TOTAL,
                    assertInstanceOf(Reservation.Exhausted.class, slots.reserve("bob"))
                            .limit());
        }
        held.release();

        slot(slots, "bob");
        assertEquals(1, slots.size());
    }

    @Test
    void reserve_bothReached_itIsTheAddress() {
        Slots slots = slots(1, 1, 0);
        slot(slots, "ann");

        assertEquals(new Reservation.Exhausted(Reservation.Limit.ADDRESS, LONGEST), slots.reserve("ann"));
    }

    @Test
    void reserve_noLimits_everybodyAndNothingIsKept() {
        Slots slots = slots(0, 0, 0);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Optional.empty(), slot(slots, "ann").reserveUser("ann"));
        }

        assertEquals(10_000, slots.held());
        assertEquals(0, slots.size());
    }

    @Test
    void release_twice_countsOnce() {
        Slots slots = slots(2, 2, 2);
        Slot first = slot(slots, "ann");
        first.reserveUser("ann");
        slot(slots, "ann").reserveUser("ann");
        first.release();
        first.release();
        first.cancel();

        assertEquals(1, slots.held());
        assertEquals(Optional.empty(), slot(slots, "ann").reserveUser("ann"));
        assertInstanceOf(Reservation.Exhausted.class, slots.reserve("ann"));
    }

    @Test
    void confirm_reserved_isHeld() {
        Slots slots = slots(1, 1, 1);
        Slot slot = slot(slots, "ann");

        assertTrue(slot.confirm());
        assertTrue(slot.confirm());
        assertEquals(1, slots.held());
    }

    @Test
    void cancel_confirmed_staysWithTheConnection() {
        Slots slots = slots(1, 1, 1);
        Slot slot = slot(slots, "ann");
        slot.confirm();
        slot.cancel();

        assertEquals(1, slots.held());
        slot.release();
        assertEquals(0, slots.held());
    }

    @Test
    void confirm_requestHasEnded_isNotHeld() {
        Slots slots = slots(1, 1, 1);
        Slot slot = slot(slots, "ann");
        slot.cancel();

        assertFalse(slot.confirm());
        assertEquals(0, slots.held());
        slot.release();
        assertEquals(0, slots.held());
    }

    @Test
    void reserveUser_requestHasEnded_nothingIsTaken() {
        Slots slots = slots(0, 0, 1);
        Slot slot = slot(slots, "ann");
        slot.release();

        assertEquals(Optional.empty(), slot.reserveUser("ann"));
        assertEquals(0, slots.size());
    }

    @Test
    void reserveUser_sameAgain_countsOnce() {
        Slots slots = slots(0, 0, 1);
        Slot slot = slot(slots, "here");

        assertEquals(Optional.empty(), slot.reserveUser("ann"));
        assertEquals(Optional.empty(), slot.reserveUser("ann"));
        slot.release();
        assertEquals(0, slots.size());
    }

    @Test
    void reserveUser_another_replacesTheFirst() {
        Slots slots = slots(0, 0, 1);
        Slot slot = slot(slots, "here");
        Slot other = slot(slots, "there");
        slot.reserveUser("ann");
        other.reserveUser("bob");

        // Where there is no room it stays with the first.
        assertTrue(slot.reserveUser("bob").isPresent());
        assertTrue(slot(slots, "here").reserveUser("ann").isPresent());
        assertEquals(Optional.empty(), slot.reserveUser("cid"));
        assertEquals(Optional.empty(), slot(slots, "here").reserveUser("ann"));
    }

    /** An address and a user of the same name are not one. */
    @Test
    void reserveUser_namedLikeAnAddress_isCountedApart() {
        Slots slots = slots(0, 1, 1);

        assertEquals(Optional.empty(), slot(slots, "127.0.0.1").reserveUser("127.0.0.1"));
        assertEquals(2, slots.size());
    }

    /** Of N that each stay open for T, one ends every T / N. */
    @ParameterizedTest
    @CsvSource({
        "2, PT80S, PT40S",
        "4, PT80S, PT20S",
        "4, PT4S, PT1S",
        "4, PT0.1S, PT1S",
        "4, PT0S, PT1S",
        "1, PT1H, PT1M"
    })
    void retryAfter_connectionsHaveEnded_oneOfThoseThatAreOpenEnds(int limit, Duration open, Duration wait) {
        for (Reservation.Limit which : Reservation.Limit.values()) {
            Slots slots = slots(
                    which == Reservation.Limit.TOTAL ? limit : 0,
                    which == Reservation.Limit.ADDRESS ? limit : 0,
                    which == Reservation.Limit.USER ? limit : 0);
            for (int i = 0; i < 3; i++) {
                Slot slot = slot(slots, "ann");
                slot.confirm();
                ticker.advance(open);
                slot.release();
            }

            assertEquals(new Reservation.Exhausted(which, wait), fill(slots));
        }
    }

    @Test
    void retryAfter_onlyHandshakesThatNeverOpened_theLongest() {
        Slots slots = slots(1, 0, 0);
        for (int i = 0; i < 100; i++) {
            slot(slots, "ann").cancel();
            slot(slots, "ann").release();
        }

        assertEquals(LONGEST, fill(slots).retryAfter());
    }

    /** Each moves the mean by an eighth of the difference: after 80 seconds once and none once, 70 are left. */
    @Test
    void retryAfter_connectionsOfOtherLength_meanMovesByAnEighth() {
        Slots slots = slots(2, 0, 0);
        Slot one = slot(slots, "ann");
        one.confirm();
        ticker.advance(Duration.ofSeconds(80));
        one.release();
        Slot other = slot(slots, "ann");
        other.confirm();
        other.release();

        assertEquals(35, fill(slots).retryAfter().toSeconds());
    }

    @Test
    void retryAfter_anyTimes_withinTheBounds() {
        Random random = new Random(1);
        Slots slots = slots(3, 0, 0);
        for (int i = 0; i < 10_000; i++) {
            Slot slot = slot(slots, "ann");
            slot.confirm();
            ticker.advance(Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 50))));
            slot.release();
            List<Slot> held = new ArrayList<>();
            while (slots.reserve("ann") instanceof Slot more) {
                held.add(more);
            }
            Duration wait = assertInstanceOf(Reservation.Exhausted.class, slots.reserve("ann"))
                    .retryAfter();
            held.forEach(Slot::cancel);

            assertTrue(wait.compareTo(Duration.ofSeconds(1)) >= 0, wait::toString);
            assertTrue(wait.compareTo(LONGEST) <= 0, wait::toString);
        }
    }

    /** The header has whole seconds: none would send the client back at once. */
    @Test
    void retryAfter_longestBelowASecond_isASecond() {
        Slots slots = new Slots(new SlotRules(1, 0, 0, false), Duration.ofMillis(1), ticker);

        assertEquals(Duration.ofSeconds(1), fill(slots).retryAfter());
    }

    @Test
    void toString_held_saysIt() {
        Slots slots = slots(1, 2, 3);
        slot(slots, "ann");

        assertEquals("1 held, limits SlotRules[total=1, perAddress=2, perUser=3, closeOldest=false]", slots.toString());
    }

    private Slots slots(int total, int perAddress, int perUser) {
        return new Slots(new SlotRules(total, perAddress, perUser, false), LONGEST, ticker);
    }

    private static Slot slot(Slots slots, String client) {
        return assertInstanceOf(Slot.class, slots.reserve(client));
    }

    private static Reservation.Exhausted fill(Slots slots) {
        while (true) {
            Reservation reservation = slots.reserve("ann");
            if (reservation instanceof Reservation.Exhausted exhausted) {
                return exhausted;
            }
            Optional<Reservation.Exhausted> exhausted = ((Slot) reservation).reserveUser("ann");
            if (exhausted.isPresent()) {
                return exhausted.get();
            }
        }
    }
}
