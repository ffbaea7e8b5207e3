package io.github.jettyws.security.auth;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Decodes percent-encoded text (RFC 3986, section 2.1), once and strictly, where the outcome can only be ASCII. A plus is
 * a space to some and a plus to others, so it is neither.
 */
final class PercentCode {
    private PercentCode() {}

    /**
     * Decodes text.
     *
     * @param text the text
     * @return the decoded text, empty where there is a plus, a percent sign without two hexadecimal digits, or anything
     *     that is not printable ASCII before or after
     */
    static Optional<String> decode(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    return Optional.empty();
                }
                c = (char) HexFormat.fromHexDigits(text, i + 1, i + 3);
                i += 2;
            } else if (c == '+') {
                return Optional.empty();
            }
            if (c <= ' ' || c > '~') {
                return Optional.empty();
            }
            decoded.append(c);
        }
        return Optional.of(decoded.toString());
    }
}
