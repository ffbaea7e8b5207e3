package io.github.jettyws.security.address;

import java.util.List;

/**
 * The elements of a list header (RFC 9110, section 5.6.1), from the last of the last field line to the first of the
 * first. Nothing is looked at before it is asked for, and no element depends on what stands to the left of it: proxies
 * append, so what is on the left is the client's. Empty elements count: they are given as empty text.
 *
 * <p>Not thread-safe.
 */
final class ListElements {
    private final List<String> lines;
    private final boolean quotes;
    private int next;
    private String line = "";

    /** Where the last element begins that was given; the comma before it ends the next one. */
    private int start;

    /**
     * Begins behind the last element.
     *
     * @param lines the field lines, in order
     * @param quotes whether a comma may stand within a quoted string
     */
    ListElements(List<String> lines, boolean quotes) {
        this.lines = lines;
        this.quotes = quotes;
        this.next = lines.size();
    }

    boolean hasNext() {
        return start > 0 || next > 0;
    }

    /** The next element to the left, without the optional whitespace around it. */
    String next() {
        int end = start - 1;
        if (start == 0) {
            line = lines.get(--next);
            end = line.length();
        }
        start = quotes ? startOutsideQuotes(end) : line.lastIndexOf(',', end - 1) + 1;
        return strip(start, end);
    }

    /**
     * Read from the right, the first quote closes a string and the next one that is not escaped opens it: the opening one
     * never stands behind a backslash, for those stand within strings only (RFC 9110, section 5.6.4). A string that never
     * opens takes the rest of the line with it.
     */
    private int startOutsideQuotes(int end) {
        boolean inside = false;
        for (int i = end - 1; i >= 0; i--) {
            char c = line.charAt(i);
            if (c == ',' && !inside) {
                return i + 1;
            }
            if (c == '"') {
                int backslashes = inside ? backslashesBefore(i) : 0;
                inside ^= backslashes % 2 == 0;
                i -= backslashes;
            }
        }
        return 0;
    }

    private int backslashesBefore(int index) {
        int first = index;
        while (first > 0 && line.charAt(first - 1) == '\\') {
            first--;
        }
        return index - first;
    }

    /** Optional whitespace is spaces and tabs (RFC 9110, section 5.6.3), and no other character that Java calls so. */
    private String strip(int from, int to) {
        int first = from;
        int end = to;
        while (first < end && isWhitespace(line.charAt(first))) {
            first++;
        }
        while (end > first && isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(first, end);
    }

    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }
}
