package io.github.jettyws.security.json;

/** Writes JSON pointers (RFC 6901). */
public final class JsonPointer {
    /** How many characters a pointer has at most: it is sent, and logged, and its names are as long as a client likes. */
    public static final int MAX_LENGTH = 256;

    private JsonPointer() {}

    /**
     * Writes a pointer.
     *
     * @param path the names of members and the indexes of elements, from the root on
     * @return the pointer, empty for the whole text; where it would have more than {@value #MAX_LENGTH} characters, it
     *     points at the innermost object or array for which that is enough
     */
    public static String of(Iterable<String> path) {
        StringBuilder pointer = new StringBuilder();
        for (String name : path) {
            int room = MAX_LENGTH - pointer.length() - 1;
            // Before it is escaped, which only makes it longer: the name may be as long as the message.
            String token = name.length() > room ? name : name.replace("~", "~0").replace("/", "~1");
            if (token.length() > room) {
                break;
            }
            pointer.append('/').append(token);
        }
        return pointer.toString();
    }
}
