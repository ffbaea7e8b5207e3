package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsrfRuleTest {
    private static final CsrfRule RULE = new CsrfRule("token", TokenSources.named(CsrfRule.NAME, "csrf"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "csrf=abc-1, -, true",
                "a=b&csrf=abc%2D1, -, true",
                "-, 'chat, csrf.abc-1', true",
                "csrf=abc-1, csrf.abc-1, true",
                "-, -, false",
                "csrf=, -, false",
                "csrf=abc-, -, false",
                "csrf=abc-12, -, false",
                "csrf=ABC-1, -, false",
                "csrf=abc-1&csrf=x, -, false",
                "csrf=abc-1, csrf.x, false",
                "-, bearer.abc-1, false",
            })
    void matches_request_theSameText(String query, String protocols, boolean expected) {
        Requests request = Requests.request().query(query);
        Handshake handshake =
                (protocols == null ? request : request.header("Sec-WebSocket-Protocol", protocols)).make();

        assertEquals(expected, RULE.matches(new Holding("abc-1"), handshake));
    }

    @Test
    void matches_nothingToCompareWith_isNoMatch() {
        Handshake handshake = Requests.request().query("csrf=null").make();

        assertFalse(RULE.matches(null, handshake));
        assertFalse(RULE.matches(new Holding(null), handshake));
        assertFalse(
                RULE.matches(new Holding(""), Requests.request().query("csrf=").make()));
        assertFalse(RULE.matches(new Holding(""), Requests.request().make()));
    }

    /** What it makes of itself is not trusted to be secret. */
    @Test
    void matches_noText_isNoMatch() {
        assertFalse(RULE.matches(
                new Holding(42), Requests.request().query("csrf=42").make()));
    }

    /** A session with one attribute. */
    private record Holding(Object token) implements SessionView {
        @Override
        public Object attribute(String name) {
            return name.equals("token") ? token : null;
        }

        @Override
        public Optional<String> login() {
            return Optional.empty();
        }
    }
}
