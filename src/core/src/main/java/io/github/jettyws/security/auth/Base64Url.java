package io.github.jettyws.security.auth;

import java.util.Base64;
import java.util.Optional;

/**
 * The base64url of RFC 4648, section 5, without padding and line breaks (RFC 7515, section 2), and strictly: bytes have one
 * text and no other. Without that a credential could be changed and still be good (RFC 4648, section 3.5), and whoever
 * remembers it by its text be fooled.
 */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /**
     * Decodes text.
     *
     * @param text of any length: bound it before
     * @return the bytes, empty where the text is not what they are encoded as
     */
    static Optional<byte[]> decode(String text) {
        if (text.indexOf('=') >= 0 || !lastBitsAreZero(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(DECODER.decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Of two characters, 8 of 12 bits are used, and of three 16 of 18. */
    private static boolean lastBitsAreZero(String text) {
        int unused = switch (text.length() % 4) {
            case 2 -> 0b1111;
            case 3 -> 0b11;
            default -> 0;
        };
        return unused == 0 || (ALPHABET.indexOf(text.charAt(text.length() - 1)) & unused) == 0;
    }
}
