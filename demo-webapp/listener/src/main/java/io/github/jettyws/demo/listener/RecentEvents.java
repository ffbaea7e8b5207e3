package io.github.jettyws.demo.listener;

import io.github.jettyws.security.event.SecurityEvent;
import java.util.List;

/**
 * The last {@value #CAPACITY} events. Thread-safe.
 *
 * <p>This is static because the listener and its reader never meet: the guard makes the listener, on the server class
 * path, and the reader is a web application with a class loader of its own. The web application sees the server class
 * path, so both see this class. Nothing of the web application is kept here, which would outlive it.
 */
public final class RecentEvents {
    /** How many events are kept. */
    public static final int CAPACITY = 200;

    private static final EventRing RING = new EventRing(CAPACITY);

    private static volatile boolean listening;

    private RecentEvents() {}

    /**
     * Gives what happened after an event.
     *
     * @param sequence the number of that event; 0 for all that are kept
     * @return in order, the oldest first
     */
    public static List<RecentEvent> since(long sequence) {
        return RING.since(sequence);
    }

    /**
     * Gives the number of the last event. It is smaller than one seen before if the server was started anew.
     *
     * @return the number, 0 if nothing has happened
     */
    public static long last() {
        return RING.last();
    }

    /**
     * Tells whether a guard has made the listener: this jar may lie in a base without one.
     *
     * @return whether events can be expected
     */
    public static boolean listening() {
        return listening;
    }

    static void listen() {
        listening = true;
    }

    static void add(SecurityEvent event) {
        RING.add(event);
    }
}
