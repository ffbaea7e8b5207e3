package io.github.jettyws.security.event;

import io.github.jettyws.security.handshake.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often everything happened since the start. Thread-safe. */
public final class Counters {
    private final Map<SecurityEvent.Type, LongAdder> types = new EnumMap<>(SecurityEvent.Type.class);
    private final Map<Reason, LongAdder> reasons = new EnumMap<>(Reason.class);

    Counters() {
        for (SecurityEvent.Type type : SecurityEvent.Type.values()) {
            types.put(type, new LongAdder());
        }
        for (Reason reason : Reason.values()) {
            reasons.put(reason, new LongAdder());
        }
    }

    void count(SecurityEvent.Type type, @Nullable Reason reason) {
        increment(types, type);
        // The end that follows a violation and the ban that follows a refusal have its reason too, and were counted.
        if (reason != null && type != SecurityEvent.Type.CLOSED && type != SecurityEvent.Type.BANNED) {
            increment(reasons, reason);
        }
    }

    private static <K> void increment(Map<K, LongAdder> counters, K key) {
        LongAdder counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    /**
     * Tells how often something happened.
     *
     * @param type what
     * @return how many events there were of it
     */
    public long of(SecurityEvent.Type type) {
        LongAdder counter = types.get(type);
        return counter == null ? 0 : counter.sum();
    }

    /**
     * Tells how often each reason was given, to refuse a handshake or to end a connection.
     *
     * @return the counts by reason; every reason is there
     */
    public Map<Reason, Long> byReason() {
        Map<Reason, Long> counts = new EnumMap<>(Reason.class);
        reasons.forEach((reason, counter) -> counts.put(reason, counter.sum()));
        return counts;
    }
}
