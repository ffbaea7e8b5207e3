package io.github.jettyws.security.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import io.github.jettyws.security.json.JsonPointer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as the library looks at it, in the order that it was written in. The library's own makes a pointer for each value,
 * with all the names above it: for a message of 60 KB, half of it one name and half an array inside of it, that would be half
 * a gigabyte. In a message a value has a number instead, and a pointer is made where it is needed.
 *
 * <p>Not thread-safe.
 */
final class Node implements JsonNode {
    private final JsonElement element;
    private final @Nullable Node parent;
    private final String token;
    private final String location;
    private final @Nullable Counter counter;
    private final SimpleType type;
    private @Nullable List<JsonNode> elements;
    private @Nullable Map<String, JsonNode> members;

    /** What the values of one message are numbered with. */
    private static final class Counter {
        private int count;

        String next() {
            return Integer.toString(count++);
        }
    }

    /** Makes nodes, of values alone: text is read elsewhere. */
    static final JsonNodeFactory FACTORY = new JsonNodeFactory() {
        @Override
        public JsonNode wrap(Object node) {
            return node instanceof JsonNode made ? made : schema((JsonElement) node);
        }

        @Override
        public JsonNode create(String rawJson) {
            return schema(com.google.gson.JsonParser.parseString(rawJson));
        }
    };

    private Node(JsonElement element, @Nullable Node parent, String token, String location, @Nullable Counter counter) {
        this.element = element;
        this.parent = parent;
        this.token = token;
        this.location = location;
        this.counter = counter;
        this.type = type(element);
    }

    /** Makes the root of a message. */
    static Node message(JsonElement element) {
        Counter counter = new Counter();
        return new Node(element, null, "", counter.next(), counter);
    }

    /** Makes the root of a schema, which the library does need the pointers of. */
    static Node schema(JsonElement element) {
        return new Node(element, null, "", "", null);
    }

    private Node child(JsonElement child, String name) {
        String place = counter == null ? location + "/" + JsonNode.encodeJsonPointer(name) : counter.next();
        return new Node(child, this, name, place, counter);
    }

    private static SimpleType type(JsonElement element) {
        if (element instanceof JsonObject) {
            return SimpleType.OBJECT;
        }
        if (element instanceof JsonArray) {
            return SimpleType.ARRAY;
        }
        if (element instanceof JsonPrimitive primitive) {
            if (primitive.isString()) {
                return SimpleType.STRING;
            }
            if (primitive.isBoolean()) {
                return SimpleType.BOOLEAN;
            }
            // The gate left no zeros at the end of a fraction.
            return primitive.getAsBigDecimal().scale() > 0 ? SimpleType.NUMBER : SimpleType.INTEGER;
        }
        return SimpleType.NULL;
    }

    /** How many values the library has looked at so far. */
    int values() {
        return counter == null ? 0 : counter.count;
    }

    /** The value, with equality of its own: numbers by what they are, not by how they are written. */
    static JsonElement element(JsonNode node) {
        return node instanceof Node own ? own.element : new JsonPrimitive(node.asString());
    }

    /** Gives the pointer of what has the location, empty where nothing was found there. */
    String pointerTo(String sought) {
        Deque<Node> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.location.equals(sought)) {
                return node.pointer();
            }
            // Only what the library has looked at has a number.
            List<JsonNode> children = node.elements == null ? List.of() : node.elements;
            children.forEach(child -> open.add((Node) child));
            Map<String, JsonNode> named = node.members == null ? Map.of() : node.members;
            named.values().forEach(child -> open.add((Node) child));
        }
        return "";
    }

    private String pointer() {
        Deque<String> path = new ArrayDeque<>();
        for (Node node = this; node.parent != null; node = node.parent) {
            path.push(node.token);
        }
        return JsonPointer.of(path);
    }

    /** What is unique to the value: in a schema its pointer, in a message its number. */
    @Override
    public String getJsonPointer() {
        return location;
    }

    @Override
    public SimpleType getNodeType() {
        return type;
    }

    @Override
    public boolean asBoolean() {
        return element.getAsBoolean();
    }

    @Override
    public String asString() {
        return element.isJsonNull() ? "null" : element.getAsString();
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return element.getAsBigDecimal();
    }

    @Override
    public List<JsonNode> asArray() {
        List<JsonNode> made = elements;
        if (made == null) {
            made = new ArrayList<>();
            for (JsonElement child : element.getAsJsonArray()) {
                made.add(child(child, Integer.toString(made.size())));
            }
            made = Collections.unmodifiableList(made);
            elements = made;
        }
        return made;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        Map<String, JsonNode> made = members;
        if (made == null) {
            made = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> child :
                    element.getAsJsonObject().entrySet()) {
                made.put(child.getKey(), child(child.getValue(), child.getKey()));
            }
            made = Collections.unmodifiableMap(made);
            members = made;
        }
        return made;
    }
}
