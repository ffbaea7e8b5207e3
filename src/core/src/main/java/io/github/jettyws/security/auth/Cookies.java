package io.github.jettyws.security.auth;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code Cookie} fields (RFC 6265, section 4.2.1) for one name. There may be several field lines over HTTP/2 (RFC
 * 9113, section 8.2.3). Cookies of other names are not looked at: what other applications of the site put there is often
 * not in the grammar, and is no reason to refuse anybody.
 */
final class Cookies {
    private Cookies() {}

    /**
     * Gives the values of a cookie, where each field line is cut at every semicolon, within quotes too.
     *
     * @param lines the field lines
     * @param name the name of the cookie; case matters
     * @return the values as they were sent, in order, equal ones once; empty where there is no such cookie. Two are given at
     *     most: that is one too many already
     */
    static List<String> values(List<String> lines, String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            int start = 0;
            while (start <= line.length() && values.size() < 2) {
                int semicolon = line.indexOf(';', start);
                int end = semicolon < 0 ? line.length() : semicolon;
                add(values, Blanks.strip(line.substring(start, end)), name);
                start = end + 1;
            }
        }
        return values;
    }

    private static void add(List<String> values, String pair, String name) {
        int equals = name.length();
        if (pair.startsWith(name) && pair.length() > equals && pair.charAt(equals) == '=') {
            String value = pair.substring(equals + 1);
            if (!values.contains(value)) {
                values.add(value);
            }
        }
    }
}
