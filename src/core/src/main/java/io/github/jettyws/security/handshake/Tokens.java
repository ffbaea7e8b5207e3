package io.github.jettyws.security.handshake;

import java.util.ArrayList;
import java.util.List;

/** Lists of tokens (RFC 9110, sections 5.6.1 and 5.6.2), in any number of field lines. */
final class Tokens {
    private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    /** Gives what stands between the commas of all lines, the empty included, without the white space around it. */
    static List<String> elements(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<String> elements = new ArrayList<>(lines.size());
        for (String line : lines) {
            int begin = 0;
            for (int end = line.indexOf(','); end >= 0; end = line.indexOf(',', begin)) {
                elements.add(line.substring(begin, end).strip());
                begin = end + 1;
            }
            elements.add(line.substring(begin).strip());
        }
        return elements;
    }

    /** Tells how many elements there are. */
    static int count(List<String> lines) {
        int count = lines.size();
        for (String line : lines) {
            for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', comma + 1)) {
                count++;
            }
        }
        return count;
    }

    /** Tells whether every element is a token; an empty one is none. */
    static boolean areTokens(List<String> elements) {
        for (String element : elements) {
            if (!isToken(element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Those of ASCII alone. */
    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
