package io.github.jettyws.security.auth;

import java.util.regex.Pattern;

/** The names that an operator gives headers and cookies: tokens (RFC 9110, section 5.6.2) of no more than 64 characters. */
final class ShortToken {
    /** What they look like, as a regular expression without groups. */
    static final String SYNTAX = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    private ShortToken() {}

    /**
     * Checks a name.
     *
     * @param named what has the name, for the message
     * @return the name
     * @throws IllegalArgumentException if it is none
     */
    static String check(String name, String named) {
        if (!PATTERN.matcher(name).matches()) {
            throw new IllegalArgumentException("expected the name of a " + named + ", a token of 1 to 64 characters");
        }
        return name;
    }
}
