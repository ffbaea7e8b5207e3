package io.github.jettyws.security;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads settings, and collects a line for everything in them that cannot be understood: everything is read before
 * anything is thrown, so that one start names all that is wrong.
 */
final class SettingsReader {
    private final Settings settings;
    private final List<String> errors;

    SettingsReader(Settings settings, List<String> errors) {
        this.settings = settings;
        this.errors = errors;
    }

    String text(Property property) {
        return settings.get(property);
    }

    /** What several properties say, in one text that differs wherever one of them does. */
    String texts(Property... properties) {
        // No value has a line break: that could neither be written in an ini file nor survive being stripped.
        return Arrays.stream(properties)
                .map(property -> property.key() + "=" + text(property))
                .collect(Collectors.joining("\n"));
    }

    boolean bool(Property property) {
        return read(property, Values::bool, false);
    }

    long number(Property property, long least, long most) {
        return read(property, text -> Values.number(text, least, most), least);
    }

    /** A count, or 0 for no limit. */
    int count(Property property) {
        return (int) number(property, 0, Integer.MAX_VALUE);
    }

    Duration duration(Property property, Duration least, Duration most) {
        return read(property, text -> Values.duration(text, least, most), least);
    }

    /** The same, or 0 for none. */
    Duration durationOrNone(Property property, Duration least, Duration most) {
        return text(property).equals("0") ? Duration.ZERO : read(property, text -> orNone(text, least, most), least);
    }

    private static Duration orNone(String text, Duration least, Duration most) {
        try {
            return Values.duration(text, least, most);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", or 0", e);
        }
    }

    /** What cannot be understood becomes an error, and the placeholder keeps the rest going until it is thrown. */
    <T> T read(Property property, Function<String, T> parser, T placeholder) {
        try {
            return parser.apply(settings.get(property));
        } catch (IllegalArgumentException e) {
            error(property, String.valueOf(e.getMessage()));
            return placeholder;
        }
    }

    void error(Property property, String expected) {
        String where = settings.isForAll() ? "" : " (" + settings + ")";
        errors.add(property.key() + where + ": '" + property.shown(settings.get(property)) + "': " + expected);
    }

    /** How many errors there are by now. */
    int errors() {
        return errors.size();
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigurationException with a line for every error
     */
    void finish() {
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
    }
}
