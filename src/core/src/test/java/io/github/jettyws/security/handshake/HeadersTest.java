package io.github.jettyws.security.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    @Test
    void values_otherCase_found() {
        Headers headers = new Headers(Map.of("Origin", List.of("https://example.com")));

        assertEquals(List.of("https://example.com"), headers.values("ORIGIN"));
        assertEquals(List.of(), headers.values("Host"));
    }

    /** Else a second Origin, in another case, would take the place of the first one unseen. */
    @Test
    void values_oneNameInTwoCases_allKept() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("Origin", List.of("https://evil.example"));
        fields.put("origin", List.of("https://example.com"));

        assertEquals(List.of("https://evil.example", "https://example.com"), new Headers(fields).values("Origin"));
    }

    @Test
    void values_mapChangedLater_unchanged() {
        List<String> values = new ArrayList<>(List.of("a"));
        Headers headers = new Headers(Map.of("X", values));
        values.add("b");

        assertEquals(List.of("a"), headers.values("X"));
        assertThrows(UnsupportedOperationException.class, () -> headers.masked().clear());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Proxy-Authorization",
                "Cookie",
                "Referer",
                "Sec-WebSocket-Protocol",
                "Sec-WebSocket-Key",
                "X-API-Key",
                "Cf-Access-Jwt-Assertion",
                "Api-Key",
                "apikey",
                "X-Auth-Token",
                "X-Amz-Security-Token",
                "X-CSRF-Token",
                "X-XSRF-TOKEN",
                "X-Client-Secret",
                "X-Password",
                "X-Session-Id",
                "X-Credential",
                "X-Authenticated-User"
            })
    void masked_credential_valueHiddenInAnyCase(String name) {
        for (String written : List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
            Map<String, List<String>> masked = new Headers(Map.of(written, List.of("s3cret", "t0ken"))).masked();

            // How many values there were is hidden too.
            assertEquals(Map.of(written, List.of(Headers.MASK)), masked);
            assertEquals(List.of(Headers.MASK), masked.get(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host", "Origin", "User-Agent", "Upgrade", "Connection", "Sec-WebSocket-Version", "X-Keyboard"})
    void masked_noCredential_valueShown(String name) {
        assertEquals(
                List.of("a", "b"),
                new Headers(Map.of(name, List.of("a", "b"))).masked().get(name));
    }

    /** What an operator sends credentials in, whatever it is called. */
    @Test
    void masked_namedAsCredential_valueHiddenInAnyCase() {
        for (String written : List.of("X-Partner", "x-partner", "X-PARTNER")) {
            Headers headers = new Headers(
                    List.of(new Headers.Field(written, "s3cret"), new Headers.Field("X-Other", "a")),
                    Set.of("x-partner"));

            assertEquals(Map.of(written, List.of(Headers.MASK), "X-Other", List.of("a")), headers.masked());
        }
    }

    @Test
    void toString_anyHeader_namesOnly() {
        Headers headers = new Headers(Map.of("Cookie", List.of("s3cret"), "Host", List.of("example.com")));

        assertEquals("[Cookie, Host]", headers.toString());
        assertFalse(handshake(headers).toString().contains("s3cret"));
    }

    private static Handshake handshake(Headers headers) {
        return new Handshake(
                new Caller(null, "peer", null, "peer", true, true), null, "GET", null, "/", "HTTP/1.1", headers);
    }
}
