package io.github.jettyws.security.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate says what the grammar says, and passes nothing that the library's strict reader would not. */
class JsonGatePropertiesTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "/",
        "'",
        "0",
        "1",
        "-",
        "+",
        ".",
        "e",
        "E",
        "true",
        "null",
        "\"a\"",
        "\"b\"",
        "\"a\":",
        "u0061",
        "\\ud83d",
        "\\ude00",
        " ",
        "\n",
        "\t",
        "\u0000",
        "\u001f",
        "\u00e9",
        "\ud83d\ude00",
        "\ufeff",
        "NaN",
        "//",
        "#",
        "9999",
        "\u2028",
        "\u007f"
    };

    @ParameterizedTest
    @CsvSource({"1, 64, false", "2, 64, true", "3, 3, false", "4, 1, true"})
    void check_generatedAndChanged_isTheGrammar(long seed, int depth, boolean duplicates) {
        Random random = new Random(seed);
        JsonRules rules = new JsonRules(depth, duplicates);
        JsonGate gate = new JsonGate(rules);
        int passed = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            value(text, random, 0);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                change(text, random);
            }
            String json = text.toString();
            boolean expected = ReferenceJson.accepts(json, rules);

            assertEquals(expected, gate.check(json).isEmpty(), json);
            assertEquals(expected, reads(gate, json), json);
            if (expected) {
                assertTrue(gsonReads(json), json);
                passed++;
            }
        }
        assertTrue(passed > 5_000, "only " + passed + " were JSON");
    }

    private static boolean reads(JsonGate gate, String json) {
        try {
            gate.read(json);
            return true;
        } catch (JsonFault e) {
            return false;
        }
    }

    private static boolean gsonReads(String json) {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement read = new Gson().getAdapter(JsonElement.class).read(reader);
            return read != null && reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | RuntimeException e) {
            // Its adapter may not like names that come twice, which is another rule.
            return String.valueOf(e.getMessage()).contains("uplicate");
        }
    }

    private static void value(StringBuilder text, Random random, int depth) {
        blank(text, random);
        switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> text.append(random.nextBoolean() ? "true" : "null");
            case 1 -> text.append(random.nextInt(2000) - 1000).append(random.nextBoolean() ? "" : ".50");
            case 2 -> text.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 3 -> string(text, random);
            case 4 -> {
                text.append('[');
                for (int i = 0, n = random.nextInt(4); i < n; i++) {
                    text.append(i == 0 ? "" : ",");
                    value(text, random, depth + 1);
                }
                text.append(']');
            }
            default -> {
                text.append('{');
                for (int i = 0, n = random.nextInt(4); i < n; i++) {
                    text.append(i == 0 ? "" : ",");
                    string(text, random);
                    text.append(':');
                    value(text, random, depth + 1);
                }
                text.append('}');
            }
        }
        blank(text, random);
    }

    private static void blank(StringBuilder text, Random random) {
        if (random.nextInt(8) == 0) {
            text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }

    private static void string(StringBuilder text, Random random) {
        String[] pieces = {"a", "b", "\\u0061", "\\n", "\u00e9", "\\ud83d\\ude00", "\\\"", "\ud83d\ude00"};
        text.append('"');
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        text.append('"');
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        if (random.nextInt(3) > 0 || at == text.length()) {
            text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        } else {
            text.deleteCharAt(at);
        }
    }
}
