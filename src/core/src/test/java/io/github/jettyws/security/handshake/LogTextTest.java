package io.github.jettyws.security.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    static String[][] texts() {
        return new String[][] {
            {"", "\"\""},
            {"https://app.example.com:8443", "\"https://app.example.com:8443\""},
            {" !#[]~", "\" !#[]~\""},
            {"a\"b", "\"a\\\"b\""},
            {"a\\b", "\"a\\\\b\""},
            {"a\nb", "\"a\\u000ab\""},
            {"a\r\nb", "\"a\\u000d\\u000ab\""},
            {"\t\u0000\u001b[31m", "\"\\u0009\\u0000\\u001b[31m\""},
            {"\u007f\u0080\u0085", "\"\\u007f\\u0080\\u0085\""},
            {"\u00e9\u2028\u2029\u202e\ufeff", "\"\\u00e9\\u2028\\u2029\\u202e\\ufeff\""},
            {"\ud83d\ude00", "\"\\ud83d\\ude00\""},
            {"\ud83d", "\"\\ud83d\""},
            // What looks like an escape stays what it is.
            {"\\u000a", "\"\\\\u000a\""},
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void quote_text_oneLineOfAscii(String text, String quoted) {
        assertEquals(quoted, LogText.quote(text));
    }

    @Test
    void quote_longText_isCutOff() {
        assertEquals("\"" + "a".repeat(200) + "\"", LogText.quote("a".repeat(200)));
        assertEquals("\"" + "a".repeat(200) + "...\"", LogText.quote("a".repeat(201)));
        assertEquals("\"" + "a".repeat(200) + "...\"", LogText.quote("a".repeat(100_000)));
        assertEquals("\"" + "\\u000a".repeat(200) + "...\"", LogText.quote("\n".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void quote_randomText_printableBoundedAndQuoted(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(400); length > 0; length--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(0x10000)));
            }
            String quoted = LogText.quote(text.toString());

            assertTrue(quoted.length() <= 200 * 6 + 5, quoted);
            assertTrue(quoted.matches("\"(?:[ !#-\\[\\]-~]|\\\\\"|\\\\\\\\|\\\\u[0-9a-f]{4})*+\""), quoted);
        }
    }
}
