package io.github.jettyws.security.limit;

import java.util.Locale;

/** What happens to a message over the rate, from the mildest to the hardest. */
public enum RateStep {
    /** The application does not see it. */
    DROP,
    /** The same, and the client is told, once in a window. */
    REPLY,
    /** It passes when there is room, and nothing is read before. */
    DELAY,
    /** The connection ends. */
    CLOSE,
    /** The same, and the address is banned. */
    BAN;

    /** Gives the name, as an operator writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
