package io.github.jettyws.security.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token (RFC 7519) must say to be believed. Immutable.
 *
 * @param algorithms what it may be signed with: HMAC only, or signatures with a public key only. With both, a public key
 *     might be taken for a secret, which it is not (RFC 8725, section 2.1)
 * @param issuer the {@code iss} that it must have, character by character; {@code null} for any or none
 * @param audience of these its {@code aud} must name one; if empty, it must have none (RFC 7519, section 4.1.3)
 * @param clockSkew how much the issuer's clock may differ, 0 to {@link #MAX_CLOCK_SKEW}
 * @param requireExpiration whether it must have an {@code exp}
 * @param nameClaim the claim that names the user, a text that is not empty
 * @param rolesClaim the claim with the roles: an array of texts, or a text with spaces between them, as {@code scope} is
 *     (RFC 8693, section 4.2); whoever has none has no roles
 * @param type the {@code typ} that its header must have, such as {@code JWT} or {@code at+jwt}, in either case, with or
 *     without {@code application/} (RFC 7515, section 4.1.9); {@code null} for any or none
 */
public record JwtRules(
        Set<JwtAlgorithm> algorithms,
        @Nullable String issuer,
        Set<String> audience,
        Duration clockSkew,
        boolean requireExpiration,
        String nameClaim,
        String rolesClaim,
        @Nullable String type) {
    /** The most that clocks may differ. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    private static final String MEDIA_TYPE = "application/";
    private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");

    /**
     * Makes rules.
     *
     * @param algorithms what tokens may be signed with
     * @param issuer the {@code iss} that they must have
     * @param audience of these their {@code aud} must name one
     * @param clockSkew how much clocks may differ
     * @param requireExpiration whether they must have an {@code exp}
     * @param nameClaim the claim that names the user
     * @param rolesClaim the claim with the roles
     * @param type the {@code typ} that they must have
     * @throws IllegalArgumentException if they contradict themselves, or a value is out of its range
     */
    public JwtRules {
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("no algorithm: expected at least one, such as RS256");
        }
        algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
        if (algorithms.stream().map(JwtAlgorithm::isSymmetric).distinct().count() > 1) {
            throw new IllegalArgumentException("algorithms " + algorithms
                    + ": expected either HS* or others, not both, or a public key could be" + " taken for a secret");
        }
        audience = Set.copyOf(audience);
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew " + clockSkew + ": expected 0 to " + MAX_CLOCK_SKEW);
        }
        if (Stream.concat(Stream.of(nameClaim, rolesClaim), audience.stream()).anyMatch(String::isEmpty)
                || "".equals(issuer)
                || "".equals(type)) {
            throw new IllegalArgumentException(
                    "an issuer, audience, claim or type is empty: expected text, or that it is left out");
        }
        if (TIMES.contains(nameClaim) || TIMES.contains(rolesClaim)) {
            throw new IllegalArgumentException(
                    "claim '" + (TIMES.contains(nameClaim) ? nameClaim : rolesClaim) + "': expected one that is text");
        }
        type = type == null ? null : plain(type);
    }

    /**
     * Begins rules.
     *
     * @param algorithms what tokens may be signed with
     * @return what is as strict as can be, with {@code sub} for the name, {@code roles} for the roles and 30 seconds of
     *     clock skew
     */
    public static Builder builder(Collection<JwtAlgorithm> algorithms) {
        return new Builder(Set.copyOf(algorithms));
    }

    /** Tells whether a {@code typ} is the one that is expected. */
    boolean isExpectedType(@Nullable Object typ) {
        return type == null || (typ instanceof String text && plain(text).equals(type));
    }

    /** A token whose time is over is refused at that moment, not after it: "on or after" (RFC 7519, section 4.1.4). */
    boolean isExpired(Instant expiry, Instant now) {
        return !now.isBefore(expiry.plus(clockSkew));
    }

    /** A time that is exactly now has come. */
    boolean isFuture(Instant time, Instant now) {
        return time.minus(clockSkew).isAfter(now);
    }

    private static String plain(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        boolean prefixed = lower.startsWith(MEDIA_TYPE) && lower.indexOf('/', MEDIA_TYPE.length()) < 0;
        return prefixed ? lower.substring(MEDIA_TYPE.length()) : lower;
    }

    /** Rules in the making. Not thread-safe. */
    public static final class Builder {
        private final Set<JwtAlgorithm> algorithms;
        private @Nullable String issuer;
        private Set<String> audience = Set.of();
        private Duration clockSkew = Duration.ofSeconds(30);
        private boolean requireExpiration = true;
        private String nameClaim = "sub";
        private String rolesClaim = "roles";
        private @Nullable String type;

        private Builder(Set<JwtAlgorithm> algorithms) {
            this.algorithms = algorithms;
        }

        /**
         * Expects an issuer.
         *
         * @param value the {@code iss}
         * @return this
         */
        public Builder issuer(String value) {
            issuer = value;
            return this;
        }

        /**
         * Expects an audience.
         *
         * @param values one of these
         * @return this
         */
        public Builder audience(Collection<String> values) {
            audience = Set.copyOf(values);
            return this;
        }

        /**
         * Sets how much clocks may differ.
         *
         * @param value 0 to {@link #MAX_CLOCK_SKEW}
         * @return this
         */
        public Builder clockSkew(Duration value) {
            clockSkew = value;
            return this;
        }

        /**
         * Takes tokens without {@code exp}, which are good for ever: nothing but a change of keys ends them.
         *
         * @return this
         */
        public Builder allowMissingExpiration() {
            requireExpiration = false;
            return this;
        }

        /**
         * Sets the claim that names the user.
         *
         * @param value the name of the claim
         * @return this
         */
        public Builder nameClaim(String value) {
            nameClaim = value;
            return this;
        }

        /**
         * Sets the claim with the roles.
         *
         * @param value the name of the claim
         * @return this
         */
        public Builder rolesClaim(String value) {
            rolesClaim = value;
            return this;
        }

        /**
         * Expects a type.
         *
         * @param value the {@code typ} of the header
         * @return this
         */
        public Builder type(String value) {
            type = value;
            return this;
        }

        /**
         * Makes the rules.
         *
         * @return the rules
         * @throws IllegalArgumentException if they contradict themselves
         */
        public JwtRules build() {
            return new JwtRules(
                    algorithms, issuer, audience, clockSkew, requireExpiration, nameClaim, rolesClaim, type);
        }
    }
}
