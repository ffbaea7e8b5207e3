package io.github.jettyws.security.auth;

import io.github.jettyws.security.auth.TokenSource.Query;
import io.github.jettyws.security.auth.TokenSource.Subprotocol;
import io.github.jettyws.security.handshake.Headers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a token may stand in a request:
 *
 * <ul>
 *   <li>{@code bearer}: {@code Authorization: Bearer <token>} (RFC 6750, section 2.1)
 *   <li>{@code header:X-Auth-Token}: a header that holds the token alone
 *   <li>{@code subprotocol}: an entry {@code bearer.<token>} in {@code Sec-WebSocket-Protocol}, at any position
 *   <li>{@code query:token}: a parameter of the query. URLs end up in logs, in histories and in {@code Referer}
 * </ul>
 *
 * <p>The same token in several places is one token; different ones are a reason to refuse, and so is something that is no
 * token. Whatever the order of the places, the outcome is the same.
 *
 * <p>A token that stands in a subprotocol or in the query is not for the application to see, and a subprotocol that holds
 * one is never to be echoed: {@link #stripProtocols} and {@link #stripQuery} take it out. Immutable.
 */
public final class TokenSources {
    /** How many characters a token may have. */
    public static final int MOST_LENGTH = 8192;

    /** No place at all. */
    public static final TokenSources NONE = new TokenSources(List.of());

    /** {@code b64token} of RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

    private final List<TokenSource> sources;

    private TokenSources(List<TokenSource> sources) {
        this.sources = sources;
    }

    /**
     * Reads places.
     *
     * @param texts one of the forms above each, at least one, none twice
     * @return the places
     * @throws IllegalArgumentException naming the first text that is none of them, or is one again
     */
    public static TokenSources parse(List<String> texts) {
        List<TokenSource> sources = new ArrayList<>();
        for (String text : texts) {
            TokenSource source = TokenSource.parse(text);
            if (sources.contains(source)) {
                throw new IllegalArgumentException("'" + text + "': expected each place once");
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("expected at least one place where a token may stand");
        }
        return new TokenSources(sources);
    }

    /**
     * Gives the places of something else than a token, which looks like one: a subprotocol and a parameter of the query.
     *
     * @param name what the subprotocol begins with, before a dot
     * @param parameter the name of the parameter
     * @return the places
     * @throws IllegalArgumentException if the parameter can have no such name
     */
    public static TokenSources named(String name, String parameter) {
        if (!Query.NAME.matcher(parameter).matches()) {
            throw new IllegalArgumentException(
                    "expected the name of a parameter, 1 to 64 letters, digits and characters of ._~-");
        }
        return new TokenSources(List.of(new Subprotocol(name + "."), new Query(parameter)));
    }

    /**
     * Gives the places of two kinds of tokens, to be taken out alike.
     *
     * @param others more places
     * @return these and the others
     */
    public TokenSources and(TokenSources others) {
        return new TokenSources(Stream.concat(sources.stream(), others.sources.stream())
                .distinct()
                .toList());
    }

    /**
     * Tells whether something could be taken for something else.
     *
     * @param others other places
     * @return whether one of them is among these
     */
    public boolean overlap(TokenSources others) {
        return !Collections.disjoint(sources, others.sources);
    }

    /**
     * Looks for a token.
     *
     * @param headers all header fields of the request
     * @param rawQuery the query of the request target as it was sent, {@code null} where there is none
     * @return the token, or why there is none
     */
    public Tokens find(Headers headers, @Nullable String rawQuery) {
        Set<String> found = sources.stream()
                .flatMap(source -> source.find(headers, rawQuery).stream())
                .collect(Collectors.toCollection(HashSet::new));
        if (found.isEmpty()) {
            return Tokens.NONE;
        }
        if (!found.stream().allMatch(TokenSources::isToken)) {
            return Tokens.MALFORMED;
        }
        return found.size() > 1
                ? Tokens.CONFLICT
                : new Tokens.One(found.iterator().next());
    }

    /**
     * Tells the headers that hold a token alone.
     *
     * @return their names
     */
    public Set<String> headers() {
        return sources.stream()
                .filter(TokenSource.Header.class::isInstance)
                .map(source -> ((TokenSource.Header) source).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Tells whether a token may stand in the query.
     *
     * @return whether {@link #stripQuery} may have anything to do
     */
    public boolean areInQuery() {
        return sources.stream().anyMatch(Query.class::isInstance);
    }

    private static boolean isToken(String text) {
        return text.length() <= MOST_LENGTH && TOKEN.matcher(text).matches();
    }

    /**
     * Takes the tokens out of the subprotocols, where one may stand there.
     *
     * @param lines the field lines of {@code Sec-WebSocket-Protocol}
     * @return the same lines, byte for byte, without the entries that hold a token, the commas that set them off and
     *     the blanks that would then begin or end a line; a line of which nothing is left is left out
     */
    public List<String> stripProtocols(List<String> lines) {
        Predicate<String> isToken = entry ->
                sources.stream().anyMatch(source -> source instanceof Subprotocol place && place.isToken(entry));
        return sources.stream().anyMatch(Subprotocol.class::isInstance)
                ? lines.stream()
                        .flatMap(line -> without(line, ",", isToken)
                                .map(rest -> rest.length() == line.length() ? line : Blanks.strip(rest)))
                        .toList()
                : lines;
    }

    /**
     * Takes the tokens out of the query, where one may stand there.
     *
     * @param rawQuery the query as it was sent, {@code null} where there is none
     * @return the same query, byte for byte, without the parameters that hold a token; {@code null} where nothing is left
     */
    public @Nullable String stripQuery(@Nullable String rawQuery) {
        Predicate<String> isToken =
                pair -> sources.stream().anyMatch(source -> source instanceof Query query && query.isToken(pair));
        return rawQuery == null
                ? null
                : without(rawQuery, "&", isToken).findAny().orElse(null);
    }

    /** What is left of a list without some of its elements, nothing where these were all it had. */
    private static Stream<String> without(String list, String separator, Predicate<String> unwanted) {
        List<String> kept =
                Stream.of(list.split(separator, -1)).filter(unwanted.negate()).toList();
        return kept.isEmpty() ? Stream.empty() : Stream.of(String.join(separator, kept));
    }
}
