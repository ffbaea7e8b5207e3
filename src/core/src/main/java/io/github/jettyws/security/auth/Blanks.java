package io.github.jettyws.security.auth;

/** The optional whitespace of header fields: spaces and tabs (RFC 9110, section 5.6.3), and nothing else Java calls so. */
final class Blanks {
    private Blanks() {}

    /** Gives text without the blanks at both ends. By hand, since an expression would take the square of their number. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
