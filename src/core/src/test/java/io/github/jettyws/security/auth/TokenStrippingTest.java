package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStrippingTest {
    private static final TokenSources BOTH = TokenSources.parse(List.of("subprotocol", "query:token"));
    private static final TokenSources NEITHER = TokenSources.parse(List.of("bearer", "header:token"));

    static Object[][] protocols() {
        return new Object[][] {
            {List.of(), List.of()},
            {List.of("chat"), List.of("chat")},
            {List.of(" chat ,,superchat\t"), List.of(" chat ,,superchat\t")},
            {List.of("bearer.abc"), List.of()},
            {List.of("bearer.abc, chat"), List.of("chat")},
            {List.of("chat, bearer.abc"), List.of("chat")},
            {List.of("chat ,bearer.abc"), List.of("chat")},
            {List.of("chat, bearer.abc,  superchat"), List.of("chat,  superchat")},
            {List.of("b, bearer.abc, a ,bearer.x,c"), List.of("b, a ,c")},
            {List.of("bearer.abc", "chat", "bearer.abc,bearer.abd"), List.of("chat")},
            {List.of("chat", "bearer.abc, superchat"), List.of("chat", "superchat")},
            // What is refused is still not for the application to see.
            {List.of("chat, bearer., bearer.a b"), List.of("chat")},
            {List.of("Bearer.abc, bearer, xbearer.abc"), List.of("Bearer.abc, bearer, xbearer.abc")},
        };
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void stripProtocols_lines_withoutTheTokens(List<String> lines, List<String> expected) {
        assertEquals(expected, BOTH.stripProtocols(lines));
        assertSame(lines, NEITHER.stripProtocols(lines));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null",
                "'', ''",
                "token=abc, null",
                "token, null",
                "token=abc&%74oken=x, null",
                "a=b&token=abc, a=b",
                "token=abc&a=b, a=b",
                "b=%7e&token=abc&a=+&&c, b=%7e&a=+&&c",
                "&token=abc, ''",
                "a=%zz&token=%zz, a=%zz",
                "tokens=abc&TOKEN=abc&x=token, tokens=abc&TOKEN=abc&x=token",
                "%2574oken=abc, %2574oken=abc",
            })
    void stripQuery_query_withoutTheToken(String query, String expected) {
        assertEquals(expected, BOTH.stripQuery(query));
        assertEquals(query, NEITHER.stripQuery(query));
    }

    @Test
    void strip_severalKinds_eachIsTakenOut() {
        TokenSources all = BOTH.and(TokenSources.named("ticket", "t")).and(TokenSources.named("csrf", "c"));

        assertEquals(List.of("chat"), all.stripProtocols(List.of("ticket.a, chat, bearer.b", "csrf.c")));
        assertEquals("tickets=4&x=y", all.stripQuery("token=1&t=2&%63=3&tickets=4&x=y"));
        assertTrue(all.areInQuery());
    }

    @Test
    void overlap_sameParameter_only() {
        TokenSources ticket = TokenSources.named("ticket", "t");

        assertTrue(ticket.overlap(TokenSources.named("csrf", "t")));
        assertTrue(ticket.overlap(TokenSources.parse(List.of("bearer", "query:t"))));
        assertFalse(ticket.overlap(TokenSources.named("csrf", "c")));
        assertFalse(ticket.overlap(BOTH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a&b", "\u00e9"})
    void named_noNameOfAParameter_isRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> TokenSources.named("ticket", name));
    }

    /** A browser that sends 8 KB of blanks costs no more than one that does not. */
    @Test
    void stripProtocols_manyBlanks_inNoTime() {
        String line = "a" + " ".repeat(1 << 20) + "b,bearer.abc";

        assertEquals(List.of(line.substring(0, line.length() - 11)), BOTH.stripProtocols(List.of(line)));
    }
}
