package io.github.jettyws.security.limit;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many slots each client address, or each user, holds. Who holds none is not in the map, which is thereby bounded by
 * the slots that are held. Thread-safe.
 */
final class SlotCounts {
    private final int limit;
    private final ConcurrentHashMap<Object, Integer> held = new ConcurrentHashMap<>();

    /**
     * Counts up to a limit.
     *
     * @param limit how many slots one may hold; 0 is no limit, and nothing is counted
     */
    SlotCounts(int limit) {
        this.limit = limit;
    }

    boolean tryTake(Object key) {
        while (limit > 0) {
            @Nullable Integer count = held.putIfAbsent(key, 1);
            if (count == null) {
                return true;
            }
            if (count >= limit) {
                return false;
            }
            if (held.replace(key, count, count + 1)) {
                return true;
            }
        }
        return true;
    }

    void giveBack(Object key) {
        held.computeIfPresent(key, (holder, count) -> count == 1 ? null : count - 1);
    }

    /** Tells how many hold at least one slot. */
    int size() {
        return held.size();
    }
}
