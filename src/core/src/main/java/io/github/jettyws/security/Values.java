package io.github.jettyws.security;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a property becomes a value. Every method throws {@link IllegalArgumentException} that tells what was expected. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Values() {}

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    static long number(String text, long least, long most) {
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("expected a number from " + least + " to " + most);
    }

    static Duration duration(String text, Duration least, Duration most) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a duration such as 500ms, 10s, 5m or 1h");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("expected a duration from " + text(least) + " to " + text(most));
        }
        return duration;
    }

    private static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 3600 != 0 || duration.isZero()
                ? duration.toSeconds() + "s"
                : duration.toHours() + "h";
    }

    /** A list with an empty entry is more likely a slip than meant. */
    static List<String> list(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> entries =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (entries.contains("")) {
            throw new IllegalArgumentException("expected a value between every two commas");
        }
        return entries;
    }

    static <E extends Enum<E>> E name(Class<E> type, String text) {
        for (E value : type.getEnumConstants()) {
            if (name(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("expected one of "
                + Arrays.stream(type.getEnumConstants()).map(Values::name).toList());
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
