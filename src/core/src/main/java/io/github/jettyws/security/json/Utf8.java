package io.github.jettyws.security.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads UTF-8 (RFC 3629) without mending it. */
public final class Utf8 {
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /**
     * Decodes bytes.
     *
     * @param bytes the bytes, which are not changed
     * @return the text, empty where they are not UTF-8
     */
    public static Optional<String> decode(byte[] bytes) {
        // Much faster than a decoder that reports, and puts a replacement wherever that would.
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isWellFormed(bytes) ? Optional.of(text) : Optional.empty();
    }

    private static boolean isWellFormed(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
