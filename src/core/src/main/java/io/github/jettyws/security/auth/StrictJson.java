package io.github.jettyws.security.auth;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object (RFC 8259) from bytes whose number the caller has bounded. A name that comes twice, at any depth,
 * makes it void: of two, readers do not agree which one counts (RFC 7515, section 4; the reader of the library keeps the
 * last one inside of objects).
 */
final class StrictJson {
    /** How deep objects and arrays may be nested; the outermost is the first. */
    static final int MAX_DEPTH = 10;

    private static final int LONG_DIGITS = 18;

    private StrictJson() {}

    /**
     * Reads an object.
     *
     * @param bytes its text in UTF-8
     * @return its members: text, {@code Long}, {@code Double} for what is no {@code long}, {@code Boolean}, lists, maps,
     *     and {@code null}; unmodifiable at all depths
     * @throws IOException if it is not a JSON object, a name comes twice, it is nested too deeply, or a number is too large
     */
    static Map<String, @Nullable Object> parse(byte[] bytes) throws IOException {
        // A decoder of its own reports what is not UTF-8, instead of replacing it.
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        JsonReader json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw new IOException("expected a JSON object");
        }
        Map<String, @Nullable Object> object = object(json, 1);
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("expected nothing after the JSON object");
        }
        return object;
    }

    private static @Nullable Object value(JsonReader json, int depth) throws IOException {
        return switch (json.peek()) {
            case BEGIN_OBJECT -> object(json, depth + 1);
            case BEGIN_ARRAY -> array(json, depth + 1);
            case STRING -> json.nextString();
            case NUMBER -> number(json.nextString());
            case BOOLEAN -> json.nextBoolean();
            default -> {
                json.nextNull();
                yield null;
            }
        };
    }

    private static Map<String, @Nullable Object> object(JsonReader json, int depth) throws IOException {
        checkDepth(depth);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (members.containsKey(name)) {
                throw new IOException("expected each name once");
            }
            members.put(name, value(json, depth));
        }
        json.endObject();
        return Collections.unmodifiableMap(members);
    }

    private static List<@Nullable Object> array(JsonReader json, int depth) throws IOException {
        checkDepth(depth);
        List<@Nullable Object> elements = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            elements.add(value(json, depth));
        }
        json.endArray();
        return Collections.unmodifiableList(elements);
    }

    private static void checkDepth(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("expected a depth of at most " + MAX_DEPTH);
        }
    }

    /** Takes no more time than the length of the literal, whatever its exponent says. */
    private static Object number(String literal) throws IOException {
        // Of more digits than these, not all fit into a long.
        if (literal.length() <= LONG_DIGITS
                && literal.indexOf('.') < 0
                && !literal.contains("e")
                && !literal.contains("E")) {
            return Long.parseLong(literal);
        }
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            throw new IOException("expected a number that a double can hold");
        }
        return value;
    }
}
