package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.ApiKeys;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.BearerTokens;
import io.github.jettyws.security.auth.CookieName;
import io.github.jettyws.security.auth.CsrfRule;
import io.github.jettyws.security.auth.JwksCache;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SignedCookie;
import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.auth.TokenCookie;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.auth.VerifiedTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the schemes of all policies: those that read the same share one scheme, and a file is read once. */
final class Credentials {
    /** The names of the schemes that are there without any plugin. */
    static final List<String> SCHEMES =
            List.of(SessionScheme.SCHEME, SignedCookie.SCHEME, JwtVerifier.SCHEME, ApiKeys.SCHEME, TicketScheme.SCHEME);

    private static final String HMAC = "hmac";
    private static final String JWT = "jwt";

    /** The values of {@code ws-security.auth.container}. */
    private enum Container {
        KEEP,
        AGREE
    }

    private final Path base;
    private final Clock clock;
    private final TokenKeys tokenKeys;
    private final PageTokens pageTokens;
    private final Map<String, Optional<Authenticator>> made = new HashMap<>();
    private final List<WatchedFiles.Content> cookieKeys = new ArrayList<>();
    private final Map<ApiKeys, List<Path>> apiKeys = new HashMap<>();

    /**
     * Makes schemes.
     *
     * @param base what the names of files are relative to
     * @param clock the time that credentials expire by
     * @param ticker the time that fetched keys live by
     */
    Credentials(Path base, Clock clock, Ticker ticker) {
        this.base = base;
        this.clock = clock;
        this.tokenKeys = new TokenKeys(base, clock, ticker);
        this.pageTokens = new PageTokens(clock, ticker);
    }

