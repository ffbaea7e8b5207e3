package io.github.jettyws.security.auth;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An API key that has just been made. Immutable.
 *
 * @param key the key, for its owner alone; the server cannot show it again
 * @param line the line to add to the file of {@link ApiKeys}
 */
public record NewApiKey(String key, String line) {
    /**
     * Makes a key.
     *
     * @param name whom it makes of its bearer
     * @param terms the other fields of the line by name, in the order they are to have: {@code roles}, {@code expires},
     *     {@code addresses}, {@code origins}
     * @param pepperFile the file of the pepper that {@link ApiKeys} is given, {@code null} where there is none
     * @param random where the key comes from: a {@link java.security.SecureRandom}
     * @return the key
     * @throws CredentialFileException if the file cannot be read or understood
     * @throws IllegalArgumentException naming the field whose value is not one it can have
     */
    public static NewApiKey make(
            String name, Map<String, String> terms, @Nullable Path pepperFile, RandomGenerator random) {
        Optional<SecretKeys> pepper = ApiKeys.pepper(pepperFile);
        ApiKeyText key = ApiKeyText.make(random);
        ApiKeyTerms taken = new ApiKeyTerms();
        StringBuilder line = new StringBuilder();
        put(taken, line, "id", key.id());
        put(taken, line, "hash", ApiKeyHash.of(key, pepper, random).text());
        put(taken, line, "name", name);
        terms.forEach((field, value) -> put(taken, line, field, value));
        return new NewApiKey(key.text(), line.toString());
    }

    private static void put(ApiKeyTerms taken, StringBuilder line, String field, String value) {
        try {
            taken.put(field, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
        line.append(line.isEmpty() ? "" : " ").append(field).append('=').append(value);
        if (line.length() > ApiKey.MOST_LENGTH) {
            throw new IllegalArgumentException(
                    field + ": expected a line of at most " + ApiKey.MOST_LENGTH + " characters");
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "NewApiKey[***]";
    }
}
