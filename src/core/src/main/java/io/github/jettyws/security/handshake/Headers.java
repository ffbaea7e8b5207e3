package io.github.jettyws.security.handshake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The header fields of an upgrade request: names without regard to case, values as they came, in order. Immutable.
 *
 * <p>Values come from the client, and some of them are credentials. {@link #toString()} therefore shows names only, and
 * whatever leaves the guard is {@link #masked()} first.
 *
 * <p>A request has a dozen fields and is asked for as many, so they are looked through one after the other: nothing is
 * hashed and nothing sorted, and whoever sends as many as the server takes makes it no slower than that.
 */
public final class Headers {
    /** No header at all. */
    public static final Headers NONE = new Headers(List.of());

    /** What stands in the place of a credential. */
    public static final String MASK = "***";

    private final List<Field> fields;
    private final Map<String, List<String>> masked;

    /**
     * One field line.
     *
     * @param name its name
     * @param value its value
     */
    public record Field(String name, String value) {
        /** Shows the name only. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Makes headers of field lines.
     *
     * @param fields the lines, in order; copied
     */
    public Headers(List<Field> fields) {
        this(fields, Set.of());
    }

    /**
     * Makes headers of field lines, some of which hold credentials although their name does not tell.
     *
     * @param fields the lines, in order; copied
     * @param credentials the names of those, in lower case; not to be changed afterwards
     */
    public Headers(List<Field> fields, Set<String> credentials) {
        this.fields = List.copyOf(fields);
        this.masked = new MaskedHeaders(this.fields, credentials);
    }

    /**
     * Makes headers of a map.
     *
     * @param fields values by name; copied, and joined where names differ only in case
     */
    public Headers(Map<String, List<String>> fields) {
        this(lines(fields));
    }

    private static List<Field> lines(Map<String, List<String>> fields) {
        List<Field> lines = new ArrayList<>();
        fields.forEach((name, values) -> values.forEach(value -> lines.add(new Field(name, value))));
        return lines;
    }

    /**
     * Gives the values of one header, one for each field line.
     *
     * @param name its name
     * @return the values, empty if there is no such header
     */
    public List<String> values(String name) {
        String first = null;
        List<String> more = null;
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                if (first == null) {
                    first = field.value();
                } else {
                    more = more == null ? new ArrayList<>(List.of(first)) : more;
                    more.add(field.value());
                }
            }
        }
        if (more != null) {
            return Collections.unmodifiableList(more);
        }
        return first == null ? List.of() : List.of(first);
    }

    /**
     * Gives all headers with every value that is, or may hold, a credential replaced by {@link #MASK}.
     *
     * @return an unmodifiable map whose keys ignore case
     */
    public Map<String, List<String>> masked() {
        return masked;
    }

    @Override
    public String toString() {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field -> names.add(field.name()));
        return names.toString();
    }
}
