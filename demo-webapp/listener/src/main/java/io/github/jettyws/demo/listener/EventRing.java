package io.github.jettyws.demo.listener;

import io.github.jettyws.security.event.SecurityEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events, as many as there is room for; the oldest gives way to the newest. Thread-safe. */
final class EventRing {
    private final int capacity;
    private final Deque<RecentEvent> events;
    private long last;

    EventRing(int capacity) {
        this.capacity = capacity;
        this.events = new ArrayDeque<>(capacity);
    }

    synchronized void add(SecurityEvent event) {
        if (events.size() == capacity) {
            events.removeFirst();
        }
        last++;
        events.addLast(RecentEvent.of(last, event));
    }

    synchronized List<RecentEvent> since(long sequence) {
        return events.stream().filter(event -> event.sequence() > sequence).toList();
    }

    synchronized long last() {
        return last;
    }
}
