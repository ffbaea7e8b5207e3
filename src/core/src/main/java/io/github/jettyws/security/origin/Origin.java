package io.github.jettyws.security.origin;

import java.util.Locale;
import java.util.Optional;

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

    /**
     * Reads the serialisation of an origin. Anything that is not exactly that is none: user-info, a path, a query, a
     * list, white space, a trailing dot, an empty or padded port, a number that is no address, characters outside of
     * ASCII.
     *
     * @param text the text
     * @return the origin, empty where the text is none
     */
    public static Optional<Origin> parse(String text) {
        int colon = text.indexOf(':');
        if (text.length() > MAX_LENGTH || !isScheme(text, colon) || !text.startsWith("://", colon)) {
            return Optional.empty();
        }
        int begin = colon + "://".length();
        int end = hostEnd(text, begin);
        if (end < text.length() && !isPort(text, end)) {
            return Optional.empty();
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int port = end == text.length() ? defaultPort(scheme) : Integer.parseInt(text, end + 1, text.length(), 10);
        return port > HIGHEST_PORT
                ? Optional.empty()
                : Host.parse(text.substring(begin, end)).map(host -> new Origin(scheme, host, port));
    }

    /** RFC 3986, section 3.1. */
    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && (i == 0 || "0123456789+.-".indexOf(c) < 0)) {
                return false;
            }
        }
        return end > 0;
    }

    /** Only an address in brackets has colons. */
    private static int hostEnd(String text, int begin) {
        int from = text.startsWith("[", begin) ? Math.max(begin, text.indexOf(']', begin)) : begin;
        int colon = text.indexOf(':', from);
        return colon < 0 ? text.length() : colon;
    }

    /** A colon and one to five digits, the first of which is not 0. */
    private static boolean isPort(String text, int colon) {
        int digits = text.length() - colon - 1;
        for (int i = colon + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return digits >= 1 && digits <= 5 && text.charAt(colon + 1) != '0';
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
