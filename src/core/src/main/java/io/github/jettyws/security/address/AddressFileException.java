package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.LogText;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * A list file cannot be read or understood. The message is a single line that names the file and, where it was understood
 * up to there, the line, the column and what was expected. Text of the file is in it escaped and cut off, since many lists
 * come from strangers.
 */
public final class AddressFileException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Tells of text that cannot be understood.
     *
     * @param file the file
     * @param line the number of the line, from 1
     * @param column the number of the byte in it, from 1
     * @param text the text
     * @param expected what was expected instead
     */
    AddressFileException(Path file, long line, int column, String text, String expected) {
        super(file + ", line " + line + ", column " + column + ": " + LogText.quote(text) + ": " + expected);
    }

    /**
     * Tells of a file that cannot be read.
     *
     * @param file the file
     * @param cause why
     */
    AddressFileException(Path file, IOException cause) {
        super(file + ": expected a file that can be read: " + cause, cause);
    }
}