    /** Gives the rules of a policy; where they cannot be made, the reader knows. */
    AuthRules rules(PolicySettings settings, SettingsReader reader) {
        boolean required = reader.bool(Property.AUTH_REQUIRED);
        Map<String, Scheme> plugins = settings.addedSchemes();
        Set<String> names = reader.read(Property.AUTH_SCHEMES, text -> names(text, plugins.keySet()), Set.of());
        Permission permission = new Permission(
                reader.read(Property.AUTH_ROLES, Credentials::set, Set.of()),
                reader.read(Property.AUTH_USERS, Credentials::set, Set.of()));
        findContradictions(settings, reader, permission, names);
        TokenSources sources = reader.read(
                Property.AUTH_TOKEN_SOURCES, text -> TokenSources.parse(Values.list(text)), TokenSources.NONE);
        boolean inCookie = names.contains(SignedCookie.SCHEME) && isToken(reader);
        Optional<VerifiedTokens> tokens =
                inCookie || names.contains(JwtVerifier.SCHEME) ? tokenKeys.tokens(reader) : Optional.empty();
        List<Scheme> schemes = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case SessionScheme.SCHEME -> schemes.add(session(reader, permission));
                case SignedCookie.SCHEME ->
                    (inCookie ? tokenCookie(reader, tokens) : cookie(reader)).ifPresent(schemes::add);
                case ApiKeys.SCHEME -> apiKeys(reader).ifPresent(schemes::add);
                case TicketScheme.SCHEME -> pageTokens.ticket(reader).ifPresent(schemes::add);
                case JwtVerifier.SCHEME ->
                    tokens.map(verified -> new BearerTokens(sources, verified)).ifPresent(schemes::add);
                default -> schemes.add(Objects.requireNonNull(plugins.get(name)));
            }
        }
        TokenSources ofTokens = names.contains(JwtVerifier.SCHEME) ? sources : TokenSources.NONE;
        Optional<CsrfRule> csrf = PageTokens.csrf(settings, reader, names);
        TokenSources all = PageTokens.apart(ofTokens, schemes, csrf, reader);
        boolean mustAgree =
                reader.read(Property.AUTH_CONTAINER, text -> Values.name(Container.class, text), Container.KEEP)
                        == Container.AGREE;
        return new AuthRules(required, schemes, permission, all, csrf.orElse(null), mustAgree);
    }

    private static Set<String> set(String text) {
        return Set.copyOf(new LinkedHashSet<>(Values.list(text)));
    }

    private static Set<String> names(String text, Set<String> plugins) {
        List<String> known = Stream.concat(SCHEMES.stream(), plugins.stream()).toList();
        Set<String> names = new LinkedHashSet<>();
        for (String name : Values.list(text)) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "': expected one of " + known);
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("'" + name + "': expected each scheme once");
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("expected one of " + known);
        }
        return names;
    }

    /** What could not be understood contradicts nothing, and what a path inherits is no contradiction of its own. */
    private static void findContradictions(
            PolicySettings settings, SettingsReader reader, Permission permission, Set<String> names) {
        boolean own = settings.isForAll()
                || settings.hasAny(Property.AUTH_REQUIRED, Property.AUTH_ROLES, Property.AUTH_USERS);
        if (own
                && !permission.equals(Permission.ALL)
                && reader.text(Property.AUTH_REQUIRED).equals("false")) {
            reader.error(
                    Property.AUTH_REQUIRED,
                    "expected true, since " + Property.AUTH_ROLES.key() + " or " + Property.AUTH_USERS.key()
                            + " says who alone may connect");
        }
        boolean noRoles = names.equals(Set.of(SessionScheme.SCHEME))
                && !reader.text(Property.AUTH_SESSION_ATTRIBUTE).isEmpty();
        if (noRoles && !permission.roles().isEmpty()) {
            reader.error(
                    Property.AUTH_ROLES,
                    "expected none, since " + Property.AUTH_SESSION_ATTRIBUTE.key() + " names a user without roles");
        }
    }

    private static Scheme session(SettingsReader reader, Permission permission) {
        String attribute = reader.text(Property.AUTH_SESSION_ATTRIBUTE);
        return new SessionScheme(attribute.isEmpty() ? null : attribute, permission.roles());
    }

    private static boolean isToken(SettingsReader reader) {
        return reader.read(Property.AUTH_COOKIE_FORMAT, Credentials::format, HMAC)
                .equals(JWT);
    }

    private static String format(String text) {
        if (text.equals(HMAC) || text.equals(JWT)) {
            return text;
        }
        throw new IllegalArgumentException("expected " + HMAC + " or " + JWT);
    }

    private static Optional<CookieName> cookieName(SettingsReader reader) {
        return reader.read(Property.AUTH_COOKIE_NAME, text -> Optional.of(CookieName.parse(text)), Optional.empty());
    }

    private static Optional<Authenticator> tokenCookie(SettingsReader reader, Optional<VerifiedTokens> tokens) {
        if (!reader.text(Property.AUTH_COOKIE_KEY_FILE).isEmpty()) {
            reader.error(
                    Property.AUTH_COOKIE_KEY_FILE,
                    "expected none, since " + Property.AUTH_COOKIE_FORMAT.key() + " is " + JWT);
        }
        return cookieName(reader).flatMap(name -> tokens.map(verified -> new TokenCookie(name, verified)));
    }

    private Optional<Authenticator> cookie(SettingsReader reader) {
        Optional<CookieName> name = cookieName(reader);
        Optional<Path> file = file(reader, Property.AUTH_COOKIE_KEY_FILE, SignedCookie.SCHEME);
        return name.flatMap(cookie -> file.flatMap(keys -> once(
                reader.texts(Property.AUTH_COOKIE_NAME, Property.AUTH_COOKIE_KEY_FILE),
                () -> read(reader, Property.AUTH_COOKIE_KEY_FILE, () -> cookie(cookie, keys)))));
    }

    private Authenticator cookie(CookieName name, Path file) {
        SignedCookie scheme = SignedCookie.load(name, file, clock);
        cookieKeys.add(new ReadAgain(file, scheme::reload, scheme));
        return scheme;
    }

    private Optional<Authenticator> apiKeys(SettingsReader reader) {
        Optional<String> header = reader.read(
                Property.AUTH_API_KEY_HEADER, text -> Optional.of(ApiKeys.checkHeader(text)), Optional.empty());
        Optional<Path> file = file(reader, Property.AUTH_API_KEY_FILE, ApiKeys.SCHEME);
        String pepper = reader.text(Property.AUTH_API_KEY_PEPPER_FILE);
        return header.flatMap(name -> file.flatMap(keys -> once(
                reader.texts(
                        Property.AUTH_API_KEY_HEADER, Property.AUTH_API_KEY_FILE, Property.AUTH_API_KEY_PEPPER_FILE),
                () -> read(reader, Property.AUTH_API_KEY_FILE, () -> apiKeys(name, keys, pepper)))));
    }

    private Authenticator apiKeys(String header, Path file, String pepper) {
        Optional<Path> pepperFile = pepper.isEmpty() ? Optional.empty() : Optional.of(base.resolve(pepper));
        ApiKeys scheme = ApiKeys.load(header, file, pepperFile.orElse(null), clock);
        apiKeys.put(scheme, Stream.concat(Stream.of(file), pepperFile.stream()).toList());
        return scheme;
    }

    private Optional<Path> file(SettingsReader reader, Property property, String scheme) {
        String name = reader.text(property);
        return name.isEmpty() ? missing(reader, property, "a file", scheme) : Optional.of(base.resolve(name));
    }

    /** Notes that something is not set that a scheme needs. */
    static <T> Optional<T> missing(SettingsReader reader, Property property, String what, String scheme) {
        reader.error(property, "expected " + what + ", since " + Property.AUTH_SCHEMES.key() + " has " + scheme);
        return Optional.empty();
    }

    private static Optional<Authenticator> read(
            SettingsReader reader, Property property, Supplier<Authenticator> maker) {
        return reader.read(property, text -> Optional.of(maker.get()), Optional.empty());
    }

    /** What could not be made is tried again: each policy has errors of its own. */
    private Optional<Authenticator> once(String key, Supplier<Optional<Authenticator>> maker) {
        Optional<Authenticator> known = made.getOrDefault(key, Optional.empty());
        if (known.isPresent()) {
            return known;
        }
        Optional<Authenticator> fresh = maker.get();
        made.put(key, fresh);
        return fresh;
    }

    /**
     * Gives the files that are to be watched.
     *
     * @param withdrawn told the ids of API keys whose line has gone or changed
     */
    List<WatchedFiles.Content> fromFiles(Consumer<Set<String>> withdrawn) {
        Stream<WatchedFiles.Content> keys = apiKeys.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(file -> apiKeys(entry.getKey(), file, withdrawn)));
        return Stream.of(cookieKeys.stream(), keys, tokenKeys.fromFiles().stream())
                .flatMap(Function.identity())
                .toList();
    }

    private static WatchedFiles.Content apiKeys(ApiKeys scheme, Path file, Consumer<Set<String>> withdrawn) {
        return new ReadAgain(file, () -> withdrawn.accept(scheme.reload()), scheme);
    }

    /** Gives the keys that are to be fetched. */
    List<JwksCache> fromIssuers() {
        return tokenKeys.fromIssuers();
    }
}
