package io.github.jettyws.security.auth;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature is good, set against the rules. A claim that is there and not of its type refuses
 * the token, {@code null} included: what cannot be understood is not the same as what is not there.
 */
final class JwtClaims {
    /** The end of the year 9999. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private static final double NANOS = 1e9;

    private final JwtRules rules;
    private final Map<String, @Nullable Object> claims;

    private JwtClaims(JwtRules rules, Map<String, @Nullable Object> claims) {
        this.rules = rules;
        this.claims = claims;
    }

    /**
     * Reads claims.
     *
     * @param json their JSON
     * @param rules what they must say
     * @param now the time
     * @return whom they name
     * @throws BadToken if they do not say what they must, or their time is not now
     */
    static Identity identity(byte[] json, JwtRules rules, Instant now) throws BadToken {
        try {
            return new JwtClaims(rules, StrictJson.parse(json)).identity(now);
        } catch (IOException e) {
            throw malformed();
        }
    }

    private Identity identity(Instant now) throws BadToken {
        Optional<Instant> expiry = checkTimes(now);
        if (rules.issuer() != null && !text("iss").equals(Optional.of(rules.issuer()))) {
            throw new BadToken("wrong issuer");
        }
        checkAudience();
        String name = text(rules.nameClaim()).orElse("");
        if (name.isEmpty()) {
            throw new BadToken("no name");
        }
        return new Identity(name, roles(), JwtVerifier.SCHEME, present(), expiry, text("jti"));
    }

    private Optional<Instant> checkTimes(Instant now) throws BadToken {
        Optional<Instant> expiry = time("exp");
        if (expiry.isEmpty() && rules.requireExpiration()) {
            throw new BadToken("no expiry");
        }
        if (expiry.isPresent() && rules.isExpired(expiry.get(), now)) {
            throw new BadToken("expired");
        }
        Optional<Instant> notBefore = time("nbf");
        if (notBefore.isPresent() && rules.isFuture(notBefore.get(), now)) {
            throw new BadToken("not yet valid");
        }
        Optional<Instant> issuedAt = time("iat");
        if (issuedAt.isPresent() && rules.isFuture(issuedAt.get(), now)) {
            throw new BadToken("issued in the future");
        }
        return expiry;
    }

    /** A token that names an audience is for nobody else, also where none is expected (RFC 7519, section 4.1.3). */
    private void checkAudience() throws BadToken {
        Object value = claims.get("aud");
        Set<String> named = value instanceof String one ? Set.of(one) : texts("aud");
        boolean matches = rules.audience().isEmpty()
                ? !claims.containsKey("aud")
                : named.stream().anyMatch(rules.audience()::contains);
        if (!matches) {
            throw new BadToken("wrong audience");
        }
    }

    private Set<String> roles() throws BadToken {
        if (claims.get(rules.rolesClaim()) instanceof String list) {
            Set<String> roles = new HashSet<>(Arrays.asList(list.split(" ")));
            roles.remove("");
            return roles;
        }
        return texts(rules.rolesClaim());
    }

    private Optional<String> text(String name) throws BadToken {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        if (claims.get(name) instanceof String text) {
            return Optional.of(text);
        }
        throw malformed();
    }

    private Set<String> texts(String name) throws BadToken {
        if (!claims.containsKey(name)) {
            return Set.of();
        }
        if (!(claims.get(name) instanceof List<?> list)) {
            throw malformed();
        }
        Set<String> texts = new HashSet<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw malformed();
            }
            texts.add(text);
        }
        return texts;
    }

    /** A NumericDate (RFC 7519, section 2) is a number of seconds that need not be whole. */
    private Optional<Instant> time(String name) throws BadToken {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        if (!(claims.get(name) instanceof Number number)
                || number.doubleValue() < 0
                || number.doubleValue() > LATEST_SECOND) {
            throw malformed();
        }
        if (number instanceof Long seconds) {
            return Optional.of(Instant.ofEpochSecond(seconds));
        }
        double seconds = Math.floor(number.doubleValue());
        return Optional.of(Instant.ofEpochSecond((long) seconds, (long) ((number.doubleValue() - seconds) * NANOS)));
    }

    /** Those that say something: {@code null} says no more than that there is nothing. */
    private Map<String, Object> present() {
        Map<String, Object> present = new HashMap<>();
        for (Map.Entry<String, @Nullable Object> claim : claims.entrySet()) {
            Object value = claim.getValue();
            if (value != null) {
                present.put(claim.getKey(), value);
            }
        }
        return present;
    }

    private static BadToken malformed() {
        return new BadToken("malformed claims");
    }
}
