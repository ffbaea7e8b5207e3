package io.github.jettyws.security.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is kept of an API key: {@code HMAC-SHA-256(salt + pepper, key)}, where the key is the ASCII of its whole text, and
 * the pepper is a secret that is kept in another file than the hashes, or nothing.
 *
 * <p>A slow password hash would be wrong here. It makes guesses dear where a secret can be guessed; 256 random bits cannot,
 * however fast the hash is. What it would do instead is let anybody spend a tenth of a second of the server by sending any
 * key at all.
 *
 * <p>Immutable.
 */
final class ApiKeyHash {
    private static final int SALT_LENGTH = 16;
    private static final byte[] NO_PEPPER = {};

    /** What no key has, as far as anybody will ever find out: compared with where there is nothing else. */
    static final ApiKeyHash NONE = new ApiKeyHash(new byte[SALT_LENGTH], new byte[HmacSha256.LENGTH]);

    private final byte[] salt;
    private final byte[] hash;

    private ApiKeyHash(byte[] salt, byte[] hash) {
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Hashes a key with a salt of its own.
     *
     * @param key the key
     * @param pepper the pepper, empty where there is none
     * @param random where the salt comes from
     * @return the hash
     */
    static ApiKeyHash of(ApiKeyText key, Optional<SecretKeys> pepper, RandomGenerator random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return new ApiKeyHash(salt, hash(salt, key, pepper));
    }

    /**
     * Reads a hash.
     *
     * @param text salt and hash in base64url, with a dot between them
     * @return the hash
     * @throws IllegalArgumentException if the text is none; the message does not show it
     */
    static ApiKeyHash parse(String text) {
        int dot = text.indexOf('.');
        Optional<byte[]> salt = Base64Url.decode(text.substring(0, Math.max(dot, 0)));
        Optional<byte[]> hash = Base64Url.decode(text.substring(dot + 1));
        if (salt.isEmpty()
                || hash.isEmpty()
                || salt.get().length != SALT_LENGTH
                || hash.get().length != HmacSha256.LENGTH) {
            throw new IllegalArgumentException("expected the salt and the hash of a key as the tool printed them");
        }
        return new ApiKeyHash(salt.get(), hash.get());
    }

    /** Tells in constant time whether this is the hash of a key. */
    boolean matches(ApiKeyText key, Optional<SecretKeys> pepper) {
        return MessageDigest.isEqual(hash, hash(salt, key, pepper));
    }

    private static byte[] hash(byte[] salt, ApiKeyText key, Optional<SecretKeys> pepper) {
        byte[] secret = pepper.map(keys -> keys.first().getEncoded()).orElse(NO_PEPPER);
        byte[] both = new byte[salt.length + secret.length];
        System.arraycopy(salt, 0, both, 0, salt.length);
        System.arraycopy(secret, 0, both, salt.length, secret.length);
        return HmacSha256.code(HmacSha256.key(both), key.text().getBytes(StandardCharsets.US_ASCII));
    }

    /** Gives the text that {@link #parse(String)} reads. */
    String text() {
        return Base64Url.encode(salt) + "." + Base64Url.encode(hash);
    }
}
