package io.github.jettyws.security.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Goes through one text, value by value. No value is skipped: the library's reader takes what it skips without looking for
 * control characters.
 *
 * <p>Not thread-safe.
 */
final class JsonWalk {
    /** How long a number may be, as it is written. */
    static final int NUMBER_LENGTH = 100;

    /** How many digits its exponent may have: with it, no number has more than about a thousand digits. */
    static final int EXPONENT_DIGITS = 3;

    private static final JsonElement NOTHING = JsonNull.INSTANCE;

    private final JsonReader json;
    private final JsonRules rules;
    private final boolean builds;

    /**
     * Begins a walk.
     *
     * @param json the reader, at its strictest
     * @param rules what may pass
     * @param builds whether to keep what is read
     */
    JsonWalk(JsonReader json, JsonRules rules, boolean builds) {
        this.json = json;
        this.rules = rules;
        this.builds = builds;
    }

    /**
     * Reads the next value.
     *
     * @param depth how many objects and arrays it is inside of
     * @return what it says, anything where nothing is kept
     * @throws JsonFault if there is none, or it may not pass
     */
    JsonElement value(int depth) throws JsonFault {
        try {
            JsonToken token = json.peek();
            return switch (token) {
                case BEGIN_OBJECT -> object(depth + 1);
                case BEGIN_ARRAY -> array(depth + 1);
                case STRING -> text(json.nextString());
                case NUMBER -> number(json.nextString());
                case BOOLEAN -> truth(json.nextBoolean());
                case NULL -> {
                    json.nextNull();
                    yield NOTHING;
                }
                case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> throw new JsonFault();
            };
        } catch (JsonFault e) {
            throw e;
        } catch (IOException e) {
            throw new JsonFault();
        }
    }

    private JsonElement object(int depth) throws IOException {
        checkDepth(depth);
        JsonObject members = builds ? new JsonObject() : null;
        Names names = rules.allowsDuplicateKeys() ? null : new Names();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (names != null && !names.add(name)) {
                throw new JsonFault().within(name);
            }
            JsonElement member = member(name, depth);
            if (members != null) {
                members.add(name, member);
            }
        }
        json.endObject();
        return members == null ? NOTHING : members;
    }

    private JsonElement member(String name, int depth) throws JsonFault {
        try {
            return value(depth);
        } catch (JsonFault e) {
            throw e.within(name);
        }
    }

    private JsonElement array(int depth) throws IOException {
        checkDepth(depth);
        JsonArray elements = builds ? new JsonArray() : null;
        json.beginArray();
        int index = 0;
        while (json.hasNext()) {
            JsonElement element = element(index, depth);
            if (elements != null) {
                elements.add(element);
            }
            index++;
        }
        json.endArray();
        return elements == null ? NOTHING : elements;
    }

    private JsonElement element(int index, int depth) throws JsonFault {
        try {
            return value(depth);
        } catch (JsonFault e) {
            throw e.within(Integer.toString(index));
        }
    }

    private void checkDepth(int depth) throws JsonFault {
        if (depth > rules.maxDepth()) {
            throw new JsonFault();
        }
    }

    private JsonElement text(String text) {
        return builds ? new JsonPrimitive(text) : NOTHING;
    }

    private JsonElement truth(boolean truth) {
        return builds ? new JsonPrimitive(truth) : NOTHING;
    }

    private JsonElement number(String literal) throws JsonFault {
        if (literal.length() > NUMBER_LENGTH || exponentDigits(literal) > EXPONENT_DIGITS) {
            throw new JsonFault();
        }
        if (!builds) {
            return NOTHING;
        }
        BigDecimal number = new BigDecimal(literal);
        return new JsonPrimitive(number.scale() > 0 ? number.stripTrailingZeros() : number);
    }

    private static int exponentDigits(String literal) {
        int e = Math.max(literal.lastIndexOf('e'), literal.lastIndexOf('E'));
        if (e < 0) {
            return 0;
        }
        char sign = literal.charAt(e + 1);
        return literal.length() - e - (sign == '+' || sign == '-' ? 2 : 1);
    }
}
