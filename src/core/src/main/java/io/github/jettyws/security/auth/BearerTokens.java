package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;
import java.util.Optional;
import java.util.Set;

/** The scheme {@code jwt}: a token (RFC 7519) in one of several places. Thread-safe. */
public final class BearerTokens implements Authenticator {
    /** RFC 6750, section 3, wants at least one parameter; the realm tells nothing that the client does not know. */
    private static final String CHALLENGE = "Bearer realm=\"websocket\"";

    private final TokenSources sources;
    private final VerifiedTokens tokens;

    /**
     * Makes the scheme.
     *
     * @param sources where a token may stand
     * @param tokens verifies it
     */
    public BearerTokens(TokenSources sources, VerifiedTokens tokens) {
        this.sources = sources;
        this.tokens = tokens;
    }

    @Override
    public String scheme() {
        return JwtVerifier.SCHEME;
    }

    @Override
    public boolean isAmbient() {
        return false;
    }

    @Override
    public Set<String> headers() {
        return sources.headers();
    }

    /** Without a token the client is told of no error (RFC 6750, section 3.1). */
    @Override
    public Optional<String> challenge(boolean rejected) {
        return Optional.of(rejected ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    }

    @Override
    public Proof prove(Handshake handshake) {
        Tokens found = sources.find(handshake.headers(), handshake.query());
        if (found instanceof Tokens.One one) {
            return prove(one.token());
        }
        if (found instanceof Tokens.None) {
            return Proof.ABSENT;
        }
        return new Proof.Rejected(found instanceof Tokens.Conflict ? "different tokens" : "malformed");
    }

    /**
     * Verifies a token that has come another way.
     *
     * @param token what the client sent, of any length
     * @return what it proves, or that it is rejected
     */
    public Proof prove(String token) {
        return tokens.verify(token);
    }
}
