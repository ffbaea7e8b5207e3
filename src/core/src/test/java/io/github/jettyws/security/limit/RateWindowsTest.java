package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateWindowsTest {
    private static final int LIMIT = 10;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final FakeTicker ticker = new FakeTicker();
    private final RateWindows windows = new RateWindows(new RateRules(LIMIT, WINDOW), ticker);

    @Test
    void open_twoConnectionsOfOneClient_shareTheWindow() {
        RateMeter one = windows.open("ann");
        RateMeter other = windows.open("ann");

        assertEquals(4, take(one, 4));
        assertEquals(6, take(other, 100));
        assertEquals(0, take(one, 100));
        assertEquals(1, windows.size());
    }

    @Test
    void open_twoClients_windowsOfTheirOwn() {
        assertEquals(LIMIT, take(windows.open("ann"), 100));
        assertEquals(LIMIT, take(windows.open("bob"), 100));
        assertEquals(2, windows.size());
    }

    @Test
    void open_afterReconnect_findsTheOldWindow() {
        RateMeter first = windows.open("ann");
        take(first, 7);
        first.close();

        assertEquals(1, windows.size());
        assertEquals(3, take(windows.open("ann"), 100));
        assertEquals(1, windows.size());
    }

    @Test
    void open_reconnectOneWindowLater_shareOfTheOldOne() {
        RateMeter first = windows.open("ann");
        take(first, LIMIT);
        first.close();
        ticker.advance(WINDOW.multipliedBy(3).dividedBy(2));

        assertEquals(LIMIT / 2, take(windows.open("ann"), 100));
    }

    @Test
    void open_reconnectTwoWindowsLater_isForgotten() {
        RateMeter first = windows.open("ann");
        take(first, LIMIT);
        first.close();
        ticker.advance(WINDOW.multipliedBy(2));

        assertEquals(LIMIT, take(windows.open("ann"), 100));
    }

    @Test
    void close_oneOfTwo_otherKeepsTheWindow() {
        RateMeter one = windows.open("ann");
        RateMeter other = windows.open("ann");
        take(one, 7);
        one.close();

        assertEquals(3, take(other, 100));
        // It is not forgotten as one would be that nobody holds.
        ticker.advance(WINDOW.multipliedBy(2));
        assertEquals(LIMIT, take(other, 100));
        assertEquals(0, take(windows.open("ann"), 100));
    }

    /** With a message in between: whoever sent none has nothing to be remembered for. */
    private void openAndClose(Object client) {
        try (RateMeter meter = windows.open(client)) {
            assertEquals(RateDecision.PASS, meter.acquire(0));
        }
    }

    @Test
    void size_clientsThatSentNothing_areForgotten() {
        windows.open("ann").close();

        assertEquals(0, windows.size());
    }

    @Test
    void size_connectionsThatSendNothing_takeNoRoom() {
        RateMeter silent = windows.open("ann");

        assertEquals(0, windows.size());
        assertEquals(RateDecision.PASS, silent.acquire(0));
        assertEquals(1, windows.size());
    }

    /** A connection may end while its first message is under way: nobody would give back what that message took. */
    @Test
    void tryAcquire_afterClose_holdsNothing() {
        RateMeter other = windows.open("ann");
        take(other, LIMIT);
        RateMeter ended = windows.open("ann");
        ended.close();

        assertEquals(0, take(ended, 1));
        other.close();
        ticker.advance(WINDOW.multipliedBy(2));
        openAndClose("bob");
        assertEquals(1, windows.size());
    }

    @Test
    void size_manyClientsCameAndWent_bounded() {
        for (int client = 0; client < 200_000; client++) {
            openAndClose(client);
        }

        assertTrue(windows.size() <= RateWindows.MAX_REMEMBERED, () -> windows.size() + " are remembered");
    }

    @Test
    void size_twoWindowsAfterManyClients_onlyTheLatest() {
        for (int client = 0; client < 1_000; client++) {
            openAndClose(client);
        }
        ticker.advance(WINDOW.multipliedBy(2));
        openAndClose("ann");

        assertEquals(1, windows.size());
    }

    @Test
    void open_sprayOfOtherClients_liveOneKeepsItsWindow() {
        RateMeter live = windows.open("ann");
        take(live, LIMIT);
        for (int client = 0; client < 200_000; client++) {
            take(windows.open(client), 1);
        }
        for (int client = 0; client < 200_000; client++) {
            windows.open("gone " + client).close();
        }

        assertEquals(0, take(live, 100));
        assertEquals(0, take(windows.open("ann"), 100));
    }

    /** Were what it used forgotten, a client with many addresses at hand had no limit. */
    @Test
    void open_reconnectAfterSprayOfOtherClients_nothingIsGivenBack() {
        for (int client = 0; client < 20; client++) {
            spray(client);
            try (RateMeter meter = windows.open("ann " + client)) {
                take(meter, 100);
            }
        }
        spray(20);
        for (int client = 0; client < 20; client++) {
            assertEquals(0, take(windows.open("ann " + client), 100));
        }
    }

    private void spray(int name) {
        for (int client = 0; client < 20_000; client++) {
            try (RateMeter meter = windows.open(name + "," + client)) {
                take(meter, 1);
            }
        }
    }

    @Test
    void open_noLimit_nothingIsKept() {
        RateWindows unlimited = new RateWindows(new RateRules(0, WINDOW), ticker);
        RateMeter meter = unlimited.open("ann");

        assertSame(RateMeter.UNLIMITED, meter);
        assertEquals(100_000, take(meter, 100_000));
        assertEquals(0, unlimited.size());
        meter.close();
        assertEquals("unlimited", unlimited.toString());
    }

    @Test
    void toString_limit_saysIt() {
        assertEquals("10 messages in PT10S", windows.toString());
    }

    /** Were a connection lost in counting, its client would stay for ever; were one counted twice, it would go early. */
    @Test
    void close_concurrently_everyConnectionIsGivenBack() throws Exception {
        RateMeter held = windows.open(0);
        AtomicLong passed = new AtomicLong(take(held, 1));
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            ends.add(threads.submit(() -> {
                go.await();
                for (int i = 0; i < 20_000; i++) {
                    try (RateMeter meter = windows.open(i % 3)) {
                        passed.addAndGet(i % 3 == 0 ? take(meter, 1) : 0);
                    }
                }
                return null;
            }));
        }
        go.countDown();
        for (Future<?> end : ends) {
            end.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertEquals(LIMIT, passed.get());
        held.close();
        ticker.advance(WINDOW.multipliedBy(2));
        windows.open("ann").close();
        assertEquals(1, windows.size());
    }

    private static int take(RateMeter meter, int most) {
        int passed = 0;
        while (passed < most && RateDecision.isAllowed(meter.acquire(0))) {
            passed++;
        }
        return passed;
    }
}
