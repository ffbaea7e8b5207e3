package io.github.jettyws.security.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.json.JsonFault;
import io.github.jettyws.security.json.JsonGate;
import io.github.jettyws.security.json.JsonRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaGateTest {
    private static final JsonGate JSON = new JsonGate(new JsonRules(200, false));
    private static final Duration LIMIT = Duration.ofMillis(100);

    private static SchemaGate gate(String schema) {
        return SchemaGate.parse(schema.getBytes(StandardCharsets.UTF_8), LIMIT, new FakeTicker());
    }

    private static JsonElement json(String text) {
        try {
            return JSON.read(text);
        } catch (JsonFault e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String refusal(String schema) {
        return String.valueOf(
                assertThrows(SchemaException.class, () -> gate(schema)).getMessage());
    }

    /** What the words of the specification say; a message, and where it does not fit, or a hyphen where it does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | {\"a\":[1]} | -",
                "false | 1 | ''",
                "{} | null | -",
                "{\"type\":\"integer\"} | 1.0 | -",
                "{\"type\":\"integer\"} | 1e2 | -",
                "{\"type\":\"integer\"} | 1.5 | ''",
                "{\"type\":[\"string\",\"null\"]} | null | -",
                "{\"type\":[\"string\",\"null\"]} | 0 | ''",
                "{\"properties\":{\"a\":{\"type\":\"string\"}}} | {\"a\":1} | /a",
                "{\"properties\":{\"a/b\":{\"type\":\"string\"}}} | {\"a/b\":1} | /a~1b",
                "{\"items\":{\"properties\":{\"a\":{\"maximum\":2}}}} | [{},{\"a\":2},{\"a\":3}] | /2/a",
                "{\"required\":[\"a\"]} | {\"b\":1} | ''",
                "{\"additionalProperties\":false,\"properties\":{\"a\":true}} | {\"a\":1,\"b\":1} | /b",
                "{\"const\":1.5} | 1.50 | -",
                "{\"const\":{\"a\":[1]}} | {\"a\":[1]} | -",
                "{\"const\":{\"a\":[1]}} | {\"a\":[2]} | ''",
                "{\"enum\":[1,\"1\",null]} | 1.0 | -",
                "{\"enum\":[1,\"1\",null]} | \"1\" | -",
                "{\"enum\":[1,\"1\",null]} | true | ''",
                "{\"enum\":[\"true\"]} | true | ''",
                "{\"enum\":[{\"a\":1,\"b\":2}]} | {\"b\":2,\"a\":1} | -",
                "{\"uniqueItems\":true} | [1,\"1\",true,[1],{\"a\":1}] | -",
                "{\"uniqueItems\":true} | [1,2,1.0] | ''",
                "{\"uniqueItems\":true} | [{\"a\":[1]},{\"a\":[1]}] | ''",
                "{\"uniqueItems\":false} | [1,1] | -",
                "{\"maxLength\":1} | \"\\ud83d\\ude00\" | -",
                "{\"maxLength\":1} | \"ab\" | ''",
                "{\"multipleOf\":0.1} | 0.3 | -",
                "{\"multipleOf\":2} | 1e999 | -",
                "{\"pattern\":\"b\"} | \"abc\" | -",
                "{\"pattern\":\"^b\"} | \"abc\" | ''",
                "{\"pattern\":\"b\"} | 1 | -",
                "{\"pattern\":\"^a$\"} | \"a\" | -",
                "{\"pattern\":\"^a$\"} | \"a\\n\" | ''",
                "{\"pattern\":\"^a\\\\$\"} | \"a$\" | -",
                "{\"pattern\":\"^a[$]$\"} | \"a$\" | -",
                "{\"patternProperties\":{\"^x-\":{\"type\":\"string\"}}} | {\"x-a\":\"\",\"y\":1} | -",
                "{\"patternProperties\":{\"^x-\":{\"type\":\"string\"}}} | {\"y\":1,\"x-a\":1} | /x-a",
                "{\"patternProperties\":{\"^x/\":{\"type\":\"string\"}}} | {\"x/\":1} | /x~1",
                "{\"patternProperties\":{\"^x\":true},\"additionalProperties\":false} | {\"x\":1} | -",
                "{\"patternProperties\":{\"^x\":true},\"additionalProperties\":false} | {\"x\":1,\"y\":1} | /y",
                "{\"patternProperties\":{\"^x\":true},\"unevaluatedProperties\":false} | {\"x\":1} | -",
                "{\"patternProperties\":{\"^x\":true},\"unevaluatedProperties\":false} | {\"y\":1} | /y",
                "{\"propertyNames\":{\"pattern\":\"^a$\"}} | {\"a\":1} | -",
                "{\"propertyNames\":{\"pattern\":\"^a$\"}} | {\"b\":1} | ''",
                "{\"propertyNames\":{\"enum\":[\"a\"]}} | {\"a\":1} | -",
                "{\"propertyNames\":{\"enum\":[\"a\"]}} | {\"b\":1} | ''",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"string\"}}} | 1 | ''",
                "{\"$ref\":\"#a\",\"$defs\":{\"x\":{\"$anchor\":\"a\",\"type\":\"string\"}}} | \"\" | -",
                "{\"$ref\":\"#/$defs/a%20b\",\"$defs\":{\"a b\":{\"type\":\"string\"}}} | 1 | ''",
                "{\"$ref\":\"b.json\",\"$id\":\"http://x.invalid/a.json\",\"$defs\":{\"b\":{\"$id\":\"b.json\",\"type\":\"null\"}}} | null | -",
                "{\"$dynamicRef\":\"#a\",\"$defs\":{\"x\":{\"$dynamicAnchor\":\"a\",\"type\":\"string\"}}} | \"\" | -",
                "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}} | [[],[[]]] | -",
                "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}} | [[],[[1]]] | /1/0/0",
                "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"} | {\"type\":\"null\"} | -",
                "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"} | {\"type\":\"nil\"} | /type",
                "{\"format\":\"ipv4\"} | \"no address\" | -",
                "{\"x-unknown\":{\"$comment\":1},\"title\":\"t\"} | 1 | -",
                "{\"properties\":{\"pattern\":{\"type\":\"string\"},\"$ref\":{\"type\":\"null\"}}} | {\"pattern\":\"(\",\"$ref\":null} | -",
                "{\"properties\":{\"patternProperties\":{\"type\":\"string\"}}} | {\"patternProperties\":1} | /patternProperties",
                "{\"not\":{\"type\":\"string\"}} | \"\" | ''",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}} | {\"a\":1} | ''"
            })
    void check_message_fitsOrPointsAtWhereItDoesNot(String schema, String message, String place) {
        assertEquals(
                place.equals("-") ? Optional.empty() : Optional.of(place),
                gate(schema).check(json(message)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | expected JSON",
                "{\"type\":\"object\",} | expected JSON",
                "{\"type\":1,\"type\":1} | expected JSON at /type",
                "5 | expected a JSON Schema 2020-12",
                "{\"type\":\"sting\"} | expected a JSON Schema 2020-12 at /type",
                "{\"properties\":{\"a\":{\"minLength\":-1}}} | expected a JSON Schema 2020-12 at /properties/a/minLength",
                "{\"pattern\":\"(\"} | expected a regular expression that Java understands",
                "{\"patternProperties\":{\"[\":true}} | expected a regular expression that Java understands",
                "{\"patternProperties\":{\"#\":true}} | expected \\x23 instead of # in the names of patternProperties",
                "{\"$ref\":\"#\"} | expected no reference that leads back to itself",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}} | expected no reference that leads back to itself",
                "{\"$ref\":\"#/$defs/b\"} | '#/$defs/b': expected a reference to this file, since nothing is fetched",
                "{\"properties\":{\"a\":{\"$ref\":\"other.json\"}}} | 'other.json': expected a reference to this file, since nothing is fetched",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"null\"} | expected $schema to be https://json-schema.org/draft/2020-12/schema"
            })
    void parse_noSchema_tellsWhatWasExpected(String schema, String message) {
        assertEquals(message, refusal(schema));
    }

    @Test
    void parse_noUtf8_isRefused() {
        byte[] bytes = {'"', (byte) 0xff, '"'};

        assertEquals(
                "expected text in UTF-8",
                assertThrows(SchemaException.class, () -> SchemaGate.parse(bytes, LIMIT, new FakeTicker()))
                        .getMessage());
    }

    /** In another draft a word means something else, and the file says which. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"type\":\"null\"}",
                "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"type\":\"null\"}",
                "{\"$defs\":{\"a\":{\"$id\":\"a\",\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"null\"}}}",
                "{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\":\"urn:mine\",\"type\":\"null\"}",
                "{\"$schema\":\"not a uri\",\"type\":\"null\"}",
                "{\"$id\":\"not a uri\",\"type\":\"null\"}",
                "{\"$ref\":\"not a uri\"}",
                "{\"$ref\":\"#%\"}"
            })
    void parse_otherDraftOrNoUri_isRefused(String schema) {
        assertTrue(refusal(schema).contains("expected"));
    }

    /** The first member that does not fit in the order of the message, not in that of a hash. */
    @Test
    void check_severalPlaces_firstOneIsTold() {
        SchemaGate gate = gate("{\"additionalProperties\":{\"type\":\"null\"}}");

        assertEquals(Optional.of("/z"), gate.check(json("{\"b\":null,\"z\":1,\"a\":1,\"m\":1}")));
    }

    /** Half a name of a megabyte, half an array: a pointer for each element would be gigabytes. */
    @Test
    void check_longNameAroundManyElements_needsNoMemoryForPointers() {
        SchemaGate gate = gate("{\"additionalProperties\":{\"items\":{\"type\":\"null\",\"title\":\"t\"}}}");
        String fits = "{\"" + "n".repeat(100_000) + "\":[" + "null,".repeat(20_000) + "null]}";
        String wrong = "{\"" + "n".repeat(100_000) + "\":[" + "1,".repeat(20_000) + "1]}";

        assertEquals(Optional.empty(), gate.check(json(fits)));
        assertEquals(Optional.of(""), gate.check(json(wrong)));
    }
}
