package io.github.jettyws.demo;

import java.util.List;

/**
 * Writes one JSON object (RFC 8259). Whatever a text holds, it stays one string: that is all the JSON this demo needs,
 * and less than a library.
 */
final class JsonObject {
    private final StringBuilder members = new StringBuilder();

    JsonObject put(String name, String value) {
        return member(name, quote(value));
    }

    JsonObject put(String name, long value) {
        return member(name, Long.toString(value));
    }

    JsonObject put(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    JsonObject put(String name, List<JsonObject> values) {
        return member(name, values.toString());
    }

    @Override
    public String toString() {
        return "{" + members + "}";
    }

    private JsonObject member(String name, String value) {
        if (!members.isEmpty()) {
            members.append(',');
        }
        members.append(quote(name)).append(':').append(value);
        return this;
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || isLoneSurrogate(c)) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }

    /** Half a pair has no UTF-8 form. It would become a question mark, or stop the send. */
    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
