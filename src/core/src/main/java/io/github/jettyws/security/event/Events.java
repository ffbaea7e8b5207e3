package io.github.jettyws.security.event;

import io.github.jettyws.security.handshake.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands every event to the counters and to each listener. Handing over never waits and never throws. Thread-safe once
 * started.
 */
public final class Events {
    /** How many events may wait for one listener. */
    public static final int CAPACITY = 1024;

    /** How long each listener has at the end to see what is queued, in milliseconds. */
    private static final long DRAIN_MILLIS = 2000;

    private final Counters counters = new Counters();
    private final List<ListenerQueue> queues;

    /**
     * Makes ready.
     *
     * @param listeners who is told
     */
    public Events(List<SecurityListener> listeners) {
        List<ListenerQueue> made = new ArrayList<>();
        listeners.forEach(listener -> made.add(new ListenerQueue(listener, CAPACITY)));
        queues = List.copyOf(made);
    }

    /** Starts a thread for each listener. */
    public void start() {
        queues.forEach(ListenerQueue::start);
    }

    /** Delivers what is queued, as long as the listeners keep up, and ends their threads. */
    public void stop() {
        queues.forEach(queue -> queue.stop(DRAIN_MILLIS));
    }

    /**
     * Tells everybody.
     *
     * @param event what happened
     */
    public void publish(SecurityEvent event) {
        publish(event.type(), event.reason().orElse(null), () -> event);
    }

    /**
     * Tells everybody who wants to know. The event of a connection that opens or closes is not even made where nobody
     * does, as is the case where there is only the audit log.
     *
     * @param type what happened
     * @param reason why, {@code null} if there is no reason
     * @param event makes the event
     */
    public void publish(SecurityEvent.Type type, @Nullable Reason reason, Supplier<SecurityEvent> event) {
        counters.count(type, reason);
        SecurityEvent made = null;
        for (ListenerQueue queue : queues) {
            if (queue.wants(type)) {
                made = made == null ? event.get() : made;
                queue.add(made);
            }
        }
    }

    /**
     * Counts something that nobody is told of, since it was told before.
     *
     * @param type what happened
     * @param reason why
     */
    public void count(SecurityEvent.Type type, Reason reason) {
        counters.count(type, reason);
    }

    /**
     * Gives the counters.
     *
     * @return the counters of all events
     */
    public Counters counters() {
        return counters;
    }

    /**
     * Tells how many events were dropped because a listener was too slow.
     *
     * @return the sum over all listeners
     */
    public long dropped() {
        return queues.stream().mapToLong(ListenerQueue::dropped).sum();
    }

    /**
     * Gives the listeners.
     *
     * @return in the order in which they are told
     */
    public List<SecurityListener> listeners() {
        return queues.stream().map(ListenerQueue::listener).toList();
    }
}
