package io.github.jettyws.security.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys that were read at once. Immutable. */
public final class JwtKeySet implements JwtKeys {
    /** The most bytes that keys are read from. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most keys of a set. */
    public static final int MAX_KEYS = 100;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Map<JwtAlgorithm, List<JwtKey>> keys = new EnumMap<>(JwtAlgorithm.class);
    private final int size;

    private JwtKeySet(List<JwtKey> all) {
        for (JwtKey key : all) {
            for (JwtAlgorithm algorithm : key.algorithms()) {
                keys.computeIfAbsent(algorithm, fit -> new ArrayList<>()).add(key);
            }
        }
        keys.replaceAll((algorithm, fit) -> List.copyOf(fit));
        size = all.size();
    }

    /**
     * Reads keys, in one of three forms.
     *
     * <ul>
     *   <li>What begins with a brace is a JWK Set (RFC 7517, section 5) of at most {@value #MAX_KEYS} keys. Those
     *       that cannot be used are passed over, as it says there: other types, curves and uses, keys that are too short.
     *       One with a private part makes all void: it has no business here.
     *   <li>What has a line that begins with {@code -----BEGIN} is PEM (RFC 7468), and every block of it a
     *       {@code PUBLIC KEY} or a {@code CERTIFICATE}, of which nothing counts but its key: neither its dates nor who
     *       signed it.
     *   <li>Everything else is a secret for HMAC, as one line of printable text: the bytes of its UTF-8, or, if it begins
     *       with {@code base64:}, those that follow it in base64 or base64url. White space around it does not count.
     * </ul>
     *
     * A byte order mark may come first. Keys of PEM and secrets have no {@code kid}: they are tried for whichever a token names.
     *
     * @param content the bytes
     * @return the keys
     * @throws IllegalArgumentException if they cannot be understood, or none of them can be used
     */
    public static JwtKeySet parse(byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes: expected keys");
        }
        String text = text(content);
        List<JwtKey> keys;
        if (text.startsWith("{")) {
            keys = JwkSetKeys.parse(content);
        } else if (PemKeys.isPem(text)) {
            keys = PemKeys.parse(text);
        } else {
            keys = List.of(JwtKey.secret(SecretText.parse(text), null));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key: expected at least one that can verify a signature");
        }
        return new JwtKeySet(keys);
    }

    /**
     * Reads a JWK Set, and nothing else: what a server answers in its place, an error page say, must not become a secret.
     *
     * @param content the bytes
     * @return the keys
     * @throws IllegalArgumentException if they are no JWK Set, or none of its keys can be used
     */
    public static JwtKeySet parseSet(byte[] content) {
        if (content.length <= MAX_BYTES && !text(content).startsWith("{")) {
            throw new IllegalArgumentException("expected a JWK Set, a JSON object");
        }
        return parse(content);
    }

    private static String text(byte[] content) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK ? text.subSequence(1, text.length()) : text)
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not text: expected a JWK Set, PEM, or a secret as text or base64:", e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where a token says too little for telling which of more than {@value JwtKeys#MAX_CANDIDATES} keys it means, none
     * is tried.
     */
    @Override
    public List<JwtKey> candidates(JwtAlgorithm algorithm, @Nullable String keyId) {
        List<JwtKey> called = keys.getOrDefault(algorithm, List.of()).stream()
                .filter(key -> key.isCalled(keyId))
                .toList();
        return called.size() > MAX_CANDIDATES ? List.of() : called;
    }

    /**
     * Tells what the keys are for.
     *
     * @return the algorithms that at least one key is fit for
     */
    public Set<JwtAlgorithm> algorithms() {
        EnumSet<JwtAlgorithm> algorithms = EnumSet.noneOf(JwtAlgorithm.class);
        algorithms.addAll(keys.keySet());
        return algorithms;
    }

    /** Tells how many keys there are, and what for. */
    @Override
    public String toString() {
        return size + (size == 1 ? " key for " : " keys for ") + keys.keySet();
    }
}
