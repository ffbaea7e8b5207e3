package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place where a token may stand. Each gives what stands there, without looking whether it is a token: empty text, which
 * is none, where there is something that cannot be read. Immutable.
 */
sealed interface TokenSource {
    /** The field of {@link Bearer}. */
    String AUTHORIZATION = "Authorization";

    /** The field of {@link Subprotocol}. */
    String PROTOCOLS = "Sec-WebSocket-Protocol";

    /** What stands there, in order; empty where nothing does. */
    List<String> find(Headers headers, @Nullable String rawQuery);

    /**
     * Reads a place.
     *
     * @param text {@code bearer}, {@code header:} and a name, {@code subprotocol}, or {@code query:} and a name
     * @return the place
     * @throws IllegalArgumentException if the text is something else
     */
    static TokenSource parse(String text) {
        Matcher header = Header.SYNTAX.matcher(text);
        Matcher query = Query.SYNTAX.matcher(text);
        if (header.matches() && !Header.TAKEN.contains(header.group(1).toLowerCase(Locale.ROOT))) {
            return new Header(header.group(1));
        }
        if (query.matches()) {
            return new Query(query.group(1));
        }
        return switch (text) {
            case "bearer" -> new Bearer();
            case "subprotocol" -> new Subprotocol(Subprotocol.BEARER);
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "': expected bearer, header: and the name of a header of its own, subprotocol, or"
                                + " query: and the name of a parameter");
        };
    }

    /**
     * {@code Authorization: Bearer} (RFC 6750, section 2.1). Another scheme is no token. A second line is never right (RFC
     * 9110, section 5.3), and leaves open which one the application reads.
     */
    record Bearer() implements TokenSource {
        private static final String SCHEME = "Bearer";

        @Override
        public List<String> find(Headers headers, @Nullable String rawQuery) {
            List<String> lines = headers.values(AUTHORIZATION);
            if (lines.size() != 1) {
                return lines.isEmpty() ? List.of() : List.of("");
            }
            String line = lines.get(0);
            int end = line.indexOf(' ') < 0 ? line.length() : line.indexOf(' ');
            // Schemes have no case (RFC 9110, section 11.1).
            if (!line.substring(0, end).equalsIgnoreCase(SCHEME)) {
                return List.of();
            }
            int start = end;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            return List.of(line.substring(start));
        }
    }

    /**
     * A header that holds a token and nothing else, in one line.
     *
     * @param name the name of the header
     */
    record Header(String name) implements TokenSource {
        private static final Pattern SYNTAX = Pattern.compile("header:(" + ShortToken.SYNTAX + ")");

        /** These have a syntax of their own, in which a token is only a part, or no token at all. */
        private static final Set<String> TAKEN = Set.of(
                "authorization",
                "connection",
                "cookie",
                "host",
                "origin",
                "sec-websocket-extensions",
                "sec-websocket-key",
                "sec-websocket-protocol",
                "sec-websocket-version",
                "upgrade");

        @Override
        public List<String> find(Headers headers, @Nullable String rawQuery) {
            List<String> lines = headers.values(name);
            return lines.size() > 1 ? List.of("") : lines;
        }
    }

    /**
     * Entries such as {@code bearer.<token>} among the subprotocols, which is all that a browser lets a page send.
     *
     * @param prefix what stands before the token
     */
    record Subprotocol(String prefix) implements TokenSource {
        static final String BEARER = "bearer.";

        @Override
        public List<String> find(Headers headers, @Nullable String rawQuery) {
            return headers.values(PROTOCOLS).stream()
                    .flatMap(line -> Stream.of(line.split(",", -1)))
                    .filter(this::isToken)
                    .map(entry -> Blanks.strip(entry).substring(prefix.length()))
                    .toList();
        }

        boolean isToken(String entry) {
            return Blanks.strip(entry).startsWith(prefix);
        }
    }

    /**
     * A parameter of the query.
     *
     * @param name the name of the parameter
     */
    record Query(String name) implements TokenSource {
        static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
        private static final Pattern SYNTAX = Pattern.compile("query:(" + NAME + ")");

        @Override
        public List<String> find(Headers headers, @Nullable String rawQuery) {
            return rawQuery == null
                    ? List.of()
                    : Stream.of(rawQuery.split("&", -1))
                            .filter(this::isToken)
                            .map(Query::valueOf)
                            .toList();
        }

        /** A name that is written with percent signs is the same name to the application. */
        boolean isToken(String pair) {
            return PercentCode.decode(nameOf(pair)).filter(name::equals).isPresent();
        }

        private static String valueOf(String pair) {
            int equals = pair.indexOf('=');
            return equals < 0
                    ? ""
                    : PercentCode.decode(pair.substring(equals + 1)).orElse("");
        }

        private static String nameOf(String pair) {
            int equals = pair.indexOf('=');
            return equals < 0 ? pair : pair.substring(0, equals);
        }
    }
}
