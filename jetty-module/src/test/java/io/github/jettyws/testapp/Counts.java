package io.github.jettyws.testapp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the application got to see, by the path of the upgrade request, so that no test sees the traffic of another. */
public final class Counts {
    private static final Map<String, Counts> BY_PATH = new ConcurrentHashMap<>();

    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();

    public static Counts of(String path) {
        return BY_PATH.computeIfAbsent(path, key -> new Counts());
    }

    public Counts created() {
        created.incrementAndGet();
        return this;
    }

    /** Some of a message. */
    public void part() {
        parts.incrementAndGet();
    }

    /** The whole of a message, or its last part. */
    public void message() {
        messages.incrementAndGet();
    }

    @Override
    public String toString() {
        return "created=" + created + " parts=" + parts + " messages=" + messages;
    }
}
