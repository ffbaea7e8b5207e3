package io.github.jettyws.security.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads a secret that was written down as text, see {@link JwtKeySet#parse(byte[])}. Bytes that are no text have to be in
 * base64: of those, nobody could tell whether a line end belongs to them.
 */
final class SecretText {
    private static final String BASE64 = "base64:";

    private SecretText() {}

    /**
     * Reads a secret.
     *
     * @param text the text
     * @return the bytes of the secret
     * @throws IllegalArgumentException if it has more than one line, or is not base64 where it says so
     */
    static byte[] parse(String text) {
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("expected a secret on one line, of printable text");
        }
        if (!text.startsWith(BASE64)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            String encoded = text.substring(BASE64.length());
            return Base64.getDecoder().decode(encoded.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message has a piece of the secret.
            throw new IllegalArgumentException("expected base64 after '" + BASE64 + "'");
        }
    }
}
