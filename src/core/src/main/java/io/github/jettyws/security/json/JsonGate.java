package io.github.jettyws.security.json;

import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/**
 * Tells JSON (RFC 8259) from what is none: the library's reader at its strictest, and what that lets through. That is a byte
 * order mark (section 8.1), names that come twice, nesting without end, and numbers that cost more to use than to send.
 *
 * <p>A number has at most {@value JsonWalk#NUMBER_LENGTH} characters and {@value JsonWalk#EXPONENT_DIGITS} digits in its
 * exponent: section 9 lets a reader set such limits. A string is as long as the message may be. Half of a surrogate pair
 * ({@code "\ud83d"}) is refused, as the library does: section 8.2 calls unpredictable what becomes of it, and two names that
 * differ in nothing else become one when somebody encodes them.
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonGate {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final JsonRules rules;

    /**
     * Makes a gate.
     *
     * @param rules what may pass
     */
    public JsonGate(JsonRules rules) {
        this.rules = rules;
    }

    /**
     * Looks at a text and keeps nothing of it but the names of the objects that it is inside of.
     *
     * @param text the text
     * @return where it is not JSON, as {@link JsonFault#pointer()}; empty where it is
     */
    public Optional<String> check(String text) {
        try {
            walk(text, false);
            return Optional.empty();
        } catch (JsonFault e) {
            return Optional.of(e.pointer());
        }
    }

    /**
     * Reads a text.
     *
     * @param text the text
     * @return what it says; of names that come twice, where that is allowed, the last one. Numbers are {@code BigDecimal}
     *     without zeros at the end of a fraction
     * @throws JsonFault if it is not JSON
     */
    public JsonElement read(String text) throws JsonFault {
        return walk(text, true);
    }

    private JsonElement walk(String text, boolean builds) throws JsonFault {
        // The library's reader takes it for nothing, however strict.
        if (text.startsWith(BYTE_ORDER_MARK)) {
            throw new JsonFault();
        }
        JsonReader json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(rules.maxDepth());
        JsonElement whole = new JsonWalk(json, rules, builds).value(0);
        try {
            if (json.peek() == JsonToken.END_DOCUMENT) {
                return whole;
            }
        } catch (IOException e) {
            // Told below: something follows.
        }
        throw new JsonFault();
    }
}
