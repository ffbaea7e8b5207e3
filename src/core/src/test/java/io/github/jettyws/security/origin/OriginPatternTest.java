package io.github.jettyws.security.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPatternTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com, true",
        "https://app.example.com, https://APP.example.com:443, true",
        "https://app.example.com, https://app.example.com:8443, false",
        "https://app.example.com, http://app.example.com, false",
        "https://app.example.com, http://app.example.com:443, false",
        "https://app.example.com, https://xapp.example.com, false",
        "https://app.example.com, https://app.example.comx, false",
        "https://app.example.com, https://app.example.com.evil.example, false",
        "https://app.example.com, https://x.app.example.com, false",
        "https://app.example.com, https://example.com, false",
        "HTTPS://App.Example.Com:443, https://app.example.com, true",
        "https://app.example.com:8443, https://app.example.com:8443, true",
        "https://app.example.com:8443, https://app.example.com:8444, false",
        "https://app.example.com:8443, https://app.example.com, false",
        "https://app.example.com:*, https://app.example.com, true",
        "https://app.example.com:*, https://app.example.com:1, true",
        "https://app.example.com:*, https://app.example.com:65535, true",
        "https://app.example.com:*, http://app.example.com, false",
        "https://[2001:db8:0:0::1], https://[2001:DB8::1], true",
        "https://[2001:db8:0:0::1], https://[2001:db8::2], false",
        "https://192.0.2.1, https://192.0.2.1, true",
        "https://192.0.2.1, https://[::ffff:192.0.2.1], false",
        "foo://bar, foo://bar, true",
        "foo://bar, foo://bar:80, false",
        "foo://bar:*, foo://bar, true"
    })
    void matches_origin_schemeHostPort(String pattern, String origin, boolean expected) {
        assertEquals(expected, matches(pattern, origin));
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.example.com, https://a.example.com, true",
        "https://*.example.com, https://a.b.c.example.com, true",
        "https://*.example.com, https://A.EXAMPLE.COM, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://evilexample.com, false",
        "https://*.example.com, https://a.evilexample.com, false",
        "https://*.example.com, https://a.example.com.evil.example, false",
        "https://*.example.com, https://a.example.org, false",
        "https://*.example.com, https://com, false",
        "https://*.example.com, http://a.example.com, false",
        "https://*.example.com, https://a.example.com:8443, false",
        "https://*.example.com:8443, https://a.example.com:8443, true",
        "https://*.example.com:*, https://a.example.com:8443, true",
        "https://*.example.com:*, https://example.com:8443, false",
        "https://*.localhost, https://a.localhost, true",
        "https://*.localhost, https://localhost, false"
    })
    void matches_wildcard_oneOrMoreWholeLabels(String pattern, String origin, boolean expected) {
        assertEquals(expected, matches(pattern, origin));
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com, true",
        "example.com, http://example.com:8080, true",
        "example.com, foo://example.com, true",
        "example.com, https://a.example.com, false",
        "example.com, https://evilexample.com, false",
        "*.example.com, http://a.example.com:8080, true",
        "*.example.com, https://example.com, false",
        "[::1], http://[0:0:0:0:0:0:0:1]:8080, true",
        "[::1], http://127.0.0.1, false",
        "192.0.2.1, https://192.0.2.1:8443, true",
        "192.0.2.1, https://192.0.2.2, false"
    })
    void matches_hostAlone_anySchemeAndPort(String pattern, String origin, boolean expected) {
        assertEquals(expected, matches(pattern, origin));
    }

    @ParameterizedTest
    @CsvSource({
        "https://b\u00fccher.example, https://xn--bcher-kva.example, true",
        "https://B\u00dcCHER.example, https://xn--bcher-kva.example, true",
        "https://xn--bcher-kva.example, https://XN--BCHER-KVA.example, true",
        "https://*.b\u00fccher.example, https://a.xn--bcher-kva.example, true",
        "https://*.b\u00fccher.example, https://xn--bcher-kva.example, false",
        "b\u00fccher.example, https://bucher.example, false",
        // The ideographic full stop is a dot, and full-width letters are letters (RFC 3490, section 3.1; RFC 3491).
        "https://b\u00fccher\u3002example, https://xn--bcher-kva.example, true",
        "https://\uff41pp.example, https://app.example, true"
    })
    void matches_notAscii_asciiForm(String pattern, String origin, boolean expected) {
        assertEquals(expected, matches(pattern, origin));
    }

    @ParameterizedTest
    @CsvSource({
        "regex:https://app-\\d+\\.example\\.com, https://app-12.example.com, true",
        "regex:https://app-\\d+\\.example\\.com, https://app-x.example.com, false",
        "regex:https://app-\\d+\\.example\\.com, https://app-1.example.com.evil.example, false",
        "regex:https://app-\\d+\\.example\\.com, https://app-1.example.com:8443, false",
        "regex:https://app-\\d+\\.example\\.com, foo-https://app-1.example.com, false",
        // It is the serialised form that is matched: in lower case, without a default port.
        "regex:https://app-\\d+\\.example\\.com, HTTPS://APP-1.example.com:443, true",
        "regex:https://APP\\.example, https://app.example, false",
        "regex:example, https://example, false"
    })
    void matches_regex_wholeSerialisedOrigin(String pattern, String origin, boolean expected) {
        assertEquals(expected, matches(pattern, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.",
                "**.example.com",
                "https://",
                "https://*",
                "https://*:*",
                "https://*:443",
                "*:*",
                "https://*example.com",
                "https://a.*.example.com",
                "https://a*.example.com",
                "https://example.*",
                "*://example.com",
                "https://example.com/",
                "https://example.com/path",
                "https://example.com?a",
                "https://user@example.com",
                "https://example.com.",
                "https://*.example.com.",
                "https://.example.com",
                "https://a..b",
                " https://example.com",
                "https://exam ple.com",
                "https://*.[::1]",
                "https://*.192.0.2.1",
                "https://[::1",
                "https://[::g]",
                "https://[192.0.2.1]",
                "https://192.0.2",
                "192.0.2.256",
                "0x7f.0.0.1",
                "https://example.com:",
                "https://example.com:0",
                "https://example.com:080",
                "https://example.com:**",
                "https://example.com:8*",
                "https:example.com",
                "//example.com",
                "https://-a.example",
                "https://a\u2100b.example",
                "https://\u1e9e.example"
            })
    void parse_noPattern_tellsWhatWasExpected(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> OriginPattern.parse(text))
                .getMessage();

        assertEquals(
                "expected an origin such as https://app.example.com, https://*.example.com or https://example.com:*,"
                        + " a host such as example.com, or regex:\u2026",
                message);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com:65536, expected a port from 1 to 65535",
        "https://example.com:99999, expected a port from 1 to 65535",
        "example.com:443, a host alone means any port: expected a scheme before it",
        "example.com:*, a host alone means any port: expected a scheme before it",
        "regex:, expected an expression after regex:",
        "regex:(, expected a regular expression: Unclosed group"
    })
    void parse_nearlyAPattern_tellsWhatWasExpected(String text, String expected) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> OriginPattern.parse(text))
                        .getMessage());
    }

    /** UTS #46, section 4: sharp s, final sigma and the two joiners are what the two generations of IDNA differ in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fa\u00df.example",
                "https://*.fa\u00df.example",
                "fa\u00df.example",
                "https://\u03b1\u03c2.example",
                "https://a\u200cb.example",
                "https://a\u200db.example"
            })
    void parse_ambiguousCharacter_asksForAscii(String text) {
        assertEquals(
                "expected the host in its ASCII form (xn--\u2026): browsers and older software disagree about a"
                        + " character in it",
                assertThrows(IllegalArgumentException.class, () -> OriginPattern.parse(text))
                        .getMessage());
    }

    @Test
    void parse_ambiguousHostInAscii_isTaken() {
        assertEquals(true, matches("https://xn--fa-hia.example", "https://xn--fa-hia.example"));
        assertEquals(false, matches("https://xn--fa-hia.example", "https://fass.example"));
    }

    @Test
    void toString_pattern_asWritten() {
        assertEquals(
                "https://*.B\u00fccher.example:*",
                OriginPattern.parse("https://*.B\u00fccher.example:*").toString());
    }

    private static boolean matches(String pattern, String origin) {
        return OriginPattern.parse(pattern).matches(Origin.parse(origin).orElseThrow());
    }
}
