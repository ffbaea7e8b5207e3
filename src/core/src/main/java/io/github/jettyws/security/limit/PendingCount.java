package io.github.jettyws.security.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections of each client are open without having become a WebSocket. A client of whom none is open is not
 * remembered: what is kept is bounded by what is open. Thread-safe.
 */
public final class PendingCount {
    private final int limit;
    private final ConcurrentHashMap<Object, Integer> open = new ConcurrentHashMap<>();

    /**
     * Counts from zero.
     *
     * @param limit how many one client may have open, at least 1
     * @throws IllegalArgumentException if the limit is less
     */
    public PendingCount(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + ", expected 1 or more");
        }
        this.limit = limit;
    }

    /**
     * Asks for one more connection, and counts it if there is room.
     *
     * @param client what the client is counted by, see {@link io.github.jettyws.security.address.ClientKey}
     * @return whether it is within the limit; if so, it has to be given back exactly once
     */
    public boolean tryAcquire(Object client) {
        while (true) {
            Integer known = open.putIfAbsent(client, 1);
            if (known == null) {
                return true;
            }
            if (known >= limit) {
                return false;
            }
            if (open.replace(client, known, known + 1)) {
                return true;
            }
        }
    }

    /**
     * Gives one back: it has been closed, or has become a WebSocket.
     *
     * @param client what it was counted by
     */
    public void release(Object client) {
        open.computeIfPresent(client, (same, known) -> known == 1 ? null : known - 1);
    }

    /**
     * Tells how many of one client are open.
     *
     * @param client what the client is counted by
     * @return 0 to the limit
     */
    public int open(Object client) {
        return open.getOrDefault(client, 0);
    }

    /**
     * Tells how many clients are known.
     *
     * @return those of whom at least one is open
     */
    public int clients() {
        return open.size();
    }

    @Override
    public String toString() {
        return limit + " pending of one client";
    }
}
