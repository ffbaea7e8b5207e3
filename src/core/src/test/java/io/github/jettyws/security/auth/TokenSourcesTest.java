package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.handshake.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourcesTest {
    private static final String AUTHORIZATION = "Authorization";
    private static final String HEADER = "X-Auth-Token";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private static final TokenSources ALL =
            TokenSources.parse(List.of("bearer", "header:X-Auth-Token", "subprotocol", "query:token"));

    static Object[][] requests() {
        Tokens one = new Tokens.One("abc");
        return new Object[][] {
            {Map.of(), null, Tokens.NONE},
            {Map.of(), "", Tokens.NONE},
            {Map.of("Cookie", List.of("token=abc")), "tokens=abc&TOKEN=abc&x=token", Tokens.NONE},

            // RFC 6750, section 2.1: one space or more, and b64token.
            {Map.of(AUTHORIZATION, List.of("Bearer abc")), null, one},
            {Map.of(AUTHORIZATION, List.of("bEARER   abc")), null, one},
            {Map.of(AUTHORIZATION, List.of("Bearer a-._~+/Z9==")), null, new Tokens.One("a-._~+/Z9==")},
            {Map.of(AUTHORIZATION, List.of("Bearer")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer ")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer abc def")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer abc,def")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer \tabc")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer =")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer a=b")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer \u00e9")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Basic YTpi")), null, Tokens.NONE},
            {Map.of(AUTHORIZATION, List.of("Bearerabc")), null, Tokens.NONE},
            {Map.of(AUTHORIZATION, List.of("")), null, Tokens.NONE},
            {Map.of(AUTHORIZATION, List.of("Bearer abc", "Bearer abc")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Basic YTpi", "Bearer abc")), null, Tokens.MALFORMED},
            {Map.of(HEADER, List.of("abc")), null, one},
            {Map.of("x-auth-token", List.of("abc")), null, one},
            {Map.of(HEADER, List.of("")), null, Tokens.MALFORMED},
            {Map.of(HEADER, List.of("Bearer abc")), null, Tokens.MALFORMED},
            {Map.of(HEADER, List.of("abc", "abc")), null, Tokens.MALFORMED},
            {Map.of(PROTOCOLS, List.of("bearer.abc")), null, one},
            {Map.of(PROTOCOLS, List.of("chat, bearer.abc ,superchat")), null, one},
            {Map.of(PROTOCOLS, List.of("chat", "\tbearer.abc")), null, one},
            {Map.of(PROTOCOLS, List.of("bearer.abc,bearer.abc", "bearer.abc")), null, one},
            {Map.of(PROTOCOLS, List.of("bearer.abc,bearer.abd")), null, Tokens.CONFLICT},
            {Map.of(PROTOCOLS, List.of("bearer.abc", "bearer.abd")), null, Tokens.CONFLICT},
            {Map.of(PROTOCOLS, List.of("bearer.")), null, Tokens.MALFORMED},
            {Map.of(PROTOCOLS, List.of("bearer.a b")), null, Tokens.MALFORMED},
            {Map.of(PROTOCOLS, List.of("chat, Bearer.abc, bearer, xbearer.abc, \u00a0bearer.abc")), null, Tokens.NONE},
            {Map.of(), "token=abc", one},
            {Map.of(), "a=b&token=abc&c", one},
            {Map.of(), "t%6Fken=%61%62c", one},
            {Map.of(), "token=abc&token=abc", one},
            {Map.of(), "token=abc&token=abd", Tokens.CONFLICT},
            {Map.of(), "token=abc&%74oken=abd", Tokens.CONFLICT},
            {Map.of(), "token", Tokens.MALFORMED},
            {Map.of(), "token=", Tokens.MALFORMED},
            {Map.of(), "token=abc&token", Tokens.MALFORMED},
            {Map.of(), "token=a%2Bb%3D", new Tokens.One("a+b=")},
            {Map.of(), "token=a=", new Tokens.One("a=")},
            {Map.of(), "token=a+b", Tokens.MALFORMED},
            {Map.of(), "token=a%", Tokens.MALFORMED},
            {Map.of(), "token=a%4", Tokens.MALFORMED},
            {Map.of(), "token=a%4g", Tokens.MALFORMED},
            {Map.of(), "token=a%u0041", Tokens.MALFORMED},
            {Map.of(), "token=%C3%A9", Tokens.MALFORMED},
            {Map.of(), "token=a%00", Tokens.MALFORMED},
            // Decoded once.
            {Map.of(), "token=%2561", Tokens.MALFORMED},
            {Map.of(), "%2574oken=abc", Tokens.NONE},

            // In several places.
            {Map.of(AUTHORIZATION, List.of("Bearer abc"), PROTOCOLS, List.of("bearer.abc")), "token=%61bc", one},
            {Map.of(AUTHORIZATION, List.of("Bearer abc"), HEADER, List.of("abd")), null, Tokens.CONFLICT},
            {Map.of(AUTHORIZATION, List.of("Bearer abc")), "token=abd", Tokens.CONFLICT},
            {Map.of(AUTHORIZATION, List.of("Bearer abc"), HEADER, List.of("")), null, Tokens.MALFORMED},
            {Map.of(AUTHORIZATION, List.of("Bearer abc"), HEADER, List.of("abd")), "token=", Tokens.MALFORMED},
        };
    }

    @ParameterizedTest
    @MethodSource("requests")
    void find_request_itsToken(Map<String, List<String>> headers, String query, Tokens expected) {
        assertEquals(expected, ALL.find(new Headers(headers), query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "header:X-Auth-Token", "subprotocol", "query:token"})
    void find_otherPlaces_areNotLookedAt(String source) {
        Headers headers = new Headers(Map.of(
                AUTHORIZATION, List.of(source.equals("bearer") ? "Bearer abc" : "Bearer abd"),
                HEADER, List.of(source.startsWith("header") ? "abc" : ""),
                PROTOCOLS, List.of(source.equals("subprotocol") ? "bearer.abc" : "bearer.abf")));
        String query = source.startsWith("query") ? "token=abc" : "token=%";

        assertEquals(new Tokens.One("abc"), TokenSources.parse(List.of(source)).find(headers, query));
    }

    @ParameterizedTest
    @CsvSource({"8192, true", "8193, false"})
    void find_length_upTo8192(int length, boolean good) {
        String token = "a".repeat(length - 1) + "=";
        Tokens expected = good ? new Tokens.One(token) : Tokens.MALFORMED;

        assertEquals(expected, ALL.find(new Headers(Map.of(HEADER, List.of(token))), null));
        assertEquals(expected, ALL.find(Headers.NONE, "token=" + token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "cookie",
                "header",
                "header:",
                "header:a b",
                "header:Authorization",
                "header:COOKIE",
                "header:Sec-WebSocket-Protocol",
                "query",
                "query:",
                "query:a=b",
                "query:%74oken",
                "subprotocol:x",
                " bearer",
            })
    void parse_noPlace_isRefused(String text) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> TokenSources.parse(List.of("bearer", text)));

        assertEquals(
                "'" + text + "': expected bearer, header: and the name of a header of its own, subprotocol, or query:"
                        + " and the name of a parameter",
                error.getMessage());
    }

    @Test
    void parse_noneOrTwice_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> TokenSources.parse(List.of()));
        assertThrows(IllegalArgumentException.class, () -> TokenSources.parse(List.of("bearer", "bearer")));
        assertThrows(IllegalArgumentException.class, () -> TokenSources.parse(List.of("query:a", "query:a")));
        TokenSources.parse(List.of("query:a", "query:b", "header:a", "header:b"));
    }

    @Test
    void toString_token_isNotTold() {
        assertFalse(new Tokens.One("canary").toString().contains("canary"));
    }

    /** Whatever is found is a token by RFC 6750, and after the removal nothing is found any more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void find_random_tokenOrNoneAndNoneAfterwards(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "token", "=", "&", "%", "%74", "oken", "bearer.", ",", " ", "\t", "abc", "d", "Bearer ", "+", "\u00e9",
            "chat"
        };
        for (int i = 0; i < 50_000; i++) {
            Map<String, List<String>> fields = new HashMap<>();
            for (String name : List.of(AUTHORIZATION, HEADER, PROTOCOLS)) {
                if (random.nextInt(3) == 0) {
                    fields.put(
                            name,
                            random.nextInt(4) == 0
                                    ? List.of(text(random, parts), text(random, parts))
                                    : List.of(text(random, parts)));
                }
            }
            String query = random.nextBoolean() ? text(random, parts) : null;
            if (ALL.find(new Headers(fields), query) instanceof Tokens.One one) {
                assertEquals("", one.token().replaceAll("^[A-Za-z0-9._~+/-]+=*$", ""));
            }
            List<String> stripped = ALL.stripProtocols(fields.getOrDefault(PROTOCOLS, List.of()));
            assertEquals(
                    Tokens.NONE,
                    ALL.find(new Headers(Map.of(PROTOCOLS, stripped)), ALL.stripQuery(query)),
                    () -> fields + " " + query);
        }
    }

    private static String text(Random random, String[] parts) {
        StringBuilder text = new StringBuilder();
        for (int part = random.nextInt(10); part > 0; part--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
