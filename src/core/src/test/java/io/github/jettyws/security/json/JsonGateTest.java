package io.github.jettyws.security.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGateTest {
    private static final JsonGate GATE = new JsonGate(new JsonRules(64, false));
    private static final Optional<String> PASSES = Optional.empty();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-0",
                "-0.0e-0",
                "1E+999",
                "123456789012345678901234567890",
                "\"\"",
                "true",
                "false",
                "null",
                " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n",
                "{\"\":0}",
                "{\"a\":{\"a\":{\"a\":[]}},\"b\":{\"a\":1}}",
                "[[],[[]],{}]",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uFFFF\"",
                "\"\u007f\u0085\u2028\u2029\"",
                "\"\ud83d\ude00\"",
                "{\"\\ud83d\\ude00\":0}",
                "\"\ufeff\"",
                "\"'#//;=\""
            })
    void check_json_passes(String text) throws IOException {
        assertEquals(PASSES, GATE.check(text));
        GATE.read(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[,]",
                "[1 2]",
                "[1;2]",
                "[1]]",
                "[] []",
                "[],",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "{\"a\"=1}",
                "{\"a\"=>1}",
                "{\"a\":1;\"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "'a'",
                "\"a",
                "\"a\\\"",
                "\"\\x41\"",
                "\"\\'\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\\n\"",
                "\"\t\"",
                "\"\n\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "{\"\u0001\":1}",
                "NaN",
                "[NaN]",
                "-Infinity",
                "Infinity",
                "TRUE",
                "True",
                "tru",
                "truee",
                "nul",
                "NULL",
                "+1",
                "01",
                "-01",
                "-",
                "1.",
                ".1",
                "-.1",
                "1e",
                "1e+",
                "1E2.5",
                "0x10",
                "1_000",
                "1f",
                "- 1",
                "\u0661",
                "// a\n1",
                "/* a */1",
                "1//",
                "# a\n1",
                "[1,/**/2]",
                ")]}'\n1",
                "\ufeff1",
                "\ufeff",
                "\u00a01",
                "\u000b1",
                "\u000c1",
                "1\u0000",
                "\u2028[]",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "[{\"\":1,\"\":2}]",
                "\"\\ud83d\"",
                "\"\\ud83d.\\ude00\"",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"\\ud83d\":0}",
                "{\"\\ude00\\ud83d\":0}",
                "1e1000",
                "1e-0001",
                "1E+1000"
            })
    void check_noJson_isRefused(String text) {
        assertTrue(GATE.check(text).isPresent());
        assertThrows(JsonFault.class, () -> GATE.read(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | ''",
                "[1,x] | ''",
                "[[],[{\"a\":x}]] | /1/0/a",
                "{\"a\":{\"b\":[1,2,x]}} | /a/b",
                "{\"a\":{\"b\":[1,{\"c\":x}]}} | /a/b/1/c",
                "[1,1e1000] | /1",
                "{\"a\":{\"b\":1,}} | /a",
                "{\"a\":{\"b\":1,\"b\":2}} | /a/b",
                "{\"a/b\":{\"~\":x}} | /a~1b/~0",
                "{\"\":x} | /",
                "{\"a\":1e1000} | /a",
                "[1] x | ''",
                "{\"a\":[1} | /a"
            })
    void check_noJson_pointsAtTheInnermostThatWasBegun(String text, String pointer) {
        assertEquals(Optional.of(pointer), GATE.check(text));
        assertEquals(
                pointer, assertThrows(JsonFault.class, () -> GATE.read(text)).pointer());
    }

    /** A pointer that would be too long points at what is around. */
    @Test
    void check_longNames_pointsFurtherOut() {
        String fits = "n".repeat(JsonPointer.MAX_LENGTH - 3);

        assertEquals(Optional.of("/a/" + fits), GATE.check("{\"a\":{\"" + fits + "\":x}}"));
        assertEquals(Optional.of("/a"), GATE.check("{\"a\":{\"n" + fits + "\":x}}"));
        assertEquals(Optional.of("/a"), GATE.check("{\"a\":{\"/" + fits.substring(1) + "\":x}}"));
        assertEquals(Optional.of(""), GATE.check("{\"" + "n".repeat(100_000) + "\":{\"a\":x}}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 200})
    void check_depth_upToTheLimit(int depth) {
        JsonGate gate = new JsonGate(new JsonRules(depth, false));
        String arrays = "[".repeat(depth) + "1" + "]".repeat(depth);
        String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);

        assertEquals(PASSES, gate.check(arrays));
        assertEquals(PASSES, gate.check(objects));
        assertTrue(gate.check("[" + arrays + "]").isPresent());
        assertTrue(gate.check("{\"a\":" + objects + "}").isPresent());
        assertTrue(gate.check("[".repeat(1_000_000)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"0", "201", "-1"})
    void rules_depthOutOfRange_throws(int depth) {
        assertThrows(IllegalArgumentException.class, () -> new JsonRules(depth, false));
    }

    @Test
    void check_number_upToItsLength() {
        assertEquals(PASSES, GATE.check("9".repeat(100)));
        assertTrue(GATE.check("9".repeat(101)).isPresent());
        assertEquals(PASSES, GATE.check("-0." + "9".repeat(97)));
        assertTrue(GATE.check("-0." + "9".repeat(98)).isPresent());
        assertTrue(GATE.check("[1" + "0".repeat(50_000) + "]").isPresent());
    }

    /** Where the reader's own buffer ends, at 1024 characters. */
    @Test
    void check_longStrings_pass() {
        for (int length = 1000; length < 1100; length++) {
            assertEquals(PASSES, GATE.check("[\"" + "x".repeat(length) + "\\u0041\",1.5e7]"));
        }
        assertEquals(PASSES, GATE.check("\"" + "\u00e9".repeat(1_000_000) + "\""));
    }

    @Test
    void check_duplicateKeysAllowed_lastOneCounts() throws IOException {
        JsonGate gate = new JsonGate(new JsonRules(64, true));

        assertEquals(PASSES, gate.check("{\"a\":1,\"a\":2}"));
        assertEquals(
                2, gate.read("{\"a\":1,\"a\":2}").getAsJsonObject().get("a").getAsInt());
    }

    /** Around the number of names from which on they are looked up otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 10, 100})
    void check_manyNames_eachMayComeOnce(int count) {
        String members =
                IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":0").collect(Collectors.joining(","));

        assertEquals(PASSES, GATE.check("{" + members + "}"));
        for (int i = 0; i < count; i++) {
            assertEquals(Optional.of("/n" + i), GATE.check("{" + members + ",\"n" + i + "\":0}"));
        }
    }

    /** 131072 names with one hash ("Aa" and "BB" have the same): what looks at all of them for each takes minutes. */
    @Test
    void check_namesWithOneHash_areNotSlow() {
        String names = IntStream.range(0, 1 << 17)
                .mapToObj(i -> IntStream.range(0, 17)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
                .map(name -> "\"" + name + "\":0")
                .collect(Collectors.joining(","));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertEquals(PASSES, GATE.check("{" + names + "}"));
            GATE.read("{" + names + "}");
        });
    }

    @Test
    void read_values_areWhatIsWritten() throws IOException {
        JsonElement read = GATE.read("{\"s\":\"\\u00e9\",\"n\":1.500,\"i\":100,\"t\":true,\"z\":null,\"a\":[1]}");

        assertEquals("{\"s\":\"\u00e9\",\"n\":1.5,\"i\":100,\"t\":true,\"z\":null,\"a\":[1]}", read.toString());
    }
}
