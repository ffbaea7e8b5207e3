package io.github.jettyws.security.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.com, https, example.com, 443",
        "http://example.com, http, example.com, 80",
        "wss://example.com, wss, example.com, 443",
        "ws://example.com, ws, example.com, 80",
        "https://example.com:443, https, example.com, 443",
        "https://example.com:8443, https, example.com, 8443",
        "http://example.com:443, http, example.com, 443",
        "HTTPS://EXAMPLE.COM, https, example.com, 443",
        "https://example.com:1, https, example.com, 1",
        "https://example.com:65535, https, example.com, 65535",
        "https://[2001:DB8:0::1], https, [2001:db8::1], 443",
        "https://[::1]:8443, https, [::1], 8443",
        "chrome-extension://abcdefgh, chrome-extension, abcdefgh, -1",
        "app+v1.0://host:7, app+v1.0, host, 7"
    })
    void parse_origin_schemeHostPort(String text, String scheme, String host, int port) {
        assertEquals(Optional.of(new Origin(scheme, host, port)), Origin.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "*",
                "example.com",
                "//example.com",
                "https:example.com",
                "https:/example.com",
                "https:///example.com",
                "https://",
                "https://:443",
                "://example.com",
                "1https://example.com",
                "ht tps://example.com",
                "https://example.com/",
                "https://example.com/path",
                "https://example.com?query",
                "https://example.com#fragment",
                "https://user@example.com",
                "https://user:password@example.com",
                "https://example.com@evil.example",
                "https://example.com.",
                "https://example.com:",
                "https://example.com:0",
                "https://example.com:00",
                "https://example.com:0443",
                "https://example.com:65536",
                "https://example.com:99999",
                "https://example.com:100000",
                "https://example.com:-1",
                "https://example.com:+443",
                "https://example.com: 443",
                "https://example.com:4a3",
                "https://example.com:443:443",
                "https://example.com:\u0664\u0664\u0663",
                " https://example.com",
                "https://example.com ",
                "https://example.com\t",
                "https://example.com\n",
                "https://example.com\r\n",
                "https://example.com https://example.com",
                "https://example.com,https://example.com",
                "https://example.com, https://example.com",
                "https://b\u00fccher.example",
                "https://\u212a.example",
                "\u017fcheme://example.com",
                "https://127.1",
                "https://0x7f.0.0.1",
                "https://2130706433",
                "https://[127.0.0.1]",
                "https://[::1]x",
                "https://x[::1]",
                "https://[::1]443"
            })
    void parse_anythingElse_empty(String text) {
        assertEquals(Optional.empty(), Origin.parse(text));
    }

    @Test
    void parse_longText_empty() {
        String scheme = "a".repeat(Origin.MAX_LENGTH - "://host".length());

        assertTrue(Origin.parse(scheme + "://host").isPresent());
        assertEquals(Optional.empty(), Origin.parse("a" + scheme + "://host"));
    }

    /** RFC 6454, section 4: the same if scheme, host and port are. */
    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com:443",
        "http://example.com, http://example.com:80",
        "https://example.com, HTTPS://Example.COM",
        "https://[::1], https://[0:0:0:0:0:0:0:1]:443"
    })
    void equals_otherSpelling_same(String one, String other) {
        assertEquals(Origin.parse(one).orElseThrow(), Origin.parse(other).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, http://example.com",
        "https://example.com, http://example.com:443",
        "https://example.com, https://www.example.com",
        "https://example.com, https://example.com:8443",
        "https://example.com, wss://example.com",
        "http://127.0.0.1, http://[::ffff:127.0.0.1]"
    })
    void equals_otherOrigin_different(String one, String other) {
        assertNotEquals(Origin.parse(one).orElseThrow(), Origin.parse(other).orElseThrow());
    }

    /** RFC 6454, section 6.1. */
    @ParameterizedTest
    @CsvSource({
        "https://example.com:443, https://example.com",
        "http://example.com:80, http://example.com",
        "http://example.com:443, http://example.com:443",
        "HTTPS://EXAMPLE.com:8443, https://example.com:8443",
        "https://[0::1], https://[::1]",
        "foo://bar, foo://bar"
    })
    void toString_parsed_serialised(String text, String serialised) {
        assertEquals(serialised, Origin.parse(text).orElseThrow().toString());
    }
}
