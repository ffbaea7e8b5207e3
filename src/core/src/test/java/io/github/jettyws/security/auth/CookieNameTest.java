package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.fixture.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieNameTest {
    private static final Proof GOOD = new Proof.Rejected("asked");

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "\u00e9", "a\n"})
    void parse_noName_refused(String name) {
        assertEquals(
                "expected the name of a cookie, a token of 1 to 64 characters",
                assertThrows(IllegalArgumentException.class, () -> CookieName.parse(name))
                        .getMessage());
    }

    @Test
    void parse_length_lastAllowedAndFirstRefused() {
        assertEquals("x".repeat(64), CookieName.parse("x".repeat(64)).toString());
        assertThrows(IllegalArgumentException.class, () -> CookieName.parse("x".repeat(65)));
    }

    /** RFC 6265bis, section 4.1.3; browsers compare these names without regard to case. */
    @ParameterizedTest
    @CsvSource({
        "user,            false, asked",
        "user,            true,  asked",
        "__Host-user,     true,  asked",
        "__Host-user,     false, connection not encrypted",
        "__secure-user,   false, connection not encrypted",
        "Host-user,       false, asked"
    })
    void prove_prefix_isHonoured(String name, boolean secure, String why) {
        assertEquals(
                new Proof.Rejected(why),
                CookieName.parse(name)
                        .prove(
                                Requests.request()
                                        .secure(secure)
                                        .header("Cookie", name + "=1")
                                        .make(),
                                value -> GOOD));
    }

    @ParameterizedTest
    @CsvSource({"'user=1; user=1', asked", "'user=1; user=2', two cookies of one name", "'User=1', "})
    void prove_twice_sameOrDifferent(String cookies, String why) {
        assertEquals(
                why == null ? Proof.ABSENT : new Proof.Rejected(why),
                CookieName.parse("user")
                        .prove(Requests.request().header("Cookie", cookies).make(), value -> GOOD));
    }
}
