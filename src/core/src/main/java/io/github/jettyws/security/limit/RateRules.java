package io.github.jettyws.security.limit;

import java.time.Duration;

/**
 * How many messages a client may send, or how many handshakes it may begin, within a window. Immutable.
 *
 * @param messages how many of either, 0 to {@value #MAX_MESSAGES}; 0 is no limit
 * @param window the length of the window, one millisecond to one hour
 */
public record RateRules(long messages, Duration window) {
    /** The highest number of messages; with {@link #MAX_WINDOW} it keeps the arithmetic within 63 bits. */
    public static final long MAX_MESSAGES = 1_000_000;

    /** The longest window. */
    public static final Duration MAX_WINDOW = Duration.ofHours(1);

    /**
     * Tells whether there is a limit at all.
     *
     * @return whether anything is counted
     */
    public boolean isLimited() {
        return messages > 0;
    }
}
