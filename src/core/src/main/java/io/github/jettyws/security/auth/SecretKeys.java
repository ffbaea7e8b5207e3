package io.github.jettyws.security.auth;

import io.github.jettyws.security.auth.CredentialFile.Line;
import java.nio.file.Path;
import java.security.Key;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Secret keys for HMAC-SHA-256, from a file: one on each line, in base64 (RFC 4648, section 4, with padding), such as
 * {@code openssl rand -base64 32} makes. Blank lines and lines that begin with {@code #} do not count.
 *
 * <p>There may be several, so that they can be changed without a moment at which what is good is refused: the first is the
 * one to sign with, and what any of them has signed is good. Put a new key last everywhere, then first everywhere, then
 * take the old one away.
 *
 * <p>Immutable.
 */
public final class SecretKeys {
    /** How few bytes a key may have: a shorter one is weaker than the hash (RFC 2104, section 3). */
    public static final int LEAST_BYTES = 32;

    /** How many bytes a key may have; more than 64 make it no stronger. */
    public static final int MOST_BYTES = 512;

    /** How many keys there may be: a forgery costs as many codes. */
    public static final int MOST_KEYS = 8;

    private static final String EXPECTED =
            "expected a key of " + LEAST_BYTES + " to " + MOST_BYTES + " bytes in base64, with padding";

    private final List<Key> keys;

    private SecretKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the keys, at least one
     * @throws CredentialFileException if it cannot be read or understood, or has no key or more than {@value #MOST_KEYS};
     *     the message names the line and does not show it
     */
    public static SecretKeys read(Path file) {
        List<Key> keys = new ArrayList<>();
        for (Line line : CredentialFile.read(file)) {
            if (keys.size() == MOST_KEYS) {
                throw line.error(1, "expected at most " + MOST_KEYS + " keys");
            }
            keys.add(HmacSha256.key(bytes(line)));
        }
        if (keys.isEmpty()) {
            throw new CredentialFileException(file, EXPECTED);
        }
        return new SecretKeys(keys);
    }

    private static byte[] bytes(Line line) {
        String text = line.text().strip();
        int column = line.text().indexOf(text) + 1;
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The decoder of the JDK does without padding, and without zeros in the bits that are left over.
            if (bytes.length >= LEAST_BYTES
                    && bytes.length <= MOST_BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw line.error(column, EXPECTED);
        }
        throw line.error(column, EXPECTED);
    }

    /**
     * Tells how many there are.
     *
     * @return 1 to {@value #MOST_KEYS}
     */
    public int size() {
        return keys.size();
    }

    /** Gives the first one. */
    Key first() {
        return keys.get(0);
    }

    /**
     * Verifies a code.
     *
     * @param code the code, in constant time
     * @param parts what it should have been computed of
     * @return whether one of the keys gives it
     */
    boolean verify(byte[] code, byte[]... parts) {
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(HmacSha256.code(key, parts), code));
    }

    /** Tells how many there are. */
    @Override
    public String toString() {
        return keys.size() + " keys";
    }
}
