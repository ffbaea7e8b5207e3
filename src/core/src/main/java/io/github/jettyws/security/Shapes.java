package io.github.jettyws.security;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.message.EventLimits;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.ShapeAction;
import io.github.jettyws.security.message.ShapeRules;
import io.github.jettyws.security.schema.SchemaFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what the messages of all policies may be: those that read the same schema share it, and a file is read once. */
final class Shapes {
    private static final Duration LEAST_TIME = Duration.ofMillis(1);
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    /** The values of {@code ws-security.message.format}. */
    private enum FormatName {
        ANY,
        JSON
    }

    /** The values of {@code ws-security.message.json.duplicateKeys}. */
    private enum DuplicateKeys {
        REFUSE,
        ALLOW
    }

    private final Path base;
    private final Ticker ticker;
    private final Map<String, SchemaFile> made = new TreeMap<>();

    /**
     * Makes shapes.
     *
     * @param base what the names of files are relative to
     * @param ticker the time that schemas have
     */
    Shapes(Path base, Ticker ticker) {
        this.base = base;
        this.ticker = ticker;
    }

    /** Gives the rules of a policy; where they cannot be made, the reader knows. */
    ShapeRules rules(PolicySettings settings, SettingsReader reader) {
        Set<Kind> types = reader.read(Property.MESSAGE_TYPES, Shapes::types, EnumSet.allOf(Kind.class));
        ShapeAction action =
                reader.read(Property.MESSAGE_ACTION, text -> Values.name(ShapeAction.class, text), ShapeAction.CLOSE);
        return new ShapeRules(settings.getPath(), types, format(settings, reader), settings.messageChecks(), action);
    }

    private ShapeRules.Format format(PolicySettings settings, SettingsReader reader) {
        int before = reader.errors();
        boolean isJson =
                reader.read(Property.MESSAGE_FORMAT, text -> Values.name(FormatName.class, text), FormatName.ANY)
                        == FormatName.JSON;
        boolean allowsDuplicates = reader.read(
                        Property.MESSAGE_JSON_DUPLICATE_KEYS,
                        text -> Values.name(DuplicateKeys.class, text),
                        DuplicateKeys.REFUSE)
                == DuplicateKeys.ALLOW;
        int depth = (int) reader.number(Property.MESSAGE_JSON_MAX_DEPTH, 1, JsonRules.MOST_DEPTH);
        Duration time = reader.duration(Property.MESSAGE_SCHEMA_TIMEOUT, LEAST_TIME, MOST_TIME);
        SchemaFile schema = reader.read(
                        Property.MESSAGE_SCHEMA_FILE, text -> schema(text, time), Optional.<SchemaFile>empty())
                .orElse(null);
        Map<String, RateRules> events = settings.eventRates().entrySet().stream()
                .filter(limit -> limit.getValue().isLimited())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (reader.errors() == before) {
            findContradictions(isJson, allowsDuplicates, schema, events, reader);
        }
        return isJson
                ? new ShapeRules.Format(
                        new JsonGate(new JsonRules(depth, allowsDuplicates)), schema, new EventLimits(events))
                : ShapeRules.Format.ANY;
    }

    /** To be asked only of what was understood: a placeholder contradicts nothing. */
    private static void findContradictions(
            boolean isJson,
            boolean allowsDuplicates,
            @Nullable SchemaFile schema,
            Map<String, RateRules> events,
            SettingsReader reader) {
        if (!isJson && schema != null) {
            reader.error(
                    Property.MESSAGE_FORMAT, "expected json, since " + Property.MESSAGE_SCHEMA_FILE.key() + " is set");
        }
        if (!isJson && !events.isEmpty()) {
            reader.error(Property.MESSAGE_FORMAT, "expected json, since events have limits of their own");
        }
        // The schema would be held against the one, and the application might go by the other.
        if (allowsDuplicates && schema != null) {
            reader.error(
                    Property.MESSAGE_JSON_DUPLICATE_KEYS,
                    "expected refuse, since " + Property.MESSAGE_SCHEMA_FILE.key() + " is set");
        }
    }

    private static Set<Kind> types(String text) {
        Set<Kind> types = EnumSet.noneOf(Kind.class);
        Values.list(text).forEach(name -> types.add(Values.name(Kind.class, name)));
        if (types.isEmpty()) {
            throw new IllegalArgumentException("expected text, binary, or both");
        }
        return types;
    }

    private Optional<SchemaFile> schema(String name, Duration time) {
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(made.computeIfAbsent(
                        time + " " + name, unknown -> SchemaFile.load(base.resolve(name), time, ticker)));
    }

    /** Gives the files that are to be watched. */
    List<WatchedFiles.Content> fromFiles() {
        return made.values().stream()
                .<WatchedFiles.Content>map(schema -> new ReadAgain(schema.file(), schema::reload, schema))
                .toList();
    }
}
