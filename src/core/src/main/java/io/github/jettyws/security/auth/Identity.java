package io.github.jettyws.security.auth;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a credential proves. Immutable, as long as the values of claims are.
 *
 * @param name the name of the user; may hold any character
 * @param roles what the user may be asked for, in no order
 * @param scheme how it was proved: {@code session}, {@code cookie}, {@code jwt}, {@code apiKey}, or the name of the plugin
 *     that proved it, whatever that says here
 * @param claims all that the credential says, by its name there; values are text, numbers, truth values, and lists and
 *     maps of those
 * @param expiry from when on the credential proves nothing any more, as it says itself, without any clock skew
 * @param tokenId what the credential can be revoked by
 */
public record Identity(
        String name,
        Set<String> roles,
        String scheme,
        Map<String, Object> claims,
        Optional<Instant> expiry,
        Optional<String> tokenId) {
    /**
     * Makes an identity, with copies of the roles and the claims.
     *
     * @param name the name of the user
     * @param roles what the user may be asked for
     * @param scheme how it was proved
     * @param claims all that the credential says
     * @param expiry from when on it proves nothing any more
     * @param tokenId what it can be revoked by
     * @throws NullPointerException if a role or a claim is {@code null}
     */
    public Identity {
        roles = Set.copyOf(roles);
        claims = Map.copyOf(claims);
    }

    /**
     * Makes an identity of which no more is known than whose it is.
     *
     * @param name the name of the user
     * @param scheme how it was proved
     * @return an identity without roles, claims or expiry
     */
    public static Identity of(String name, String scheme) {
        return new Identity(name, Set.of(), scheme, Map.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Gives the same identity, proved in another way.
     *
     * @param otherScheme how
     * @return the identity
     */
    public Identity by(String otherScheme) {
        return scheme.equals(otherScheme) ? this : new Identity(name, roles, otherScheme, claims, expiry, tokenId);
    }

    /** Leaves the claims out, which may hold what is nobody's business. */
    @Override
    public String toString() {
        return "Identity[name=" + name + ", roles=" + roles + ", scheme=" + scheme
                + expiry.map(at -> ", expiry=" + at).orElse("") + "]";
    }
}
