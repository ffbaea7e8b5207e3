package io.github.jettyws.security.origin;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which origins may connect, as an operator writes it:
 *
 * <ul>
 *   <li>{@code https://app.example.com}: this origin, on the default port of the scheme
 *   <li>{@code https://app.example.com:8443}: on this port
 *   <li>{@code https://app.example.com:*}: on any port
 *   <li>{@code https://*.example.com}: every host below {@code example.com}, at any depth, but not {@code example.com}
 *   <li>{@code app.example.com}, {@code *.example.com}: the host alone, with any scheme and port
 *   <li>{@code regex:https://app-\d+\.example\.com}: an expression that must match the whole serialised origin, which
 *       is in lower case and ASCII and has no default port
 * </ul>
 *
 * <p>Host names outside of ASCII are taken in their ASCII form (RFC 3490). Immutable.
 */
public final class OriginPattern {
    private static final String EXPECTED =
            "expected an origin such as https://app.example.com, https://*.example.com or https://example.com:*,"
                    + " a host such as example.com, or regex:…";
    private static final String REGEX = "regex:";
    private static final String WILDCARD = "*.";
    private static final int ANY_PORT = -2;

    private static final Pattern SYNTAX = Pattern.compile(
            "(?:([a-zA-Z][a-zA-Z0-9+.-]*)://)?((?:\\*\\.)?(?:\\[[^\\]]*\\]|[^:/?#@\\[\\]*\\s]+))(?::(\\*|[1-9]\\d{0,4}))?");

    /**
     * Characters that the two generations of IDNA map to different hosts (UTS #46, section 4, table 1): the operator
     * has to say which is meant.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile(".*[\u00df\u03c2\u200c\u200d].*");

    private final String text;
    private final @Nullable Pattern regex;
    private final @Nullable String scheme;
    private final String host;
    private final boolean wildcard;
    private final int port;

    private OriginPattern(
            String text, @Nullable Pattern regex, @Nullable String scheme, String host, boolean wildcard, int port) {
        this.text = text;
        this.regex = regex;
        this.scheme = scheme;
        this.host = host;
        this.wildcard = wildcard;
        this.port = port;
    }

    /**
     * Reads a pattern.
     *
     * @param text the text
     * @return the pattern
     * @throws IllegalArgumentException if it is not one of the forms above; the message tells what was expected
     */
    public static OriginPattern parse(String text) {
        if (text.startsWith(REGEX)) {
            return new OriginPattern(text, compile(text.substring(REGEX.length())), null, "", false, ANY_PORT);
        }
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String scheme = matcher.group(1) == null ? null : matcher.group(1).toLowerCase(Locale.ROOT);
        boolean wildcard = matcher.group(2).startsWith(WILDCARD);
        String host = host(wildcard ? matcher.group(2).substring(WILDCARD.length()) : matcher.group(2), wildcard);
        return new OriginPattern(text, null, scheme, host, wildcard, port(scheme, matcher.group(3)));
    }

    private static Pattern compile(String regex) {
        if (regex.isEmpty()) {
            throw new IllegalArgumentException("expected an expression after " + REGEX);
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expected a regular expression: " + e.getDescription(), e);
        }
    }

    private static String host(String written, boolean wildcard) {
        if (AMBIGUOUS.matcher(written).matches()) {
            throw new IllegalArgumentException(
                    "expected the host in its ASCII form (xn--…): browsers and older software"
                            + " disagree about a character in it");
        }
        return ascii(written)
                .flatMap(Host::parse)
                .filter(host -> !wildcard || isName(host))
                .orElseThrow(() -> new IllegalArgumentException(EXPECTED));
    }

    private static Optional<String> ascii(String written) {
        if (written.startsWith("[")) {
            return Optional.of(written);
        }
        try {
            return Optional.of(IDN.toASCII(written));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    /** Nothing stands below an address. */
    private static boolean isName(String host) {
        return !host.startsWith("[") && !Character.isDigit(host.charAt(host.lastIndexOf('.') + 1));
    }

    private static int port(@Nullable String scheme, @Nullable String written) {
        if (scheme == null) {
            if (written != null) {
                throw new IllegalArgumentException("a host alone means any port: expected a scheme before it");
            }
            return ANY_PORT;
        }
        if (written == null) {
            return Origin.defaultPort(scheme);
        }
        // The host of the probe does not matter: it is Origin that knows what a port is.
        return written.equals("*")
                ? ANY_PORT
                : Origin.parse(scheme + "://host:" + written)
                        .orElseThrow(() -> new IllegalArgumentException("expected a port from 1 to 65535"))
                        .port();
    }

    /**
     * Tells whether an origin may connect as far as this pattern goes.
     *
     * @param origin the origin
     * @return whether it is one of those that the pattern names
     */
    public boolean matches(Origin origin) {
        if (regex != null) {
            return regex.matcher(origin.toString()).matches();
        }
        return (scheme == null || scheme.equals(origin.scheme()))
                && (port == ANY_PORT || port == origin.port())
                && (wildcard ? isBelow(origin.host()) : host.equals(origin.host()));
    }

    /** The dot before the host is what keeps evilexample.com out, and example.com itself. */
    private boolean isBelow(String candidate) {
        int dot = candidate.length() - host.length() - 1;
        return dot > 0 && candidate.charAt(dot) == '.' && candidate.endsWith(host);
    }

    @Override
    public String toString() {
        return text;
    }
}
