package io.github.jettyws.security.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a JWK Set (RFC 7517), see {@link JwtKeySet#parse(byte[])}. */
final class JwkSetKeys {
    /** What a key is made of; certificates that come with it are of no use here. */
    private static final Set<String> PUBLIC_PARTS = Set.of("kty", "n", "e", "crv", "x", "y");

    /** What only its owner may know (RFC 7518, sections 6.2.2 and 6.3.2). The secret of HMAC is "k". */
    private static final Set<String> PRIVATE_PARTS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth");

    private JwkSetKeys() {}

    /**
     * Reads keys.
     *
     * @param json the JSON of the set
     * @return those that can verify a signature
     * @throws IllegalArgumentException if it is no JWK Set, there are too many keys, or one has a private part
     */
    static List<JwtKey> parse(byte[] json) {
        List<JwtKey> keys = new ArrayList<>();
        int number = 0;
        for (Object element : elements(json)) {
            number++;
            if (!(element instanceof Map<?, ?> key)) {
                throw new IllegalArgumentException("JWK Set, key " + number + ": expected an object");
            }
            if (key.keySet().stream().anyMatch(PRIVATE_PARTS::contains)) {
                throw new IllegalArgumentException("JWK Set, key " + number + ": expected no private part");
            }
            key(key).ifPresent(keys::add);
        }
        return keys;
    }

    private static List<?> elements(byte[] json) {
        try {
            if (StrictJson.parse(json).get("keys") instanceof List<?> elements
                    && elements.size() <= JwtKeySet.MAX_KEYS) {
                return elements;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("JWK Set: expected a JSON object in which no name comes twice", e);
        }
        throw new IllegalArgumentException("JWK Set: expected \"keys\", an array of at most " + JwtKeySet.MAX_KEYS);
    }

    private static Optional<JwtKey> key(Map<?, ?> jwk) {
        boolean verifies = !jwk.containsKey("key_ops")
                || (jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"));
        if (!verifies || (jwk.containsKey("use") && !"sig".equals(jwk.get("use")))) {
            return Optional.empty();
        }
        Object id = jwk.get("kid");
        if (jwk.containsKey("kid") && !(id instanceof String)) {
            return Optional.empty();
        }
        try {
            return narrow(make(jwk, (String) id), jwk);
        } catch (IllegalArgumentException | ParseException | JOSEException e) {
            // Another type or curve, too short, or not on the curve: "ignore" is what RFC 7517, section 5, says.
            return Optional.empty();
        }
    }

    /** An {@code alg} says that the key is for nothing else (RFC 7517, section 4.4). */
    private static Optional<JwtKey> narrow(JwtKey key, Map<?, ?> jwk) {
        if (!jwk.containsKey("alg")) {
            return Optional.of(key);
        }
        return jwk.get("alg") instanceof String name
                ? JwtAlgorithm.named(name).filter(key.algorithms()::contains).map(key::only)
                : Optional.empty();
    }

    private static JwtKey make(Map<?, ?> jwk, @Nullable String id) throws ParseException, JOSEException {
        if ("oct".equals(jwk.get("kty")) && jwk.get("k") instanceof String secret) {
            byte[] bytes = Base64Url.decode(secret)
                    .orElseThrow(() -> new IllegalArgumentException("expected base64url without padding"));
            return JwtKey.secret(bytes, id);
        }
        Map<String, Object> parts = new HashMap<>();
        for (String part : PUBLIC_PARTS) {
            if (jwk.get(part) instanceof String text) {
                parts.put(part, text);
            }
        }
        return "RSA".equals(jwk.get("kty"))
                ? JwtKey.publicKey(RSAKey.parse(parts).toPublicKey(), id)
                : JwtKey.publicKey(ECKey.parse(parts).toPublicKey(), id);
    }
}
