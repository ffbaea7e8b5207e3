package io.github.jettyws.security.auth;

import io.github.jettyws.security.handshake.Handshake;

/**
 * The scheme {@code cookie}, where the cookie holds a token (RFC 7519) and nothing else. Thread-safe.
 */
public final class TokenCookie implements Authenticator {
    private final CookieName name;
    private final VerifiedTokens tokens;

    /**
     * Makes the scheme.
     *
     * @param name the name of the cookie
     * @param tokens verifies what is in it
     */
    public TokenCookie(CookieName name, VerifiedTokens tokens) {
        this.name = name;
        this.tokens = tokens;
    }

    @Override
    public String scheme() {
        return SignedCookie.SCHEME;
    }

    @Override
    public Proof prove(Handshake handshake) {
        return name.prove(handshake, this::verify);
    }

    private Proof verify(String value) {
        Proof proof = tokens.verify(value);
        return proof instanceof Proof.Proved proved
                ? new Proof.Proved(proved.identity().by(scheme()))
                : proof;
    }

    /** Tells the name. */
    @Override
    public String toString() {
        return "tokens in the cookie " + name;
    }
}
