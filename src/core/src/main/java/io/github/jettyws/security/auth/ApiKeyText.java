package io.github.jettyws.security.auth;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its owner has it: {@code wsk_<id>_<secret>}, 64 characters. The prefix is there for scanners that look for
 * secrets where none should be. The id, 16 hexadecimal digits, finds the line of the key and is no secret; the secret is 32
 * random bytes in base64url. Immutable.
 *
 * @param id the id
 * @param text the whole key
 */
record ApiKeyText(String id, String text) {
    /** What an id is. */
    static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private static final Pattern KEY = Pattern.compile("wsk_(" + ID + ")_[A-Za-z0-9_-]{43}");
    private static final int LENGTH = 64;
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    /**
     * Reads a key.
     *
     * @param text the text
     * @return the key, empty where the text is none
     */
    static Optional<ApiKeyText> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = KEY.matcher(text);
        return matcher.matches() ? Optional.of(new ApiKeyText(matcher.group(1), text)) : Optional.empty();
    }

    /** Makes a key that nobody has had before. */
    static ApiKeyText make(RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        String name = HexFormat.of().formatHex(id);
        return new ApiKeyText(name, "wsk_" + name + "_" + Base64Url.encode(secret));
    }

    /** Tells the id alone. */
    @Override
    public String toString() {
        return "wsk_" + id + "_***";
    }
}
