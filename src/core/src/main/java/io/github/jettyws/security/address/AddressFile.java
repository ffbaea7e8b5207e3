package io.github.jettyws.security.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads list files: an address or a range on each line, see {@link AddressRange#parse(String)}. Blank lines do not count,
 * nor what follows {@code #} or {@code ;}. A line may be a JSON object instead, as in the lists of Spamhaus. Lines end in
 * LF, CRLF or CR; a byte order mark of UTF-8 may come first.
 *
 * <p>One broken line makes the whole file void: a list that is enforced in part is one that somebody relies on in vain.
 */
public final class AddressFile {
    private static final int MOST_OF_LINE = 4096;
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private AddressFile() {}

    /**
     * Reads a file, line by line: what it takes of memory are the ranges.
     *
     * @param file the file
     * @return the set of all that is listed, empty where nothing is
     * @throws AddressFileException if the file cannot be read, or a line cannot be understood or has more than 4096 bytes
     */
    public static AddressSet parse(Path file) {
        return new AddressSet(read(file));
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return all that is listed, in the order of the lines; a new list
     * @throws AddressFileException as above
     */
    static List<AddressRange> read(Path file) {
        List<AddressRange> ranges = new ArrayList<>();
        // One byte more shows that a line is too long.
        try (LineReader reader = new LineReader(Files.newInputStream(file), MOST_OF_LINE + 1)) {
            long number = 0;
            for (String text = reader.next(); text != null; text = reader.next()) {
                number++;
                boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
                AddressFileLine line =
                        new AddressFileLine(file, number, marked ? text.substring(BYTE_ORDER_MARK.length()) : text);
                if (text.length() > MOST_OF_LINE) {
                    throw line.error(MOST_OF_LINE + 1, text, "expected a line of at most " + MOST_OF_LINE + " bytes");
                }
                ranges.addAll(line.ranges());
            }
        } catch (IOException e) {
            throw new AddressFileException(file, e);
        }
        return ranges;
    }
}
