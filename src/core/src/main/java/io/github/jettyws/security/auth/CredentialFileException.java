package io.github.jettyws.security.auth;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/**
 * A file of keys cannot be read or understood. The message is a single line that names the file and, where it was
 * understood up to there, the line, the column and what was expected. It never holds text of the file: that is secret, or
 * might be where an operator mistook one field for another.
 */
public final class CredentialFileException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Tells of text that cannot be understood.
     *
     * @param file the file
     * @param line the number of the line, from 1
     * @param column the number of the character in it, from 1
     * @param expected what was expected
     */
    CredentialFileException(Path file, int line, int column, String expected) {
        super(file + ", line " + line + ", column " + column + ": " + expected);
    }

    /**
     * Tells of a file that cannot be used as a whole.
     *
     * @param file the file
     * @param expected what was expected
     */
    CredentialFileException(Path file, String expected) {
        super(file + ": " + expected);
    }

    /**
     * Tells of a file that cannot be read.
     *
     * @param file the file
     * @param cause why
     */
    CredentialFileException(Path file, IOException cause) {
        super(file + ": expected a file that can be read: " + cause, cause);
    }
}
