package io.github.jettyws.security.auth;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a signed cookie says: a JSON object (RFC 8259) in UTF-8 with {@code sub}, {@code exp} and perhaps {@code roles}.
 * Anything else in it makes it void: a {@code nbf} or {@code aud} that is not understood cannot be heeded. Immutable.
 *
 * @param subject the name of the user, not empty
 * @param roles what the user is, none of them empty
 * @param expiry from when on the cookie is worth nothing
 */
record CookiePayload(String subject, Set<String> roles, Instant expiry) {
    /** Whole seconds, as far as the year 33658: longer numbers are milliseconds, or a slip. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9]\\d{0,11}");

    /**
     * Reads a payload.
     *
     * @param bytes what was signed
     * @return the payload, empty where the bytes are none
     */
    static Optional<CookiePayload> read(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonReader json = new JsonReader(new StringReader(text));
            json.setStrictness(Strictness.STRICT);
            return read(json);
        } catch (IOException | IllegalStateException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<CookiePayload> read(JsonReader json) throws IOException {
        Set<String> seen = new HashSet<>();
        String subject = null;
        Instant expiry = null;
        Set<String> roles = Set.of();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            // Of two, readers do not agree which one counts (RFC 8259, section 4).
            if (!seen.add(name)) {
                return Optional.empty();
            }
            switch (name) {
                case "sub" -> subject = text(json);
                case "exp" -> expiry = seconds(json);
                case "roles" -> roles = texts(json);
                default -> {
                    return Optional.empty();
                }
            }
        }
        json.endObject();
        return json.peek() != JsonToken.END_DOCUMENT || subject == null || expiry == null
                ? Optional.empty()
                : Optional.of(new CookiePayload(subject, roles, expiry));
    }

    private static String text(JsonReader json) throws IOException {
        // A number would be given as text, too.
        String text = json.peek() == JsonToken.STRING ? json.nextString() : "";
        if (text.isEmpty()) {
            throw new IllegalStateException("expected a string that is not empty");
        }
        return text;
    }

    private static Set<String> texts(JsonReader json) throws IOException {
        Set<String> texts = new HashSet<>();
        json.beginArray();
        while (json.hasNext()) {
            texts.add(text(json));
        }
        json.endArray();
        return Set.copyOf(texts);
    }

    private static Instant seconds(JsonReader json) throws IOException {
        String digits = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
        if (!SECONDS.matcher(digits).matches()) {
            throw new IllegalStateException("expected whole seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(digits));
    }
}
