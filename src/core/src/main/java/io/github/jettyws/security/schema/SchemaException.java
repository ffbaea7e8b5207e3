package io.github.jettyws.security.schema;

import java.io.Serial;

/** A schema cannot be understood, or asks for what is not to be had here. The message is a single line. */
public final class SchemaException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    SchemaException(String expected) {
        super(expected);
    }

    SchemaException(String expected, Throwable cause) {
        super(expected, cause);
    }
}
