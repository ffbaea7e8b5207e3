package io.github.jettyws.security.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin: scheme, host and port (RFC 6454, section 4). Two origins are the same if all three are equal; text is never
 * compared. Immutable.
 *
 * @param scheme in lower case
 * @param host as {@link Host} gives it
 * @param port the port, the scheme's default where none was written, {@link #NO_PORT} where the scheme has none
 */
public record Origin(String scheme, String host, int port) {
    /** The port of an origin whose scheme has no default, and that names none. */
    public static final int NO_PORT = -1;

    private static final int HIGHEST_PORT = 65535;

    /** Longer text is no origin: a host has at most 253 characters, and no scheme is as long as the rest. */
    static final int MAX_LENGTH = 512;

    /** The serialisation of RFC 6454, section 6.1: nothing before the scheme, nothing after the port. */
    private static final Pattern SERIALIZED =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([1-9]\\d{0,4}))?");

    /**
     * Reads the serialisation of an origin. Anything that is not exactly that is none: user-info, a path, a query, a
     * list, white space, a trailing dot, an empty or padded port, a number that is no address, characters outside of
     * ASCII.
     *
     * @param text the text
     * @return the origin, empty where the text is none
     */
    public static Optional<Origin> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = SERIALIZED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String digits = matcher.group(3);
        int port = digits == null ? defaultPort(scheme) : Integer.parseInt(digits);
        return port > HIGHEST_PORT
                ? Optional.empty()
                : Host.parse(matcher.group(2)).map(host -> new Origin(scheme, host, port));
    }

    /**
     * Gives the port of a scheme.
     *
     * @param scheme in lower case
     * @return its default port, or {@link #NO_PORT}
     */
    static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> NO_PORT;
        };
    }

    /** Gives the serialisation of RFC 6454, section 6.1: the default port is left out. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
