package io.github.jettyws.security.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one object, each of which may come once. Most objects have few, and looking at each is faster than a hash.
 * Beyond that a hash set takes over: its buckets become trees of strings where hashes collide, so that names that were
 * chosen to collide cost a logarithm. It holds no more than the text does.
 *
 * <p>Not thread-safe.
 */
final class Names {
    private static final int FEW = 8;

    private final String[] few = new String[FEW];
    private int count;
    private @Nullable Set<String> many;

    /**
     * Adds a name.
     *
     * @return whether it is new
     */
    boolean add(String name) {
        if (many != null) {
            return many.add(name);
        }
        for (int i = 0; i < count; i++) {
            if (name.equals(few[i])) {
                return false;
            }
        }
        if (count < FEW) {
            few[count++] = name;
            return true;
        }
        many = new HashSet<>(Arrays.asList(few));
        return many.add(name);
    }
}
