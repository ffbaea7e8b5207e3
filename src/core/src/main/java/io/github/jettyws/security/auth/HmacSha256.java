package io.github.jettyws.security.auth;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC (RFC 2104) with SHA-256, which every Java platform has to have. */
final class HmacSha256 {
    /** How many bytes a code has. */
    static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private HmacSha256() {}

    static Key key(byte[] bytes) {
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Computes a code.
     *
     * @param key the key
     * @param parts what it is computed of, one after the other; nothing tells them apart but what is in them
     * @return {@value #LENGTH} bytes
     */
    static byte[] code(Key key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected a Java platform with " + ALGORITHM, e);
        }
    }
}
