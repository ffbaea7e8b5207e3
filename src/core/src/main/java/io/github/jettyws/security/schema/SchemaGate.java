package io.github.jettyws.security.schema;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.github.jettyws.security.json.JsonFault;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import io.github.jettyws.security.json.Utf8;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells the messages that fit a schema (JSON Schema 2020-12). A message that is not done with in time does not fit.
 *
 * <p>A schema is one file. References lead to places in it, or to the schema of JSON Schema itself, which the library has
 * with it: nothing is ever fetched. {@code format} says what a text means and refuses none (section 7.2.1 of the
 * vocabulary); keywords that are not known are notes. Expressions are Java's, but that {@code $} is the very end.
 *
 * <p>Thread-safe.
 */
public final class SchemaGate {
    private static final JsonGate FILE = new JsonGate(new JsonRules(JsonRules.MOST_DEPTH, false));
    private static final URI BASE = URI.create("urn:io.github.jettyws.security:schema");
    private static final URI PROBE = URI.create("urn:io.github.jettyws.security:probe");
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);

    private final Validator validator;
    private final URI schema;
    private final Ticker ticker;
    private final long nanos;

    private SchemaGate(Validator validator, URI schema, Duration timeLimit, Ticker ticker) {
        this.validator = validator;
        this.schema = schema;
        this.ticker = ticker;
        this.nanos = timeLimit.toNanos();
    }

    /**
     * Understands a schema.
     *
     * @param bytes its text, JSON in UTF-8
     * @param timeLimit how long one message may take
     * @param ticker the time for that
     * @return the gate
     * @throws SchemaException if it is no schema, or refers to something else
     */
    public static SchemaGate parse(byte[] bytes, Duration timeLimit, Ticker ticker) {
        JsonElement element = read(bytes);
        Keywords keywords = new Keywords();
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(Node.FACTORY)
                .withEvaluatorFactory(keywords)
                .createValidator();
        try {
            URI schema = validator.registerSchema(BASE, (JsonNode) Node.schema(element));
            JsonObject probe = new JsonObject();
            probe.addProperty(Keywords.PROBE, true);
            validator.registerSchema(PROBE, (JsonNode) Node.schema(probe));
            Node message = Node.message(new JsonObject());
            TimeLimit.current().begin(ticker, LONGEST_PROBE.toNanos(), message);
            validator.validate(PROBE, (JsonNode) message);
            validator.validate(schema, (JsonNode) message);
            return new SchemaGate(validator, schema, timeLimit, ticker);
        } catch (InvalidSchemaException e) {
            throw new SchemaException("expected a JSON Schema 2020-12" + place(e.getErrors()), e);
        } catch (JsonSchemaException e) {
            if (e.getCause() instanceof SchemaException cause) {
                throw cause;
            }
            throw new SchemaException("expected a JSON Schema 2020-12: " + e.getMessage(), e);
        } catch (SchemaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new SchemaException("expected URIs in $id and $schema: " + e.getMessage(), e);
        } catch (StackOverflowError | TimeLimit.Late e) {
            throw new SchemaException("expected no reference that leads back to itself", e);
        } finally {
            TimeLimit.current().end();
        }
    }

    private static JsonElement read(byte[] bytes) {
        try {
            return FILE.read(Utf8.decode(bytes).orElseThrow(() -> new SchemaException("expected text in UTF-8")));
        } catch (JsonFault e) {
            throw new SchemaException("expected JSON" + at(e.pointer()), e);
        }
    }

    private static String place(List<Error> errors) {
        return errors.isEmpty() ? "" : at(errors.get(0).getInstanceLocation());
    }

    private static String at(String pointer) {
        return pointer.isEmpty() ? "" : " at " + pointer;
    }

    /**
     * Holds a message against the schema.
     *
     * @param message what {@link JsonGate#read(String)} gave
     * @return where it does not fit, as {@link JsonFault#pointer()}, the first such place in the order of the schema; where
     *     the time was over, what was looked at then. Empty where it fits
     */
    public Optional<String> check(JsonElement message) {
        Node root = Node.message(message);
        TimeLimit limit = TimeLimit.current();
        limit.begin(ticker, nanos, root);
        try {
            Validator.Result result = validator.validate(schema, (JsonNode) root);
            return result.isValid() ? Optional.empty() : Optional.of(firstPlace(root, result.getErrors()));
        } catch (TimeLimit.Late e) {
            JsonNode node = limit.node();
            return Optional.of(node == null ? "" : root.pointerTo(node.getJsonPointer()));
        } catch (StackOverflowError e) {
            // Java's expressions take a frame of the stack for each round of some groups.
            return Optional.of("");
        } finally {
            limit.end();
        }
    }

    private static String firstPlace(Node root, List<Error> errors) {
        return errors.isEmpty() ? "" : root.pointerTo(errors.get(0).getInstanceLocation());
    }
}
