package io.github.jettyws.security.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ws-security.auth.*} family of one policy. Immutable, as long as the schemes are.
 *
 * @param required whether an upgrade needs an identity
 * @param schemes the kinds of credentials, in the order they are asked; the first that is present decides
 * @param permission who, of those that are known, may connect
 * @param tokens where tokens may stand, to be kept from the application
 */
public record AuthRules(boolean required, List<Scheme> schemes, Permission permission, TokenSources tokens) {
    /**
     * Makes rules, with a copy of the schemes.
     *
     * @param required whether an upgrade needs an identity
     * @param schemes the kinds of credentials
     * @param permission who may connect
     * @param tokens where tokens may stand
     */
    public AuthRules {
        schemes = List.copyOf(schemes);
    }

    /**
     * Tells where credentials stand.
     *
     * @return the names of header fields, in lower case
     */
    public Set<String> headers() {
        return authenticators()
                .flatMap(scheme -> scheme.headers().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Gives what a client is told that is refused for want of an identity.
     *
     * @param rejected the scheme whose credential was worth nothing, {@code null} where there was no credential
     * @return the value of {@code WWW-Authenticate}, empty where no scheme has a challenge
     */
    public Optional<String> challenge(@Nullable Scheme rejected) {
        return authenticators()
                .flatMap(scheme -> scheme.challenge(scheme.equals(rejected)).stream())
                .reduce((one, other) -> one + ", " + other);
    }

    private Stream<Authenticator> authenticators() {
        return schemes.stream().filter(Authenticator.class::isInstance).map(Authenticator.class::cast);
    }
}
