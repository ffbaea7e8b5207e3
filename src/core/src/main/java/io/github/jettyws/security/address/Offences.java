package io.github.jettyws.security.address;

import org.jspecify.annotations.Nullable;

/**
 * The offences of all clients, until they are as many as ban.
 *
 * <p><b>Bound.</b> Clients that offended once and clients that offended again are remembered apart, {@value #MAX_CLIENTS}
 * of each. So a client is counted to the end unless that many others offend between its first two offences, or that many
 * others offend for the second time or more between two later ones. Addresses used once, however many, push nobody out
 * who comes back.
 *
 * <p>Not thread-safe.
 */
final class Offences {
    /** How many clients with one offence are remembered at most, and how many with more. */
    static final int MAX_CLIENTS = 100_000;

    private final int threshold;
    private final long window;
    private final Recent<Long> once = new Recent<>(MAX_CLIENTS);
    private final Recent<OffenceWindow> again = new Recent<>(MAX_CLIENTS);

    /**
     * Makes room for offences.
     *
     * @param threshold how many ban, at least 1
     * @param window the length of the window in milliseconds
     */
    Offences(int threshold, long window) {
        this.threshold = threshold;
        this.window = window;
    }

    /**
     * Counts an offence.
     *
     * @param now the time in milliseconds
     * @return whether it is the one that bans; the client begins anew then
     */
    boolean add(IpAddress client, long now) {
        OffenceWindow counted = again.get(client);
        if (counted == null) {
            counted = second(client, now);
        }
        int count = counted == null ? 1 : counted.add(now);
        if (count >= threshold) {
            remove(client);
            return true;
        }
        return false;
    }

    private @Nullable OffenceWindow second(IpAddress client, long now) {
        Long first = once.get(client);
        if (first == null || isOver(first, now)) {
            once.put(client, now);
            return null;
        }
        once.remove(client);
        OffenceWindow counted = new OffenceWindow(window, first);
        again.put(client, counted);
        return counted;
    }

    /** For a clock that has gone back too, as in {@link OffenceWindow}. */
    private boolean isOver(long first, long now) {
        return Math.abs(now - first) >= window;
    }

    void remove(IpAddress client) {
        once.remove(client);
        again.remove(client);
    }

    /** Lets go of what no longer counts. */
    void expire(long now) {
        once.removeWhile(first -> isOver(first, now));
        again.removeWhile(counted -> counted.isOver(now));
    }

    int size() {
        return once.size() + again.size();
    }
}
