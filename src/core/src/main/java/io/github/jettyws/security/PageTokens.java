package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.CsrfRule;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.auth.Tickets;
import io.github.jettyws.security.auth.TokenSources;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes of the settings what pages show that no browser adds by itself: tickets, and the CSRF token of the application. */
final class PageTokens {
    private final Tickets tickets;

    /**
     * Makes room for tickets, of all policies: what one gives out, the next may take.
     *
     * @param clock the time that identities expire by
     * @param ticker the time that tickets live by
     */
    PageTokens(Clock clock, Ticker ticker) {
        this.tickets = new Tickets(TicketScheme.LIFETIME, ticker, clock, new SecureRandom());
    }

    Optional<Scheme> ticket(SettingsReader reader) {
        Optional<String> path = reader.text(Property.AUTH_TICKET_PATH).isEmpty()
                ? Credentials.missing(
                        reader, Property.AUTH_TICKET_PATH, "a path such as /ws-security/ticket", TicketScheme.SCHEME)
                : reader.read(
                        Property.AUTH_TICKET_PATH, text -> Optional.of(TicketScheme.checkPath(text)), Optional.empty());
        return places(reader, Property.AUTH_TICKET_PARAMETER, TicketScheme.SCHEME)
                .flatMap(places -> path.map(known -> new TicketScheme(known, places, tickets)));
    }

    private static Optional<TokenSources> places(SettingsReader reader, Property parameter, String name) {
        return reader.read(parameter, text -> Optional.of(TokenSources.named(name, text)), Optional.empty());
    }

    /** What a path inherits is no contradiction of its own. */
    static Optional<CsrfRule> csrf(PolicySettings settings, SettingsReader reader, Set<String> schemes) {
        String attribute = reader.text(Property.AUTH_CSRF_SESSION_ATTRIBUTE);
        if (attribute.isEmpty()) {
            return Optional.empty();
        }
        boolean own = settings.isForAll() || settings.has(Property.AUTH_CSRF_SESSION_ATTRIBUTE);
        if (own && !schemes.isEmpty() && !schemes.contains(SessionScheme.SCHEME)) {
            reader.error(
                    Property.AUTH_CSRF_SESSION_ATTRIBUTE,
                    "expected none, since " + Property.AUTH_SCHEMES.key() + " has no " + SessionScheme.SCHEME);
        }
        return places(reader, Property.AUTH_CSRF_PARAMETER, CsrfRule.NAME)
                .map(places -> new CsrfRule(attribute, places));
    }

    /** Gives all places together; what stands in one of them cannot be two things. */
    static TokenSources apart(
            TokenSources ofTokens, List<Scheme> schemes, Optional<CsrfRule> csrf, SettingsReader reader) {
        TokenSources all = ofTokens;
        for (Scheme scheme : schemes) {
            if (scheme instanceof TicketScheme ticket) {
                all = add(ticket.places(), all, Property.AUTH_TICKET_PARAMETER, reader);
            }
        }
        return csrf.isPresent() ? add(csrf.get().places(), all, Property.AUTH_CSRF_PARAMETER, reader) : all;
    }

    private static TokenSources add(TokenSources more, TokenSources all, Property property, SettingsReader reader) {
        if (all.overlap(more)) {
            reader.error(property, "expected a parameter where no token and no ticket stands");
        }
        return all.and(more);
    }
}
