package io.github.jettyws.security.limit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of each user, the oldest first, where a new one takes the place of the oldest. To take a place, and
 * to give it back, costs the same however many there are; memory is bounded by the slots that are held. Thread-safe.
 */
final class OpenSlots {
    private final int limit;
    private final ConcurrentHashMap<String, Map<Slot, Runnable>> open = new ConcurrentHashMap<>();

    /**
     * Has places for so many.
     *
     * @param limit how many connections one user may have open, at least 1 where any takes a place
     */
    OpenSlots(int limit) {
        this.limit = limit;
    }

    /**
     * Takes a place.
     *
     * @param close closes the connection, for when it has lost its place
     * @return closes the one that has lost its place to this one, and has none any more; empty if there was room
     */
    Optional<Runnable> take(String user, Slot slot, Runnable close) {
        AtomicReference<@Nullable Runnable> oldest = new AtomicReference<>();
        open.compute(user, (name, known) -> {
            Map<Slot, Runnable> slots = known == null ? new LinkedHashMap<>() : known;
            slots.put(slot, close);
            if (slots.size() > limit) {
                Iterator<Runnable> inOrder = slots.values().iterator();
                oldest.set(inOrder.next());
                inOrder.remove();
            }
            return slots;
        });
        return Optional.ofNullable(oldest.get());
    }

    /** Gives a place back; nothing happens if it was lost, or never taken. */
    void giveBack(String user, Slot slot) {
        open.computeIfPresent(user, (name, slots) -> {
            slots.remove(slot);
            return slots.isEmpty() ? null : slots;
        });
    }

    /** Tells how many users have a connection open. */
    int size() {
        return open.size();
    }
}
