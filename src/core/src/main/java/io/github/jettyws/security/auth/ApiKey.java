package io.github.jettyws.security.auth;

import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.auth.CredentialFile.Line;
import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.origin.Origin;
import io.github.jettyws.security.origin.OriginPattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server knows of an API key. Immutable.
 *
 * @param line the line that it was read from, by which a change of it is seen
 * @param id what it is found by
 * @param hash what it is known by
 * @param name whom it makes of its bearer
 * @param roles the roles of the bearer
 * @param expiry from when on it is worth nothing
 * @param addresses where alone it is good, empty for everywhere
 * @param origins for whose pages alone it is good, empty for all, and for no page at all
 */
record ApiKey(
        String line,
        String id,
        ApiKeyHash hash,
        String name,
        Set<String> roles,
        Optional<Instant> expiry,
        Optional<AddressSet> addresses,
        List<OriginPattern> origins) {
    /** How many characters a line may have. */
    static final int MOST_LENGTH = 4096;

    private static final Pattern FIELD = Pattern.compile("[^ \\t]+");

    /**
     * Reads a line: the fields of {@link ApiKeyTerms}, {@code name=value} each, with blanks between them, in any order.
     *
     * @param line the line
     * @return the key
     * @throws CredentialFileException naming the line and the column of what cannot be understood, and never showing it
     */
    static ApiKey read(Line line) {
        if (line.text().length() > MOST_LENGTH) {
            throw line.error(MOST_LENGTH + 1, "expected a line of at most " + MOST_LENGTH + " characters");
        }
        ApiKeyTerms terms = new ApiKeyTerms();
        Matcher matcher = FIELD.matcher(line.text());
        int column = 1;
        try {
            while (matcher.find()) {
                column = matcher.start() + 1;
                String field = matcher.group();
                int equals = Math.max(field.indexOf('='), 0);
                terms.put(field.substring(0, equals), field.substring(equals + 1));
            }
            column = line.text().length() + 1;
            return terms.make(line.text());
        } catch (IllegalArgumentException e) {
            throw line.error(column, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Asks what the key is worth to whoever has shown to have it.
     *
     * @param handshake the facts
     * @param now the time
     * @return what it proves
     */
    Proof prove(Handshake handshake, Instant now) {
        if (expiry.isPresent() && !now.isBefore(expiry.get())) {
            return new Rejected("expired");
        }
        if (addresses.isPresent() && !isFrom(handshake.caller(), addresses.get())) {
            return new Rejected("address not allowed for this key");
        }
        if (!origins.isEmpty() && !isOfOurs(handshake.origins())) {
            return new Rejected("origin not allowed for this key");
        }
        return new Proved(new Identity(name, roles, ApiKeys.SCHEME, Map.of(), expiry, Optional.of(id)));
    }

    /** Where the client is not known there is the address of a proxy, which says nothing about it. */
    private static boolean isFrom(Caller caller, AddressSet allowed) {
        return caller.resolved() && caller.client() != null && allowed.contains(IpAddress.of(caller.client()));
    }

    private boolean isOfOurs(List<String> sent) {
        return sent.size() == 1
                && Origin.parse(sent.get(0))
                        .filter(origin -> origins.stream().anyMatch(pattern -> pattern.matches(origin)))
                        .isPresent();
    }

    /** Tells the id and the name. */
    @Override
    public String toString() {
        return name + " (" + id + ")";
    }
}
