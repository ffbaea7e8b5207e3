package io.github.jettyws.security.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ws-security.auth.*} family of one policy. Immutable, as long as the schemes are.
 *
 * @param required whether an upgrade needs an identity
 * @param schemes the kinds of credentials, in the order they are asked; the first that is present decides
 * @param permission who, of those that are known, may connect
 * @param tokens where tokens may stand, to be kept from the application
 * @param csrf where the CSRF token of the application stands, {@code null} where it is not asked for
 * @param mustAgree whether a user whom the container has authenticated itself has to have the name of the identity
 */
public record AuthRules(
        boolean required,
        List<Scheme> schemes,
        Permission permission,
        TokenSources tokens,
        @Nullable CsrfRule csrf,
        boolean mustAgree) {
    /**
     * Makes rules, with a copy of the schemes.
     *
     * @param required whether an upgrade needs an identity
     * @param schemes the kinds of credentials
     * @param permission who may connect
     * @param tokens where tokens may stand
     * @param csrf where the CSRF token stands
     * @param mustAgree whether a user of the container's own has to have the name of the identity
     */
    public AuthRules {
        schemes = List.copyOf(schemes);
    }

    /**
     * Makes rules that ask for no CSRF token, and hold no identity against the user of the container.
     *
     * @param required whether an upgrade needs an identity
     * @param schemes the kinds of credentials
     * @param permission who may connect
     * @param tokens where tokens may stand
     */
    public AuthRules(boolean required, List<Scheme> schemes, Permission permission, TokenSources tokens) {
        this(required, schemes, permission, tokens, null, false);
    }

    /**
     * Gives the scheme by which tickets are taken, and given out.
     *
     * @return the scheme, empty where tickets are not taken
     */
    public Optional<TicketScheme> ticket() {
        return schemes.stream()
                .filter(TicketScheme.class::isInstance)
                .map(TicketScheme.class::cast)
                .findFirst();
    }

    /**
     * Gives the rules for whoever asks for a ticket. A ticket is no reason to give out another one.
     *
     * @return rules that need an identity, by any of the other schemes
     */
    public AuthRules forTickets() {
        List<Scheme> others = schemes.stream()
                .filter(scheme -> !(scheme instanceof TicketScheme))
                .toList();
        return new AuthRules(true, others, permission, TokenSources.NONE);
    }

    /**
     * Tells where credentials stand.
     *
     * @return the names of header fields, in lower case
     */
    public Set<String> headers() {
        return schemes.stream()
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
        return schemes.stream()
                .flatMap(scheme -> scheme.challenge(scheme.equals(rejected)).stream())
                .reduce((one, other) -> one + ", " + other);
    }
}
