package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code Forwarded} (RFC 7239, section 4). It is read to the letter, with one exception: whitespace around
 * a semicolon is let pass, as in the parameters of RFC 9110, section 5.6.6. Not thread-safe.
 */
final class Forwarded {
    /** The RFC names four parameters; an element with far more is not taken apart. */
    private static final int MOST_PARAMETERS = 16;

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;
    private final List<String> names = new ArrayList<>();
    private @Nullable String node;
    private @Nullable String proto;

    private Forwarded(String text) {
        this.text = text;
    }

    /**
     * Reads one element.
     *
     * @param element without whitespace around it
     * @return whom it was forwarded for; empty where the element is malformed, names a parameter twice, or does not name
     *     an IP address
     */
    static Optional<Hop> parse(String element) {
        Forwarded forwarded = new Forwarded(element);
        String node = forwarded.hasPairsOnly() ? forwarded.node : null;
        return node == null ? Optional.empty() : Node.parse(node, true).map(forwarded::hop);
    }

    private Hop hop(IpAddress address) {
        return new Hop(address, proto);
    }

    /** {@code forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )}. */
    private boolean hasPairsOnly() {
        do {
            skipWhitespace();
            if (at < text.length() && text.charAt(at) != ';' && !takePair()) {
                return false;
            }
            skipWhitespace();
        } while (skip(';'));
        return at == text.length();
    }

    private boolean takePair() {
        String name = token();
        if (name.isEmpty() || !skip('=')) {
            return false;
        }
        boolean quoted = skip('"');
        String value = quoted ? rest() : token();
        if (value == null || (value.isEmpty() && !quoted) || !isNew(name)) {
            return false;
        }
        names.add(name);
        if (name.equalsIgnoreCase("for")) {
            node = value;
        } else if (name.equalsIgnoreCase("proto")) {
            proto = value;
        }
        return true;
    }

    private boolean isNew(String name) {
        for (String other : names) {
            if (other.equalsIgnoreCase(name)) {
                return false;
            }
        }
        return names.size() < MOST_PARAMETERS;
    }

    /** RFC 9110, section 5.6.2; empty where there is none. */
    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** The rest of a quoted string (RFC 9110, section 5.6.4), without escapes; {@code null} where it is malformed. */
    private @Nullable String rest() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            } else if (c == '\\') {
                return null;
            }
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return null;
            }
            value.append(c);
        }
        return null;
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skipWhitespace() {
        while (at < text.length() && ListElements.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
