package io.github.jettyws.security.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of a file of keys: UTF-8, with or without a byte order mark; lines end in LF, CRLF or CR. Blank lines do
 * not count, nor those whose first character after blanks is {@code #}.
 */
final class CredentialFile {
    /** How many bytes a file may have. */
    static final int MOST_BYTES = 8 << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private CredentialFile() {}

    /**
     * A line that counts. Immutable.
     *
     * @param file the file
     * @param number the number of the line, from 1
     * @param text the line without its end
     */
    record Line(Path file, int number, String text) {
        /**
         * Makes the exception for what cannot be understood.
         *
         * @param column where, from 1
         * @param expected what was expected
         * @return the exception, to be thrown
         */
        CredentialFileException error(int column, String expected) {
            return new CredentialFileException(file, number, column, expected);
        }

        /** Tells where it stands, and not what it says. */
        @Override
        public String toString() {
            return file + ", line " + number;
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file, of at most {@value #MOST_BYTES} bytes
     * @return the lines that count, in order
     * @throws CredentialFileException if it cannot be read, is longer, or is not in UTF-8
     */
    static List<Line> read(Path file) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : text(file).lines().toList()) {
            number++;
            String stripped = text.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
                lines.add(new Line(file, number, text));
            }
        }
        return lines;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more shows that a file is too long.
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CredentialFileException(file, "expected a file of at most " + MOST_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new CredentialFileException(file, "expected text in UTF-8");
        } catch (IOException e) {
            throw new CredentialFileException(file, e);
        }
    }
}
