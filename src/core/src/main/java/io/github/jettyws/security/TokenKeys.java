package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.JwksCache;
import io.github.jettyws.security.auth.JwksTimes;
import io.github.jettyws.security.auth.JwtAlgorithm;
import io.github.jettyws.security.auth.JwtKeyFile;
import io.github.jettyws.security.auth.JwtKeys;
import io.github.jettyws.security.auth.JwtRules;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.VerifiedTokens;
import io.github.jettyws.security.fetch.HttpJwksSource;
import io.github.jettyws.security.fetch.JwksAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what verifies the tokens of all policies: those with the same settings share what they remember. */
final class TokenKeys {
    private static final Property[] PROPERTIES = {
        Property.AUTH_JWT_KEY_FILE,
        Property.AUTH_JWT_JWKS_FILE,
        Property.AUTH_JWT_JWKS_URI,
        Property.AUTH_JWT_ALGORITHMS,
        Property.AUTH_JWT_ISSUER,
        Property.AUTH_JWT_AUDIENCE,
        Property.AUTH_JWT_CLOCK_SKEW,
        Property.AUTH_JWT_REQUIRE_EXPIRATION,
        Property.AUTH_JWT_NAME_CLAIM,
        Property.AUTH_JWT_ROLES_CLAIM,
        Property.AUTH_JWT_TYPE
    };

    /** Of these, one says where the keys are. */
    private static final List<Property> SOURCES =
            List.of(Property.AUTH_JWT_KEY_FILE, Property.AUTH_JWT_JWKS_FILE, Property.AUTH_JWT_JWKS_URI);

    private final Path base;
    private final Clock clock;
    private final Ticker ticker;
    private final Map<String, VerifiedTokens> made = new HashMap<>();
    private final List<WatchedFiles.Content> files = new ArrayList<>();
    private final Map<String, JwksCache> fetched = new LinkedHashMap<>();

    /**
     * Makes verifiers.
     *
     * @param base what the names of files are relative to
     * @param clock the time that tokens expire by
     * @param ticker the time that fetched keys live by
     */
    TokenKeys(Path base, Clock clock, Ticker ticker) {
        this.base = base;
        this.clock = clock;
        this.ticker = ticker;
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
    private VerifiedTokens remember(VerifiedTokens tokens, JwtKeys keys) {
        if (keys instanceof JwtKeyFile file) {
            Runnable again = () -> {
                file.reload();
                tokens.clear();
            };
            files.add(new ReadAgain(file.file(), again, file));
        } else if (keys instanceof JwksCache cache) {
            cache.addListener(tokens::clear);
        }
        return tokens;
    }

    private Optional<JwtKeys> keys(SettingsReader reader, Set<JwtAlgorithm> algorithms) {
        List<Property> given = SOURCES.stream()
                .filter(source -> !reader.text(source).isEmpty())
                .toList();
        if (given.size() != 1) {
            reader.error(
                    given.isEmpty() ? Property.AUTH_JWT_KEY_FILE : given.get(0),
                    given.isEmpty()
                            ? "expected a file with keys here or in " + Property.AUTH_JWT_JWKS_FILE.key()
                                    + ", or an address in " + Property.AUTH_JWT_JWKS_URI.key()
                            : "expected none, since " + given.get(1).key() + " is set");
            return Optional.empty();
        }
        return reader.read(given.get(0), text -> Optional.of(keys(given.get(0), text, algorithms)), Optional.empty());
    }

    private JwtKeys keys(Property source, String text, Set<JwtAlgorithm> algorithms) {
        return switch (source) {
            case AUTH_JWT_JWKS_URI ->
                fetched.computeIfAbsent(
                        algorithms + " " + text,
                        unknown -> new JwksCache(
                                new HttpJwksSource(JwksAddress.parse(text)), algorithms, JwksTimes.DEFAULT, ticker));
            case AUTH_JWT_JWKS_FILE -> JwtKeyFile.loadSet(base.resolve(text), algorithms);
            default -> JwtKeyFile.load(base.resolve(text), algorithms);
        };
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

    /** Gives the keys that are to be fetched. */
    List<JwksCache> fromIssuers() {
        return List.copyOf(fetched.values());
    }
}
