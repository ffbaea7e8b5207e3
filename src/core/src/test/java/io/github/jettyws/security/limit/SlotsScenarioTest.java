package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Very many handshakes of every fate, against a model that is a list of those that hold a slot. */
class SlotsScenarioTest {
    private static final int HANDSHAKES = 10_000;
    private static final int TOTAL = 40;
    private static final int PER_ADDRESS = 6;
    private static final int PER_USER = 4;

    private final FakeTicker ticker = new FakeTicker();
    private final Slots slots =
            new Slots(new SlotRules(TOTAL, PER_ADDRESS, PER_USER, false), Duration.ofMinutes(1), ticker);
    private final List<Held> held = new ArrayList<>();

    /** A slot, who holds it, and whether its connection is open. */
    private static final class Held {
        final Slot slot;
        final String address;

        @Nullable
        String user;

        boolean open;

        Held(Slot slot, String address) {
            this.slot = slot;
            this.address = address;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void reserve_handshakesOfEveryFate_asTheModelAndNothingIsLeft(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HANDSHAKES; i++) {
            begin("address " + random.nextInt(12));
            // Faster or slower than they come, so that it is now full and now empty.
            int ends = random.nextInt(i / 1_000 % 2 == 0 ? 2 : 4);
            for (int end = 0; end < ends && !held.isEmpty(); end++) {
                goOn(held.get(random.nextInt(held.size())), random);
            }
            ticker.advance(Duration.ofMillis(random.nextInt(100)));

            assertEquals(held.size(), slots.held());
        }
        held.forEach(last -> last.slot.release());
        assertEquals(0, slots.held());
        assertEquals(0, slots.size());
    }

    private void begin(String address) {
        Reservation.@Nullable Limit expected = null;
        if (held.stream().filter(other -> other.address.equals(address)).count() == PER_ADDRESS) {
            expected = Reservation.Limit.ADDRESS;
        } else if (held.size() == TOTAL) {
            expected = Reservation.Limit.TOTAL;
        }
        Reservation reservation = slots.reserve(address);
        assertEquals(expected, reservation instanceof Reservation.Exhausted exhausted ? exhausted.limit() : null);
        if (reservation instanceof Slot slot) {
            held.add(new Held(slot, address));
        }
    }

    private void goOn(Held one, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> identify(one, "user " + random.nextInt(12));
            case 1 -> {
                assertTrue(one.slot.confirm());
                one.open = true;
            }
            case 2 -> {
                // The request ends: that of an open connection means nothing.
                one.slot.cancel();
                if (!one.open) {
                    ended(one);
                }
            }
            default -> {
                one.slot.release();
                ended(one);
            }
        }
    }

    private void identify(Held one, String user) {
        boolean room = user.equals(one.user)
                || held.stream()
                                .filter(other -> Objects.equals(other.user, user))
                                .count()
                        < PER_USER;
        assertEquals(room, one.slot.reserveUser(user).isEmpty());
        if (room) {
            one.user = user;
        }
    }

    /** Whatever is heard of it later changes nothing. */
    private void ended(Held one) {
        held.remove(one);
        one.slot.release();
        one.slot.cancel();
        assertFalse(one.slot.confirm());
        one.slot.reserveUser("late");
    }

    @Test
    void reserve_millionAddressesAndLongUserNames_onlyThoseThatHoldOneAreKept() {
        Random random = new Random(1);
        Slot active = (Slot) slots.reserve("active");
        active.reserveUser("active");
        active.confirm();
        for (int i = 0; i < 1_000_000; i++) {
            Slot slot = (Slot) slots.reserve(new IpAddress(0, (0xffffL << 32) | (random.nextInt() & 0xffff_ffffL)));
            slot.reserveUser("user ".repeat(20) + i);
            held.add(new Held(slot, ""));
            if (held.size() == TOTAL - 1) {
                assertEquals(2 * TOTAL, slots.size());
                held.forEach(other -> other.slot.release());
                held.clear();
            }
        }
        held.forEach(other -> other.slot.release());

        assertEquals(1, slots.held());
        assertEquals(2, slots.size());
        for (int i = 1; i < PER_ADDRESS; i++) {
            assertTrue(slots.reserve("active") instanceof Slot);
        }
        assertFalse(slots.reserve("active") instanceof Slot);
    }
}
