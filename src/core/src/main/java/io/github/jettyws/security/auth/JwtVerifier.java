package io.github.jettyws.security.auth;

import java.time.Clock;
import java.util.List;

/**
 * Verifies tokens: JWTs (RFC 7519) that are signed and sent in the compact form (RFC 7515, section 7.1), along the lines of
 * RFC 8725.
 *
 * <p>What costs least comes first: the length, the three parts, the header, whether there is a key; then the signature,
 * {@value JwtKeys#MAX_CANDIDATES} times at most; and only if that is good, the claims. So nothing that the issuer did not
 * sign is read, other than the header.
 *
 * <p>A token is good as long as the clock, set back by the skew, is before {@code exp}; and as soon as the clock, set
 * forward by the skew, has reached {@code nbf} and {@code iat}. Thread-safe.
 */
public final class JwtVerifier {
    /** The name of the scheme. */
    public static final String SCHEME = "jwt";

    private final JwtRules rules;
    private final JwtKeys keys;
    private final Clock clock;

    /**
     * Makes a verifier.
     *
     * @param rules what tokens must say
     * @param keys what they may be signed with
     * @param clock the time
     */
    public JwtVerifier(JwtRules rules, JwtKeys keys, Clock clock) {
        this.rules = rules;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Verifies a token.
     *
     * @param token what the client sent, of any length
     * @return whom it names, or why it is not believed; never that it is absent
     */
    public Proof verify(String token) {
        try {
            CompactToken parts = CompactToken.parse(token);
            checkSignature(parts, JwtHeader.parse(parts.header(), rules));
            return new Proof.Proved(JwtClaims.identity(parts.payload(), rules, clock.instant()));
        } catch (BadToken e) {
            return new Proof.Rejected(e.why());
        }
    }

    private void checkSignature(CompactToken token, JwtHeader header) throws BadToken {
        List<JwtKey> candidates = keys.candidates(header.algorithm(), header.keyId());
        if (candidates.isEmpty()) {
            throw new BadToken("no key");
        }
        if (candidates.stream().noneMatch(key -> key.verifies(header.algorithm(), token))) {
            throw new BadToken("wrong signature");
        }
    }

    /** Tells whether what a token proved is over by now. */
    boolean isExpired(Identity identity) {
        return identity.expiry()
                .filter(expiry -> rules.isExpired(expiry, clock.instant()))
                .isPresent();
    }
}
