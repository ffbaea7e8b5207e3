package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
    /** RFC 4648, section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, Zg", "fo, Zm8", "foo, Zm9v", "foob, Zm9vYg", "fooba, Zm9vYmE", "foobar, Zm9vYmFy"})
    void decode_vectorsOfTheRfc_bothWays(String text, String encoded) {
        assertEquals(encoded, Base64Url.encode(text.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(text, new String(Base64Url.decode(encoded).orElseThrow(), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zg==", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "Zm9vYn", "Zm+v", "Zm/v", " Zg", "Zg\n", "Zg.", "Z\u00e9"
            })
    void decode_anotherText_nothing(String text) {
        assertTrue(Base64Url.decode(text).isEmpty());
    }
}
