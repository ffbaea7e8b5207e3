package io.github.jettyws.security.address;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.jettyws.security.address.AddressFileLine.Entry;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of a list of Spamhaus: a JSON object (RFC 8259) with the range as {@code cidr}. The last line has no range
 * but {@code "type":"metadata"}. Whatever else there is does not count.
 */
final class AddressFileJson {
    private static final String EXPECTED =
            "expected a JSON object with one string \"cidr\", or with \"type\":\"metadata\"";

    private AddressFileJson() {}

    /**
     * Reads a line.
     *
     * @param line the line
     * @param start where the object begins in it
     * @return what is listed, {@code null} for metadata
     * @throws AddressFileException if the line is neither
     */
    static @Nullable Entry entry(AddressFileLine line, int start) {
        Characters characters = new Characters(line.text(), start);
        JsonReader json = new JsonReader(characters);
        json.setStrictness(Strictness.STRICT);
        Entry entry = null;
        boolean metadata = false;
        try {
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                boolean isText = json.peek() == JsonToken.STRING;
                if (name.equals("cidr")) {
                    if (!isText || entry != null) {
                        // Of two, readers do not agree which one counts (RFC 8259, section 4).
                        throw new MalformedJsonException(EXPECTED);
                    }
                    entry = new Entry(characters.at, json.nextString());
                } else if (name.equals("type") && isText) {
                    metadata = json.nextString().equals("metadata");
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
            if (json.peek() == JsonToken.END_DOCUMENT && (metadata || entry != null)) {
                return entry;
            }
        } catch (IOException | IllegalStateException e) {
            throw line.error(characters.at, line.text().substring(start), EXPECTED);
        }
        throw line.error(start + 1, line.text().substring(start), EXPECTED);
    }

    /** Gives one character at a time, so that it is known how far the JSON was read. */
    private static final class Characters extends Reader {
        private final String text;
        private int at;

        Characters(String text, int start) {
            this.text = text;
            at = start;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (at == text.length()) {
                return -1;
            }
            buffer[offset] = text.charAt(at++);
            return 1;
        }

        @Override
        public void close() {
            // A text holds nothing open.
        }
    }
}
