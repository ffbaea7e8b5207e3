package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowCacheTest {
    private static final int LIMIT = 10;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final FakeTicker ticker = new FakeTicker();
    private final WindowCache cache = new WindowCache(new RateRules(LIMIT, WINDOW), ticker, new Random(1));

    @Test
    void get_again_sameWindow() {
        assertSame(cache.get("ann"), cache.get("ann"));
        assertNotSame(cache.get("ann"), cache.get("bob"));
        assertEquals(2, cache.size());
    }

    @Test
    void remove_thenPut_sameWindow() {
        RateState window = cache.get("ann");

        assertSame(window, cache.remove("ann"));
        assertEquals(0, cache.size());
        cache.put("ann", window);
        assertSame(window, cache.get("ann"));
    }

    @Test
    void remove_unknown_newWindow() {
        assertEquals(LIMIT, room(cache.remove("ann")));
        assertEquals(0, cache.size());
    }

    /** As long as there is room there is nobody whose counts another could meet. */
    @Test
    void crowds_roomForAll_none() {
        for (int client = 0; client < WindowCache.MAX_CLIENTS; client++) {
            assertEquals(LIMIT, room(cache.get(client)));
        }
        assertEquals(0, cache.crowds());

        ticker.advance(WINDOW.multipliedBy(2));
        for (int client = 0; client < WindowCache.MAX_CLIENTS; client++) {
            assertEquals(LIMIT, room(cache.get("other " + client)));
        }
        assertEquals(0, cache.crowds());
    }

    @Test
    void get_allUsedUpAndForgotten_noRoom() {
        int clients = 3 * WindowCache.MAX_CLIENTS;
        for (int client = 0; client < clients; client++) {
            room(cache.get(client));
        }

        for (int client = 0; client < clients; client++) {
            assertEquals(0, room(cache.get(client)));
        }
        assertTrue(cache.crowds() <= WindowCache.MAX_CROWDS, () -> cache.crowds() + " crowds");
        assertTrue(cache.size() <= WindowCache.MAX_CLIENTS, () -> cache.size() + " windows");
    }

    /** A crowd counts what one of it used, not the sum: here no more than 1 of 10, by a hundred thousand clients and more. */
    @Test
    void get_crowdOfClientsWithOneEach_roomForTheRest() {
        for (int client = 0; client < 3 * WindowCache.MAX_CLIENTS; client++) {
            assertEquals(0, cache.get(client).acquire(ticker.read(), 1));
        }
        for (int newcomer = 0; newcomer < 1_000; newcomer++) {
            long room = room(cache.get("newcomer " + newcomer).copy());

            assertTrue(room >= LIMIT - 3, () -> "room for " + room);
        }
    }

    @Test
    void get_twoWindowsLater_crowdsHaveFaded() {
        for (int client = 0; client < 3 * WindowCache.MAX_CLIENTS; client++) {
            room(cache.get(client));
        }
        ticker.advance(WINDOW.multipliedBy(2));

        for (int newcomer = 0; newcomer < 1_000; newcomer++) {
            assertEquals(LIMIT, room(cache.get("newcomer " + newcomer)));
        }
    }

    /** Whoever looked the window up before it went must not count where nobody will look again. */
    @Test
    void acquire_windowOfAForgottenClient_isRetired() {
        RateState window = cache.get("ann");
        window.acquire(ticker.read(), 1);
        for (int client = 0; client < 3 * WindowCache.MAX_CLIENTS; client++) {
            cache.get(client);
            cache.get(client);
        }

        assertEquals(RateState.RETIRED, window.acquire(ticker.read(), 1));
        assertEquals(LIMIT - 1, room(cache.get("ann")));
    }

    private long room(RateState window) {
        long room = 0;
        while (window.acquire(ticker.read(), 1) == 0) {
            room++;
        }
        return room;
    }
}
