package io.github.jettyws.security.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import io.github.jettyws.security.json.Utf8;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object (RFC 8259) from bytes whose number the caller has bounded. A name that comes twice, at any depth,
 * makes it void: of two, readers do not agree which one counts (RFC 7515, section 4).
 */
final class StrictJson {
    /** How deep objects and arrays may be nested; the outermost is the first. */
    static final int MAX_DEPTH = 10;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final JsonGate GATE = new JsonGate(new JsonRules(MAX_DEPTH, false));

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
        String text = Utf8.decode(bytes).orElseThrow(() -> new IOException("expected UTF-8"));
        // RFC 8259, section 8.1, lets a reader ignore it, and some servers write it in front of their keys.
        if (GATE.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text) instanceof JsonObject object) {
            return object(object);
        }
        throw new IOException("expected a JSON object");
    }

    private static @Nullable Object value(JsonElement element) throws IOException {
        if (element instanceof JsonObject object) {
            return object(object);
        }
        if (element instanceof JsonArray array) {
            return array(array);
        }
        return element instanceof JsonPrimitive primitive ? primitive(primitive) : null;
    }

    private static Map<String, @Nullable Object> object(JsonObject object) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            members.put(member.getKey(), value(member.getValue()));
        }
        return Collections.unmodifiableMap(members);
    }

    private static List<@Nullable Object> array(JsonArray array) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonElement element : array) {
            elements.add(value(element));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Object primitive(JsonPrimitive primitive) throws IOException {
        if (primitive.isString()) {
            return primitive.getAsString();
        }
        return primitive.isBoolean() ? primitive.getAsBoolean() : number(primitive.getAsBigDecimal());
    }

    private static Object number(BigDecimal number) throws IOException {
        // Of more digits than these, not all fit into a long.
        if (number.scale() == 0 && number.precision() <= LONG_DIGITS) {
            return number.longValueExact();
        }
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw new IOException("expected a number that a double can hold");
        }
        return value;
    }
}
