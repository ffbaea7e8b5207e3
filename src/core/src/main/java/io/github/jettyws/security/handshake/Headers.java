package io.github.jettyws.security.handshake;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The header fields of an upgrade request: names without regard to case, values as they came, in order. Immutable.
 *
 * <p>Values come from the client, and some of them are credentials. {@link #toString()} therefore shows names only, and
 * whatever leaves the guard is {@link #masked()} first.
 */
public final class Headers {
    /** No header at all. */
    public static final Headers NONE = new Headers(Map.of());

    /** What stands in the place of a credential. */
    public static final String MASK = "***";

    /** Fields whose values are credentials, or may hold one: browsers put tokens into subprotocols and into URLs. */
    private static final Set<String> CREDENTIALS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "referer",
            "sec-websocket-protocol",
            "sec-websocket-key",
            "x-api-key",
            "x-auth-token",
            "x-csrf-token",
            "x-xsrf-token");

    private final Map<String, List<String>> fields;

    /**
     * Makes headers of a map.
     *
     * @param fields values by name; copied, and joined where names differ only in case
     */
    public Headers(Map<String, List<String>> fields) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, values) -> copy.merge(name, List.copyOf(values), Headers::joined));
        this.fields = Collections.unmodifiableMap(copy);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Gives the values of one header, one for each field line.
     *
     * @param name its name
     * @return the values, empty if there is no such header
     */
    public List<String> values(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /**
     * Gives all headers with every value that is, or may hold, a credential replaced by {@link #MASK}.
     *
     * @return an unmodifiable map whose keys ignore case
     */
    public Map<String, List<String>> masked() {
        Map<String, List<String>> masked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, values) -> masked.put(name, isCredential(name) ? List.of(MASK) : values));
        return Collections.unmodifiableMap(masked);
    }

    /** A name that says token, secret, password, session or key is masked too: better one too many than one too few. */
    private static boolean isCredential(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CREDENTIALS.contains(lower)
                || lower.contains("token")
                || lower.contains("secret")
                || lower.contains("password")
                || lower.contains("session")
                || lower.contains("credential")
                || lower.contains("auth")
                || lower.contains("jwt")
                || lower.contains("assertion")
                || lower.endsWith("key");
    }

    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
