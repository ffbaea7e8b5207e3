package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtRulesTest {
    @Test
    void build_nothingSaid_isStrict() {
        JwtRules rules = rs256().build();

        assertEquals(Set.of(JwtAlgorithm.RS256), rules.algorithms());
        assertEquals(Duration.ofSeconds(30), rules.clockSkew());
        assertTrue(rules.requireExpiration());
        assertEquals("sub", rules.nameClaim());
        assertEquals("roles", rules.rolesClaim());
    }

    @Test
    void build_algorithms_areOfOneKind() {
        assertEquals(
                3,
                JwtRules.builder(EnumSet.range(JwtAlgorithm.HS256, JwtAlgorithm.HS512))
                        .build()
                        .algorithms()
                        .size());
        assertEquals(
                9,
                JwtRules.builder(EnumSet.range(JwtAlgorithm.RS256, JwtAlgorithm.ES512))
                        .build()
                        .algorithms()
                        .size());
        contradiction(
                "algorithms [HS512, RS256]: expected either HS* or others, not both, or a public key could be taken for a"
                        + " secret",
                JwtRules.builder(Set.of(JwtAlgorithm.RS256, JwtAlgorithm.HS512)));
        contradiction("no algorithm: expected at least one, such as RS256", JwtRules.builder(Set.of()));
    }

    @Test
    void build_clockSkew_isAtMostFiveMinutes() {
        assertEquals(
                Duration.ofMinutes(5),
                rs256().clockSkew(Duration.ofMinutes(5)).build().clockSkew());
        assertEquals(Duration.ZERO, rs256().clockSkew(Duration.ZERO).build().clockSkew());
        contradiction(
                "clock skew PT5M0.000000001S: expected 0 to PT5M",
                rs256().clockSkew(Duration.ofMinutes(5).plusNanos(1)));
        contradiction("clock skew PT-0.000000001S: expected 0 to PT5M", rs256().clockSkew(Duration.ofNanos(-1)));
    }

    @Test
    void build_contradiction_isTold() {
        String empty = "an issuer, audience, claim or type is empty: expected text, or that it is left out";
        contradiction(empty, rs256().issuer(""));
        contradiction(empty, rs256().type(""));
        contradiction(empty, rs256().nameClaim(""));
        contradiction(empty, rs256().rolesClaim(""));
        contradiction(empty, rs256().audience(Set.of("chat", "")));
        contradiction("claim 'exp': expected one that is text", rs256().nameClaim("exp"));
        contradiction("claim 'iat': expected one that is text", rs256().rolesClaim("iat"));
    }

    @ParameterizedTest
    @CsvSource({
        "JWT, jwt, true",
        "application/jwt, JWT, true",
        "JWT, application/JWT, true",
        "at+jwt, application/at+jwt, true",
        "application/a/b, a/b, false",
        "JWT, at+jwt, false",
        "JWT, application/application/jwt, false"
    })
    void isExpectedType_mediaType_isComparedAsRfc7515Says(String expected, String typ, boolean same) {
        assertEquals(same, rs256().type(expected).build().isExpectedType(typ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "rs256", "RS256 ", "", "EdDSA", "ES256K", "RSA", "A128KW"})
    void parse_noAlgorithm_isTold(String name) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JwtAlgorithm.parse(name));

        assertEquals(
                "algorithm '" + name
                        + "': expected one of [HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512,"
                        + " ES256, ES384, ES512]",
                e.getMessage());
    }

    @Test
    void parse_algorithm_isFoundByItsName() {
        for (JwtAlgorithm algorithm : JwtAlgorithm.values()) {
            assertEquals(algorithm, JwtAlgorithm.parse(algorithm.name()));
        }
    }

    private static JwtRules.Builder rs256() {
        return JwtRules.builder(Set.of(JwtAlgorithm.RS256));
    }

    private static void contradiction(String message, JwtRules.Builder rules) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, rules::build).getMessage());
    }
}
