package io.github.jettyws.security.address;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list file. Immutable.
 *
 * @param file the file
 * @param number the number of the line, from 1
 * @param text the line without its end
 */
record AddressFileLine(Path file, long number, String text) {
    /**
     * An address or a range, as it is written.
     *
     * @param at where it begins in the line, from 0
     * @param text the text
     */
    record Entry(int at, String text) {}

    /**
     * Reads the line.
     *
     * @return what is listed: nothing, one range, or two
     * @throws AddressFileException if the line cannot be understood
     */
    List<AddressRange> ranges() {
        Entry entry = entry();
        if (entry == null) {
            return List.of();
        }
        try {
            return AddressRange.parse(entry.text);
        } catch (IllegalArgumentException e) {
            throw error(entry.at + 1, entry.text, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Entry entry() {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        if (start < text.length() && text.charAt(start) == '{') {
            return AddressFileJson.entry(this, start);
        }
        int end = start;
        while (end < text.length() && text.charAt(end) != '#' && text.charAt(end) != ';') {
            end++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == end ? null : new Entry(start, text.substring(start, end));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Makes the exception for text that cannot be understood.
     *
     * @param column where it is, from 1
     * @param broken the text
     * @param expected what was expected instead
     * @return the exception, to be thrown
     */
    AddressFileException error(int column, String broken, String expected) {
        return new AddressFileException(file, number, column, broken, expected);
    }
}
