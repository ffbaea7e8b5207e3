package io.github.jettyws.security;

import io.github.jettyws.security.auth.JwtAlgorithm;
import io.github.jettyws.security.auth.JwtKeyFile;
import io.github.jettyws.security.auth.JwtRules;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.VerifiedTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what verifies the tokens of all policies: those with the same settings share what they remember. */
final class TokenKeys {
    private static final Property[] PROPERTIES = {
        Property.AUTH_JWT_KEY_FILE,
        Property.AUTH_JWT_JWKS_FILE,
        Property.AUTH_JWT_ALGORITHMS,
        Property.AUTH_JWT_ISSUER,
        Property.AUTH_JWT_AUDIENCE,
        Property.AUTH_JWT_CLOCK_SKEW,
        Property.AUTH_JWT_REQUIRE_EXPIRATION,
        Property.AUTH_JWT_NAME_CLAIM,
        Property.AUTH_JWT_ROLES_CLAIM,
        Property.AUTH_JWT_TYPE
    };

    private final Path base;
    private final Clock clock;
    private final Map<String, VerifiedTokens> made = new HashMap<>();
    private final List<WatchedFiles.Content> files = new ArrayList<>();

    /**
     * Makes verifiers.
     *
     * @param base what the names of files are relative to
     * @param clock the time that tokens expire by
     */
    TokenKeys(Path base, Clock clock) {
        this.base = base;
        this.clock = clock;
    }

    /** Gives what verifies the tokens of a policy; empty where it cannot be made, and then the reader knows. */
    Optional<VerifiedTokens> tokens(SettingsReader reader) {
        VerifiedTokens known = made.get(reader.texts(PROPERTIES));
        if (known != null) {
            return Optional.of(known);
        }
        int before = reader.errors();
        Optional<JwtRules> rules = rules(reader);
        Optional<VerifiedTokens> tokens = rules.flatMap(expected -> keys(reader, expected.algorithms())
                .map(keys -> remember(new VerifiedTokens(new JwtVerifier(expected, keys, clock)), keys)));
        if (reader.errors() != before) {
            return Optional.empty();
        }
        tokens.ifPresent(verified -> made.put(reader.texts(PROPERTIES), verified));
        return tokens;
    }

    /** What was verified with the keys before is forgotten. */
    private VerifiedTokens remember(VerifiedTokens tokens, JwtKeyFile keys) {
        Runnable again = () -> {
            keys.reload();
            tokens.clear();
        };
        files.add(new ReadAgain(keys.file(), again, keys));
        return tokens;
    }

    private Optional<JwtKeyFile> keys(SettingsReader reader, Set<JwtAlgorithm> algorithms) {
        boolean file = !reader.text(Property.AUTH_JWT_KEY_FILE).isEmpty();
        boolean set = !reader.text(Property.AUTH_JWT_JWKS_FILE).isEmpty();
        if (file == set) {
            String other = Property.AUTH_JWT_JWKS_FILE.key();
            reader.error(
                    Property.AUTH_JWT_KEY_FILE,
                    set
                            ? "expected none, since " + other + " is set"
                            : "expected a file with keys here or in " + other);
            return Optional.empty();
        }
        return set
                ? reader.read(
                        Property.AUTH_JWT_JWKS_FILE,
                        name -> Optional.of(JwtKeyFile.loadSet(base.resolve(name), algorithms)),
                        Optional.empty())
                : reader.read(
                        Property.AUTH_JWT_KEY_FILE,
                        name -> Optional.of(JwtKeyFile.load(base.resolve(name), algorithms)),
                        Optional.empty());
    }

    private static Optional<JwtRules> rules(SettingsReader reader) {
        Set<JwtAlgorithm> algorithms = reader.read(Property.AUTH_JWT_ALGORITHMS, TokenKeys::algorithms, Set.of());
        Set<String> audience = reader.read(Property.AUTH_JWT_AUDIENCE, text -> Set.copyOf(Values.list(text)), Set.of());
        Duration skew = reader.duration(Property.AUTH_JWT_CLOCK_SKEW, Duration.ZERO, JwtRules.MAX_CLOCK_SKEW);
        boolean expires = reader.bool(Property.AUTH_JWT_REQUIRE_EXPIRATION);
        String name = reader.read(Property.AUTH_JWT_NAME_CLAIM, TokenKeys::claim, "sub");
        String roles = reader.read(Property.AUTH_JWT_ROLES_CLAIM, TokenKeys::claim, "roles");
        if (algorithms.isEmpty()) {
            return Optional.empty();
        }
        JwtRules.Builder rules = JwtRules.builder(algorithms)
                .audience(audience)
                .clockSkew(skew)
                .nameClaim(name)
                .rolesClaim(roles);
        if (!expires) {
            rules.allowMissingExpiration();
        }
        given(reader, Property.AUTH_JWT_ISSUER).ifPresent(rules::issuer);
        given(reader, Property.AUTH_JWT_TYPE).ifPresent(rules::type);
        return Optional.of(rules.build());
    }

    private static Optional<String> given(SettingsReader reader, Property property) {
        return Optional.of(reader.text(property)).filter(text -> !text.isEmpty());
    }

    private static Set<JwtAlgorithm> algorithms(String text) {
        Set<JwtAlgorithm> algorithms = EnumSet.noneOf(JwtAlgorithm.class);
        Values.list(text).forEach(name -> algorithms.add(JwtAlgorithm.parse(name)));
        return JwtRules.builder(algorithms).build().algorithms();
    }

    private static String claim(String name) {
        return JwtRules.builder(Set.of(JwtAlgorithm.HS256))
                .nameClaim(name)
                .build()
                .nameClaim();
    }

    /** Gives the files that are to be watched. */
    List<WatchedFiles.Content> fromFiles() {
        return List.copyOf(files);
    }
}
