package io.github.jettyws.security.handshake;

/**
 * Makes text of a client fit for a log line: one line, ASCII, bounded. What is not printable ASCII, and the quote and
 * the backslash, becomes an escape, so that no client can forge a line or a field (CWE-117).
 */
public final class LogText {
    private static final int MAX_LENGTH = 200;

    private LogText() {}

    /**
     * Quotes text.
     *
     * @param text what the client sent
     * @return the text in double quotes, escaped; its end is cut off where it is long
     */
    public static String quote(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 2).append('"');
        for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        return line.append(text.length() > MAX_LENGTH ? "...\"" : "\"").toString();
    }
}
