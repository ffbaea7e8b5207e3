package io.github.jettyws.security.auth;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What counts of the header of a token: the algorithm, which the rules name, and which key of theirs it wants. Keys and
 * addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never looked at: whoever forges a token
 * can put his own there (RFC 8725, section 3.10).
 *
 * @param algorithm what the token is signed with, as it says
 * @param keyId the {@code kid}, {@code null} if there is none
 */
record JwtHeader(JwtAlgorithm algorithm, @Nullable String keyId) {
    /**
     * What changes the meaning of the rest. Whoever understands no extension must refuse what says {@code crit} (RFC 7515,
     * section 4.1.11); {@code b64} is RFC 7797; {@code zip} and {@code enc} belong to encrypted tokens.
     */
    private static final List<String> UNSUPPORTED = List.of("crit", "b64", "zip", "enc");

    /**
     * Reads a header.
     *
     * @param json its JSON
     * @param rules what it must say
     * @return what counts of it
     * @throws BadToken if it does not say so
     */
    static JwtHeader parse(byte[] json, JwtRules rules) throws BadToken {
        Map<String, @Nullable Object> members;
        try {
            members = StrictJson.parse(json);
        } catch (IOException e) {
            throw new BadToken("malformed header");
        }
        if (UNSUPPORTED.stream().anyMatch(members::containsKey)) {
            throw new BadToken("unsupported header");
        }
        JwtAlgorithm algorithm = members.get("alg") instanceof String name
                ? JwtAlgorithm.named(name).filter(rules.algorithms()::contains).orElse(null)
                : null;
        if (algorithm == null) {
            throw new BadToken("algorithm not allowed");
        }
        if (!rules.isExpectedType(members.get("typ"))) {
            throw new BadToken("wrong type");
        }
        Object keyId = members.get("kid");
        if (members.containsKey("kid") && !(keyId instanceof String)) {
            throw new BadToken("malformed header");
        }
        return new JwtHeader(algorithm, (String) keyId);
    }
}
