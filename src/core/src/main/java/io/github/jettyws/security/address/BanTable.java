package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bans by client and by end. When it is full, the ban that ends first makes room, never the new one.
 *
 * <p>Any thread may read at any time; changes need a lock of the caller's.
 */
final class BanTable {
    private final ConcurrentHashMap<IpAddress, Ban> byClient = new ConcurrentHashMap<>();
    private final TreeSet<Ban> byEnd =
            new TreeSet<>(Comparator.comparing(Ban::until).thenComparing(Ban::client));
    private final int most;

    BanTable(int most) {
        this.most = most;
    }

    /** Tells whether there is no ban at all, neither one that goes on nor one that is over. For any thread. */
    boolean isEmpty() {
        return byClient.isEmpty();
    }

    /** Finds the ban of a client, be it over or not. For any thread. */
    @Nullable
    Ban get(IpAddress client) {
        return byClient.get(client);
    }

    /** Puts a ban in place of the one that the client had. */
    void put(Ban ban) {
        remove(ban.client());
        if (byEnd.size() >= most) {
            remove(byEnd.first().client());
        }
        byEnd.add(ban);
        byClient.put(ban.client(), ban);
    }

    void remove(IpAddress client) {
        Ban ban = byClient.remove(client);
        if (ban != null) {
            byEnd.remove(ban);
        }
    }

    /** Takes out what is over, in the order of the ends. */
    List<Ban> expire(long now) {
        List<Ban> over = new ArrayList<>();
        while (!byEnd.isEmpty() && byEnd.first().isOver(now)) {
            Ban ban = byEnd.first();
            remove(ban.client());
            over.add(ban);
        }
        return over;
    }

    /** Copies what goes on, in the order of the ends. */
    List<Ban> list(long now) {
        return byEnd.stream().filter(ban -> !ban.isOver(now)).toList();
    }
}
