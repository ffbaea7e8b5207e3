package io.github.jettyws.security.schema;

import dev.harrel.jsonschema.Draft2020EvaluatorFactory;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaNotFoundException;
import dev.harrel.jsonschema.SchemaParsingContext;
import dev.harrel.jsonschema.SpecificationVersion;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the keywords of one schema file, and notes what they refer to. To be used by one thread, while the file is read; what
 * it has made is thread-safe.
 */
final class Keywords implements EvaluatorFactory {
    /** A keyword that only the guard itself uses: it follows every reference that was noted. */
    static final String PROBE = "io.github.jettyws.security.probe";

    private static final EvaluatorFactory STANDARD = new Draft2020EvaluatorFactory();

    /** What is referred to, as the library would look for it. */
    private record Reference(String written, String absolute) {}

    private final List<Reference> references = new ArrayList<>();

    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String name, JsonNode value) {
        if (context.getDialect().getSpecificationVersion() != SpecificationVersion.DRAFT2020_12) {
            throw new SchemaException("expected $schema to be " + SpecificationVersion.DRAFT2020_12.getId());
        }
        return make(context, name, value).map(TimedKeyword::new);
    }

    /** What has another type than the keyword is no keyword, but for instance the name of a member in {@code properties}. */
    private Optional<Evaluator> make(SchemaParsingContext context, String name, JsonNode value) {
        if (name.equals("$ref") || name.equals("$dynamicRef")) {
            if (value.isString()) {
                references.add(new Reference(value.asString(), absolute(context, value.asString())));
            }
            return STANDARD.create(context, name, value);
        }
        if (name.equals("pattern") && value.isString()) {
            return Optional.of(OwnKeywords.pattern(value));
        }
        if (name.equals("patternProperties") && value.isObject()) {
            return Optional.of(OwnKeywords.patternProperties(context, value));
        }
        if (name.equals("enum") && value.isArray()) {
            return Optional.of(OwnKeywords.oneOf(value));
        }
        if (name.equals("uniqueItems") && value.isBoolean()) {
            return Optional.of(OwnKeywords.uniqueItems(value));
        }
        return name.equals(PROBE) ? Optional.of(probe()) : STANDARD.create(context, name, value);
    }

    private static String absolute(SchemaParsingContext context, String reference) {
        int hash = reference.indexOf('#');
        String place = hash < 0 ? reference : reference.substring(0, hash);
        try {
            URI base = context.getParentUri();
            URI resource = place.isEmpty() ? base : base.resolve(URI.create(place));
            String fragment = URLDecoder.decode(reference.substring(place.length()), StandardCharsets.UTF_8);
            return resource + fragment;
        } catch (IllegalArgumentException e) {
            throw new SchemaException("'" + reference + "': expected a reference to this file", e);
        }
    }

    /**
     * References are followed when a message comes, and one that leads nowhere would refuse every message. Following them at
     * once also finds those that lead back to themselves.
     */
    private Evaluator probe() {
        return (context, node) -> {
            // To what is followed, its own references are added.
            for (int i = 0; i < references.size(); i++) {
                Reference reference = references.get(i);
                try {
                    context.resolveRefAndValidate(reference.absolute, node);
                } catch (SchemaNotFoundException e) {
                    throw new SchemaException(
                            "'" + reference.written + "': expected a reference to this file, since nothing is fetched",
                            e);
                }
            }
            return Evaluator.Result.success();
        };
    }
}
