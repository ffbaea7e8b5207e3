package io.github.jettyws.security;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;

/** The part of a policy that says what tokens must say, and what they are verified with. */
public abstract class JwtSettings extends HandshakeSettings {
    JwtSettings(@Nullable Settings parent) {
        super(parent);
    }

    /**
     * Gives {@code ws-security.auth.jwt.keyFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.keyFile", readonly = true)
    public String getAuthJwtKeyFile() {
        return get(Property.AUTH_JWT_KEY_FILE);
    }

    /**
     * Sets {@code ws-security.auth.jwt.keyFile}.
     *
     * @param authJwtKeyFile the file with the secret or the public keys of tokens, see {@link io.github.jettyws.security.auth.JwtKeySet#parse(byte[])}
     */
    public void setAuthJwtKeyFile(String authJwtKeyFile) {
        set(Property.AUTH_JWT_KEY_FILE, authJwtKeyFile);
    }

    /**
     * Gives {@code ws-security.auth.jwt.jwksFile}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.jwksFile", readonly = true)
    public String getAuthJwtJwksFile() {
        return get(Property.AUTH_JWT_JWKS_FILE);
    }

    /**
     * Sets {@code ws-security.auth.jwt.jwksFile}.
     *
     * @param authJwtJwksFile the file with them as a JWK Set (RFC 7517)
     */
    public void setAuthJwtJwksFile(String authJwtJwksFile) {
        set(Property.AUTH_JWT_JWKS_FILE, authJwtJwksFile);
    }

    /**
     * Gives {@code ws-security.auth.jwt.jwksUri}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.jwksUri", readonly = true)
    public String getAuthJwtJwksUri() {
        return get(Property.AUTH_JWT_JWKS_URI);
    }

    /**
     * Sets {@code ws-security.auth.jwt.jwksUri}.
     *
     * @param authJwtJwksUri where the issuer publishes them as a JWK Set: {@code https}, or {@code http} on this machine
     */
    public void setAuthJwtJwksUri(String authJwtJwksUri) {
        set(Property.AUTH_JWT_JWKS_URI, authJwtJwksUri);
    }

    /**
     * Gives {@code ws-security.auth.jwt.algorithms}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.algorithms", readonly = true)
    public String getAuthJwtAlgorithms() {
        return get(Property.AUTH_JWT_ALGORITHMS);
    }

    /**
     * Sets {@code ws-security.auth.jwt.algorithms}.
     *
     * @param authJwtAlgorithms the algorithms that tokens may be signed with, comma-separated, such as {@code RS256,ES256}: those with a secret, or those with public keys, never both
     */
    public void setAuthJwtAlgorithms(String authJwtAlgorithms) {
        set(Property.AUTH_JWT_ALGORITHMS, authJwtAlgorithms);
    }

    /**
     * Gives {@code ws-security.auth.jwt.issuer}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.issuer", readonly = true)
    public String getAuthJwtIssuer() {
        return get(Property.AUTH_JWT_ISSUER);
    }

    /**
     * Sets {@code ws-security.auth.jwt.issuer}.
     *
     * @param authJwtIssuer the {@code iss} that tokens must have; where it is empty, any or none
     */
    public void setAuthJwtIssuer(String authJwtIssuer) {
        set(Property.AUTH_JWT_ISSUER, authJwtIssuer);
    }

    /**
     * Gives {@code ws-security.auth.jwt.audience}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.audience", readonly = true)
    public String getAuthJwtAudience() {
        return get(Property.AUTH_JWT_AUDIENCE);
    }

    /**
     * Sets {@code ws-security.auth.jwt.audience}.
     *
     * @param authJwtAudience the audiences of which the {@code aud} of tokens must name one, comma-separated; where it is empty, they must have none
     */
    public void setAuthJwtAudience(String authJwtAudience) {
        set(Property.AUTH_JWT_AUDIENCE, authJwtAudience);
    }

    /**
     * Gives {@code ws-security.auth.jwt.clockSkew}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.clockSkew", readonly = true)
    public String getAuthJwtClockSkew() {
        return get(Property.AUTH_JWT_CLOCK_SKEW);
    }

    /**
     * Sets {@code ws-security.auth.jwt.clockSkew}.
     *
     * @param authJwtClockSkew how much the clock of the issuer may differ, 0s to 5m
     */
    public void setAuthJwtClockSkew(String authJwtClockSkew) {
        set(Property.AUTH_JWT_CLOCK_SKEW, authJwtClockSkew);
    }

    /**
     * Gives {@code ws-security.auth.jwt.requireExpiration}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.requireExpiration", readonly = true)
    public String getAuthJwtRequireExpiration() {
        return get(Property.AUTH_JWT_REQUIRE_EXPIRATION);
    }

    /**
     * Sets {@code ws-security.auth.jwt.requireExpiration}.
     *
     * @param authJwtRequireExpiration whether tokens must have an {@code exp}, {@code true} or {@code false}
     */
    public void setAuthJwtRequireExpiration(String authJwtRequireExpiration) {
        set(Property.AUTH_JWT_REQUIRE_EXPIRATION, authJwtRequireExpiration);
    }

    /**
     * Gives {@code ws-security.auth.jwt.nameClaim}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.nameClaim", readonly = true)
    public String getAuthJwtNameClaim() {
        return get(Property.AUTH_JWT_NAME_CLAIM);
    }

    /**
     * Sets {@code ws-security.auth.jwt.nameClaim}.
     *
     * @param authJwtNameClaim the claim that names the user
     */
    public void setAuthJwtNameClaim(String authJwtNameClaim) {
        set(Property.AUTH_JWT_NAME_CLAIM, authJwtNameClaim);
    }

    /**
     * Gives {@code ws-security.auth.jwt.rolesClaim}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.rolesClaim", readonly = true)
    public String getAuthJwtRolesClaim() {
        return get(Property.AUTH_JWT_ROLES_CLAIM);
    }

    /**
     * Sets {@code ws-security.auth.jwt.rolesClaim}.
     *
     * @param authJwtRolesClaim the claim with the roles: an array, or a text with spaces between them
     */
    public void setAuthJwtRolesClaim(String authJwtRolesClaim) {
        set(Property.AUTH_JWT_ROLES_CLAIM, authJwtRolesClaim);
    }

    /**
     * Gives {@code ws-security.auth.jwt.type}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.auth.jwt.type", readonly = true)
    public String getAuthJwtType() {
        return get(Property.AUTH_JWT_TYPE);
    }

    /**
     * Sets {@code ws-security.auth.jwt.type}.
     *
     * @param authJwtType the {@code typ} that the header of tokens must have, such as {@code at+jwt}; where it is empty, any or none
     */
    public void setAuthJwtType(String authJwtType) {
        set(Property.AUTH_JWT_TYPE, authJwtType);
    }
}
