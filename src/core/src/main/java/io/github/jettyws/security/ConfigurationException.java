package io.github.jettyws.security;

import java.io.Serial;
import java.util.List;

/** The configuration cannot be understood, or contradicts itself. The message has a line for every error. */
public final class ConfigurationException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param errors a line each: the property, the value, what was expected
     */
    ConfigurationException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
    }
}
