package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void toString_empty_isBraces() {
        assertEquals("{}", new JsonObject().toString());
    }

    @Test
    void put_everyType_isWritten() {
        JsonObject inner = new JsonObject().put("b", true);

        assertEquals(
                "{\"n\":-1,\"list\":[{\"b\":true}, {\"b\":true}],\"none\":[]}",
                new JsonObject()
                        .put("n", -1)
                        .put("list", List.of(inner, inner))
                        .put("none", List.of())
                        .toString());
    }

    @Test
    void put_quoteAndBackslash_areEscaped() {
        assertEquals(
                "{\"a\\\"\":\"\\\\\\\",\\\"x\\\":\\\"\"}",
                new JsonObject().put("a\"", "\\\",\"x\":\"").toString());
    }

    @Test
    void put_controlCharacters_areEscaped() {
        assertEquals(
                "{\"a\":\"\\u0000\\u0009\\u000a\\u000d\\u001f \"}",
                new JsonObject().put("a", "\0\t\n\r\u001f ").toString());
    }

    @Test
    void put_nonAscii_staysAsItIs() {
        assertEquals("{\"a\":\"é世😀\"}", new JsonObject().put("a", "é世😀").toString());
    }

    @Test
    void put_halfASurrogatePair_isEscaped() {
        assertEquals(
                "{\"a\":\"\\ud83dx\\ude00\"}",
                new JsonObject().put("a", "\ud83dx\ude00").toString());
    }
}
