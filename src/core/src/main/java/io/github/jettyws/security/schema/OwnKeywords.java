package io.github.jettyws.security.schema;

import com.google.gson.JsonElement;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keywords that the library does without any bound, or for its own nodes only. What they find wrong is told by where it
 * is: their messages go nowhere.
 */
final class OwnKeywords {
    private static final Evaluator.Result WRONG = Evaluator.Result.failure("expected otherwise");

    private OwnKeywords() {}

    /** What the names have to match, and where the library finds the schema of the value. */
    private record NamePattern(SchemaPattern pattern, String schema) {}

    /**
     * Makes {@code pattern}.
     *
     * @throws SchemaException if it is none; the library leaves out what it does not understand
     */
    static Evaluator pattern(JsonNode keyword) {
        SchemaPattern pattern = SchemaPattern.parse(keyword.asString());
        return (context, node) ->
                !node.isString() || pattern.isIn(node.asString()) ? Evaluator.Result.success() : WRONG;
    }

    /**
     * Makes {@code patternProperties}.
     *
     * @throws SchemaException if one is none
     */
    static Evaluator patternProperties(SchemaParsingContext parsing, JsonNode keyword) {
        List<NamePattern> patterns = new ArrayList<>();
        keyword.asObject().forEach((expression, schema) -> {
            if (expression.indexOf('#') >= 0) {
                // The library looks for the schema by a URI, which ends at the second of these.
                throw new SchemaException("expected \\x23 instead of # in the names of patternProperties");
            }
            patterns.add(new NamePattern(SchemaPattern.parse(expression), parsing.getAbsoluteUri(schema)));
        });
        return (context, node) -> {
            if (!node.isObject()) {
                return Evaluator.Result.success();
            }
            Set<String> evaluated = new HashSet<>();
            boolean valid = true;
            for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
                for (NamePattern name : patterns) {
                    if (name.pattern.isIn(member.getKey())) {
                        evaluated.add(member.getKey());
                        valid &= context.resolveInternalRefAndValidate(name.schema, member.getValue());
                    }
                }
            }
            // Those keywords ask for it that are about all other members.
            return valid ? Evaluator.Result.success(evaluated) : Evaluator.Result.failure();
        };
    }

    /** Makes {@code enum}. */
    static Evaluator oneOf(JsonNode keyword) {
        Set<JsonElement> values = new HashSet<>();
        keyword.asArray().forEach(value -> values.add(Node.element(value)));
        return (context, node) -> values.contains(Node.element(node)) ? Evaluator.Result.success() : WRONG;
    }

    /** Makes {@code uniqueItems}. Elements may be chosen so that their hashes collide: each may take as long as all before. */
    static Evaluator uniqueItems(JsonNode keyword) {
        return (context, node) -> {
            if (!node.isArray() || !keyword.asBoolean()) {
                return Evaluator.Result.success();
            }
            Set<JsonElement> seen = new HashSet<>();
            for (JsonNode element : node.asArray()) {
                TimeLimit.current().look();
                if (!seen.add(Node.element(element))) {
                    return WRONG;
                }
            }
            return Evaluator.Result.success();
        };
    }
}
