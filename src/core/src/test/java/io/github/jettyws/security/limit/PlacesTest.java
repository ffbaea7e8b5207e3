package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The places of a user, where a new connection takes that of the oldest. */
class PlacesTest {
    private final List<String> closed = new ArrayList<>();

    private static Slots slots(int perUser) {
        return new Slots(new SlotRules(0, 0, perUser, true), Duration.ofMinutes(1), new FakeTicker());
    }

    private static Slot reserve(Slots slots, String user) {
        Slot slot = (Slot) slots.reserve("192.0.2.1");
        assertEquals(Optional.empty(), slot.reserveUser(user));
        return slot;
    }

    private Slot open(Slots slots, String user, String connection) {
        Slot slot = reserve(slots, user);
        assertTrue(slot.confirm());
        slot.takePlace(() -> closed.add(connection));
        return slot;
    }

    @Test
    void takePlace_lastAllowed_closesNothingAndNextTheOldest() {
        Slots slots = slots(2);
        open(slots, "ann", "one");
        open(slots, "ann", "two");
        assertEquals(List.of(), closed);

        open(slots, "ann", "three");
        assertEquals(List.of("one"), closed);
        open(slots, "ann", "four");
        assertEquals(List.of("one", "two"), closed);
    }

    @Test
    void takePlace_ofAnotherUser_closesNothing() {
        Slots slots = slots(1);
        open(slots, "ann", "of ann");
        open(slots, "bob", "of bob");
        assertEquals(List.of(), closed);
    }

    @Test
    void release_inTheMiddle_makesRoom() {
        Slots slots = slots(3);
        open(slots, "ann", "one");
        Slot two = open(slots, "ann", "two");
        open(slots, "ann", "three");
        two.release();

        open(slots, "ann", "four");
        assertEquals(List.of(), closed);
        open(slots, "ann", "five");
        assertEquals(List.of("one"), closed);
    }

    /** Until it has really closed it counts for the other limits, and then no more: its place is another one's by then. */
    @Test
    void release_afterTheLossOfThePlace_givesBackOnceAndTakesNoPlace() {
        Slots slots = slots(1);
        Slot one = open(slots, "ann", "one");
        open(slots, "ann", "two");
        assertEquals(2, slots.held());

        one.release();
        one.release();
        assertEquals(1, slots.held());
        open(slots, "ann", "three");
        assertEquals(List.of("one", "two"), closed);
    }

    /** A handshake that comes to nothing closes nothing, however many of them there are. */
    @Test
    void reserveUser_neverOpened_takesNoPlace() {
        Slots slots = slots(1);
        Slot one = open(slots, "ann", "one");
        for (int i = 0; i < 10; i++) {
            reserve(slots, "ann").cancel();
        }
        assertEquals(List.of(), closed);
        one.release();
        assertEquals(0, slots.size());
    }

    /** It was closed before it could take a place. */
    @Test
    void takePlace_released_closesNothing() {
        Slots slots = slots(1);
        open(slots, "ann", "one");
        Slot late = reserve(slots, "ann");
        late.confirm();
        late.release();
        late.takePlace(() -> closed.add("late"));

        assertEquals(List.of(), closed);
        assertEquals(1, slots.held());
    }

    @Test
    void takePlace_unknownUser_closesNothing() {
        Slots slots = slots(1);
        for (int i = 0; i < 3; i++) {
            Slot slot = (Slot) slots.reserve("192.0.2.1");
            slot.confirm();
            slot.takePlace(() -> closed.add("anonymous"));
        }
        assertEquals(List.of(), closed);
        assertEquals(3, slots.held());
    }

    @Test
    void takePlace_noLimit_closesNothing() {
        Slots slots = slots(0);
        open(slots, "ann", "one");
        open(slots, "ann", "two");
        assertEquals(List.of(), closed);
        assertEquals(0, slots.size());
    }

    /** What closes gives its slot back at once, as a connection does that has gone already, on the thread of the newer one. */
    @RepeatedTest(50)
    void takePlace_manyAtOnce_exactlyTheLimitStaysAndEachIsGivenBackOnce() throws Exception {
        int limit = 7;
        int connections = 200;
        Slots slots = slots(limit);
        List<AtomicInteger> closings = IntStream.range(0, connections)
                .mapToObj(i -> new AtomicInteger())
                .toList();
        List<Slot> open = IntStream.range(0, connections)
                .mapToObj(i -> reserve(slots, "ann"))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Slot slot = open.get(i);
                AtomicInteger count = closings.get(i);
                ends.add(threads.submit(() -> {
                    go.await();
                    slot.confirm();
                    slot.takePlace(() -> {
                        count.incrementAndGet();
                        slot.release();
                    });
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(limit, slots.held());
        assertEquals(
                connections - limit,
                closings.stream().mapToInt(AtomicInteger::get).sum());
        assertEquals(limit, closings.stream().filter(count -> count.get() == 0).count());
        open.forEach(Slot::release);
        assertEquals(0, slots.held());
        assertEquals(0, slots.size());
    }
}
