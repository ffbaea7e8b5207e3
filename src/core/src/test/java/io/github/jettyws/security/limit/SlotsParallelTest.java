package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SlotsParallelTest {
    private static final int HANDSHAKES = 500;
    private static final int LIMIT = 37;
    private static final int THREADS = 50;

    private static ExecutorService executor;

    private final FakeTicker ticker = new FakeTicker();

    @BeforeAll
    static void start() {
        executor = Executors.newFixedThreadPool(THREADS);
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    @RepeatedTest(50)
    void reserve_manyAtOnce_exactlyTheTotal() throws Exception {
        Slots slots = slots(LIMIT, 0, 0);

        assertEquals(LIMIT, held(atOnce(client -> slots.reserve(client))).size());
        assertEquals(LIMIT, slots.held());
    }

    @RepeatedTest(50)
    void reserve_manyAtOnce_exactlyAsManyOfEachAddress() throws Exception {
        Slots slots = slots(0, LIMIT, 0);

        assertEquals(
                5 * LIMIT, held(atOnce(client -> slots.reserve(client % 5))).size());
        assertEquals(5, slots.size());
    }

    @RepeatedTest(50)
    void reserve_manyAtOnce_exactlyAsManyOfEachUser() throws Exception {
        Slots slots = slots(0, 0, LIMIT);
        List<Optional<Reservation.Exhausted>> refusals =
                atOnce(client -> ((Slot) slots.reserve(client)).reserveUser("user " + client % 5));

        assertEquals(5 * LIMIT, refusals.stream().filter(Optional::isEmpty).count());
    }

    /** What one limit takes for a moment before another refuses must not keep a third out for whom there is room. */
    @RepeatedTest(50)
    void reserve_manyAtOnceUnderBothLimits_lastSlotGoesToSomebody() throws Exception {
        Slots slots = slots(LIMIT, 8, 0);

        assertEquals(LIMIT, held(atOnce(client -> slots.reserve(client % 5))).size());
    }

    /** At once the request ends, the connection opens, closes and the server stops: each of them gives it back or not. */
    @RepeatedTest(50)
    void release_byManyAtOnce_exactlyOnce() throws Exception {
        Slots slots = slots(1_000, 1_000, 1_000);
        List<Slot> reserved = Stream.generate(() -> (Slot) slots.reserve("ann"))
                .limit(HANDSHAKES / 5)
                .toList();
        AtomicInteger open = new AtomicInteger();
        atOnce(task -> {
            Slot slot = reserved.get(task / 5);
            switch (task % 5) {
                case 0 -> slot.reserveUser("ann");
                case 1 -> slot.cancel();
                case 2 -> open.addAndGet(slot.confirm() ? 1 : 0);
                default -> {
                    // Every other one stays open, if it opened.
                    if (task / 5 % 2 == 0) {
                        slot.release();
                    }
                }
            }
            return slot;
        });

        assertTrue(slots.held() <= open.get(), () -> slots.held() + " are held");
        reserved.forEach(Slot::release);
        assertEquals(0, slots.held());
        assertEquals(0, slots.size());
    }

    /** Between the request that ends and the connection that opens exactly one wins. */
    @RepeatedTest(50)
    void confirm_asTheRequestEnds_heldIfAndOnlyIfConfirmed() throws Exception {
        Slots slots = slots(0, 1_000, 0);
        List<Slot> reserved = Stream.generate(() -> (Slot) slots.reserve("ann"))
                .limit(HANDSHAKES / 2)
                .toList();
        AtomicInteger open = new AtomicInteger();
        atOnce(task -> {
            Slot slot = reserved.get(task / 2);
            if (task % 2 == 0) {
                slot.cancel();
            } else {
                open.addAndGet(slot.confirm() ? 1 : 0);
            }
            return slot;
        });

        assertEquals(open.get(), slots.held());
    }

    /** Limits are never exceeded while slots come and go, and in the end nothing is left. */
    @Test
    void reserve_comingAndGoing_neverMoreThanTheLimits() throws Exception {
        Slots slots = slots(LIMIT, 10, 7);
        AtomicInteger total = new AtomicInteger();
        Map<Integer, AtomicInteger> addresses = counters(6);
        Map<Integer, AtomicInteger> users = counters(6);
        List<Future<Boolean>> ends = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(thread);
            ends.add(executor.submit(() -> {
                boolean within = true;
                for (int i = 0; i < 5_000; i++) {
                    int address = random.nextInt(6);
                    int user = random.nextInt(6);
                    if (slots.reserve(address) instanceof Slot slot) {
                        within &= total.incrementAndGet() <= LIMIT;
                        within &= addresses.get(address).incrementAndGet() <= 10;
                        if (slot.reserveUser("user " + user).isEmpty()) {
                            within &= users.get(user).incrementAndGet() <= 7;
                            within &= slot.confirm();
                            users.get(user).decrementAndGet();
                        }
                        addresses.get(address).decrementAndGet();
                        total.decrementAndGet();
                        slot.release();
                    }
                }
                return within;
            }));
        }
        for (Future<Boolean> end : ends) {
            assertTrue(end.get(30, TimeUnit.SECONDS));
        }

        assertEquals(0, slots.held());
        assertEquals(0, slots.size());
    }

    private static Map<Integer, AtomicInteger> counters(int count) {
        Map<Integer, AtomicInteger> counters = new HashMap<>();
        for (int i = 0; i < count; i++) {
            counters.put(i, new AtomicInteger());
        }
        return counters;
    }

    private interface Handshake<T> {
        T begin(int number) throws Exception;
    }

    /** As many threads as there are wait for the start, and go on with the rest of the handshakes. */
    private static <T> List<T> atOnce(Handshake<T> handshake) throws Exception {
        CountDownLatch ready = new CountDownLatch(THREADS);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<T>> ends = new ArrayList<>();
        for (int i = 0; i < HANDSHAKES; i++) {
            int number = i;
            Callable<T> task = () -> {
                ready.countDown();
                go.await();
                return handshake.begin(number);
            };
            ends.add(executor.submit(task));
        }
        ready.await();
        go.countDown();
        List<T> results = new ArrayList<>();
        for (Future<T> end : ends) {
            results.add(end.get(30, TimeUnit.SECONDS));
        }
        return results;
    }

    private static List<Reservation> held(List<Reservation> reservations) {
        return reservations.stream().filter(Slot.class::isInstance).toList();
    }

    private Slots slots(int total, int perAddress, int perUser) {
        return new Slots(new SlotRules(total, perAddress, perUser, false), Duration.ofMinutes(1), ticker);
    }
}
