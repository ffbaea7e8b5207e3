package io.github.jettyws.security.auth;

import io.github.jettyws.security.address.AddressRange;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.origin.OriginPattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the fields of an API key, one after the other:
 *
 * <ul>
 *   <li>{@code id}: 16 hexadecimal digits in lower case; required
 *   <li>{@code hash}: see {@link ApiKeyHash}; required
 *   <li>{@code name}: whom the key makes of its bearer, 1 to 64 letters, digits and {@code . _ @ -}; required
 *   <li>{@code roles}: separated by commas, each as a name is
 *   <li>{@code expires}: from when on it is worth nothing, such as {@code 2027-01-01T00:00:00Z}
 *   <li>{@code addresses}: addresses and ranges, separated by commas, from which alone it is good
 *   <li>{@code origins}: patterns, separated by commas, see {@link OriginPattern}; where there are any, a request without
 *       an {@code Origin} is none of them
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class ApiKeyTerms {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private final Set<String> fields = new HashSet<>();
    private String id = "";
    private String name = "";
    private ApiKeyHash hash = ApiKeyHash.NONE;
    private Set<String> roles = Set.of();
    private Optional<Instant> expiry = Optional.empty();
    private Optional<AddressSet> addresses = Optional.empty();
    private List<OriginPattern> origins = List.of();

    /**
     * Takes a field.
     *
     * @param field its name
     * @param value what it says
     * @throws IllegalArgumentException if there is no such field, it was taken already, or the value is not one it can
     *     have; the message tells what was expected and never shows the value
     */
    void put(String field, String value) {
        if (!fields.add(field)) {
            throw new IllegalArgumentException("expected each field at most once");
        }
        // A value that ends its field or its line would begin others.
        if (value.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException("expected a value without blanks");
        }
        switch (field) {
            case "id" -> id = matching(ApiKeyText.ID, value, "expected 16 hexadecimal digits in lower case");
            case "hash" -> hash = ApiKeyHash.parse(value);
            case "name" -> name = name(value);
            case "roles" ->
                roles = Set.copyOf(list(value).stream().map(ApiKeyTerms::name).toList());
            case "expires" -> expiry = Optional.of(instant(value));
            case "addresses" -> addresses = Optional.of(addresses(value));
            case "origins" ->
                origins = list(value).stream().map(OriginPattern::parse).toList();
            default ->
                throw new IllegalArgumentException(
                        "expected id, hash, name, roles, expires, addresses or origins, each with = and a value");
        }
    }

    private static String matching(Pattern pattern, String value, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(expected);
        }
        return value;
    }

    private static String name(String value) {
        return matching(NAME, value, "expected names of 1 to 64 letters, digits and . _ @ -");
    }

    private static List<String> list(String value) {
        return Arrays.asList(value.split(",", -1));
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time such as 2027-01-01T00:00:00Z", e);
        }
    }

    /** Not as {@link AddressSet#parse} does, whose message shows what was written. */
    private static AddressSet addresses(String value) {
        List<AddressRange> ranges = new ArrayList<>();
        list(value).forEach(text -> ranges.addAll(AddressRange.parse(text)));
        return new AddressSet(ranges);
    }

    /**
     * Makes the key.
     *
     * @param line all that was written about it
     * @return the key
     * @throws IllegalArgumentException if a required field was not taken
     */
    ApiKey make(String line) {
        if (!fields.containsAll(Set.of("id", "hash", "name"))) {
            throw new IllegalArgumentException("expected a line with id, hash and name");
        }
        return new ApiKey(line, id, hash, name, roles, expiry, addresses, origins);
    }
}
