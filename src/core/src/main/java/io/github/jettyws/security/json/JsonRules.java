package io.github.jettyws.security.json;

/**
 * What a JSON text may be, beyond what RFC 8259 says. Immutable.
 *
 * @param maxDepth how deep objects and arrays may be nested, 1 to {@value #MOST_DEPTH}; the outermost is the first
 * @param allowsDuplicateKeys whether an object may have a name twice (RFC 8259, section 4: readers do not agree which one
 *     counts)
 */
public record JsonRules(int maxDepth, boolean allowsDuplicateKeys) {
    /** The deepest that may be asked for: whoever reads a text takes a few frames of the stack for each level. */
    public static final int MOST_DEPTH = 200;

    /**
     * Makes rules.
     *
     * @param maxDepth how deep objects and arrays may be nested
     * @param allowsDuplicateKeys whether an object may have a name twice
     * @throws IllegalArgumentException if the depth is out of range
     */
    public JsonRules {
        if (maxDepth < 1 || maxDepth > MOST_DEPTH) {
            throw new IllegalArgumentException("expected a depth from 1 to " + MOST_DEPTH);
        }
    }
}
