package io.github.jettyws.security.auth;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys from PEM (RFC 7468), see {@link JwtKeySet#parse(byte[])}. What is between blocks does not count. */
final class PemKeys {
    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemKeys() {}

    static boolean isPem(String text) {
        return text.contains(BEGIN);
    }

    /**
     * Reads keys.
     *
     * @param text the text
     * @return the keys of all blocks
     * @throws IllegalArgumentException if a block has no end, or something else in it
     */
    static List<JwtKey> parse(String text) {
        List<JwtKey> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find() && keys.size() < JwtKeySet.MAX_KEYS) {
            try {
                keys.add(JwtKey.publicKey(key(block.group(1), block.group(2)), null));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("PEM block " + (keys.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        if (text.split(BEGIN, -1).length - 1 != keys.size()) {
            throw new IllegalArgumentException(
                    "PEM: expected at most " + JwtKeySet.MAX_KEYS + " blocks, all with an end");
        }
        return keys;
    }

    private static PublicKey key(String label, String body) {
        boolean certificate = label.equals("CERTIFICATE");
        if (!certificate && !label.equals("PUBLIC KEY")) {
            throw new IllegalArgumentException("'" + label + "': expected PUBLIC KEY or CERTIFICATE");
        }
        try {
            byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            return certificate
                    ? CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey()
                    : publicKey(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(label + ": expected a key for RSA or EC, or a certificate of one", e);
        }
    }

    /** Of the two, only the one whose algorithm is named in the key takes it. */
    private static PublicKey publicKey(X509EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }
}
