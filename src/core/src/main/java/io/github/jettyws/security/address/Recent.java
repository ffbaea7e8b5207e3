package io.github.jettyws.security.address;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The clients that were met last, up to a number: the one not met for longest makes room for the next. A cache that goes
 * by frequency would not do: while others pour in it lets go of a newcomer before it comes a second time.
 *
 * <p>Not thread-safe. Whoever looks for addresses whose hash codes collide gets trees (they are comparable), not lists.
 */
final class Recent<V> {
    private final LinkedHashMap<IpAddress, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    Recent(int most) {
        this.most = most;
    }

    /** Gives what is known of a client, which is met by that. */
    @Nullable
    V get(IpAddress client) {
        return entries.get(client);
    }

    void put(IpAddress client, V value) {
        entries.put(client, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    @Nullable
    V remove(IpAddress client) {
        return entries.remove(client);
    }

    /** Lets go of those not met for longest, up to the first that is not stale. */
    void removeWhile(Predicate<V> stale) {
        Iterator<V> values = entries.values().iterator();
        while (values.hasNext() && stale.test(values.next())) {
            values.remove();
        }
    }

    int size() {
        return entries.size();
    }
}
