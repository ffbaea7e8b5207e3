package io.github.jettyws.security.auth;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lifetime out of a {@code Cache-Control} (RFC 9111, section 5.2.2). {@code s-maxage} is for caches that are
 * shared, and this one is not.
 */
final class MaxAge {
    /** Recipients accept both forms of the argument (section 5.2). */
    private static final Pattern SECONDS = Pattern.compile("max-age=(?:(\\d+)|\"(\\d+)\")");

    /** More are more than 31 years, and as good as for ever (section 1.2.2). */
    private static final int MOST_DIGITS = 9;

    private MaxAge() {}

    /**
     * Reads a field.
     *
     * @param cacheControl its value, {@code null} if there is none
     * @return the first {@code max-age}; none at all if the set is not to be kept; empty if it says nothing about it
     */
    static Optional<Duration> parse(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return Optional.empty();
        }
        Optional<Duration> found = Optional.empty();
        for (String part : cacheControl.split(",", -1)) {
            String directive = part.strip().toLowerCase(Locale.ROOT);
            if (directive.equals("no-store") || directive.equals("no-cache")) {
                return Optional.of(Duration.ZERO);
            }
            Matcher age = SECONDS.matcher(directive);
            if (found.isEmpty() && age.matches()) {
                found = Optional.of(seconds(age.group(1) != null ? age.group(1) : age.group(2)));
            }
        }
        return found;
    }

    private static Duration seconds(String digits) {
        return Duration.ofSeconds(digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits));
    }
}
