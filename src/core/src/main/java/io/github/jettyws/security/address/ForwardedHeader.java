package io.github.jettyws.security.address;

import java.util.Arrays;
import java.util.Optional;

/** The header in which trusted proxies name the client. The other one is never read. */
public enum ForwardedHeader {
    /** The de-facto header: a list of addresses; {@code X-Forwarded-Proto} goes with it. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** The header of RFC 7239. */
    FORWARDED("Forwarded");

    private final String field;

    ForwardedHeader(String field) {
        this.field = field;
    }

    /**
     * Gives the name of the header.
     *
     * @return the field name
     */
    public String field() {
        return field;
    }

    /**
     * Finds a header.
     *
     * @param field the field name, in any case
     * @return the header
     * @throws IllegalArgumentException if it is neither
     */
    public static ForwardedHeader parse(String field) {
        return Arrays.stream(values())
                .filter(header -> header.field.equalsIgnoreCase(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected X-Forwarded-For or Forwarded"));
    }

    /** Reads one element of the list; empty where no IP address can be understood from it. */
    Optional<Hop> read(String element) {
        return this == FORWARDED ? Forwarded.parse(element) : ForwardedFor.parse(element);
    }

    /** Whether an element may hold commas within quotes. */
    boolean quotes() {
        return this == FORWARDED;
    }
}
