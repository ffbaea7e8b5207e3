package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the claims of a token with a good signature must say. */
class JwtVerifierTest {
    private static final long NOW = TestTokens.NOW.getEpochSecond();
    private static final int SKEW = 30;

    @Test
    void verify_goodToken_provesAllThatItSays() {
        String claims = "{\"sub\":\"ann\",\"exp\":1800000600,\"jti\":\"id-1\",\"roles\":[\"admin\",\"user\"],"
                + "\"nothing\":null,\"deep\":{\"list\":[1,2.5,true,\"x\"]}}";

        Identity identity = identity(verify(rules -> rules, claims));

        assertEquals("ann", identity.name());
        assertEquals("jwt", identity.scheme());
        assertEquals(Set.of("admin", "user"), identity.roles());
        assertEquals(Optional.of(Instant.ofEpochSecond(1_800_000_600)), identity.expiry());
        assertEquals(Optional.of("id-1"), identity.tokenId());
        assertEquals(
                Map.of("list", List.of(1L, 2.5, true, "x")), identity.claims().get("deep"));
        assertFalse(identity.claims().containsKey("nothing"));
    }

    @ParameterizedTest
    @EnumSource(
            value = JwtAlgorithm.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ES384", "ES512"})
    void verify_eachAlgorithm_takesWhatTheJdkSigned(JwtAlgorithm algorithm) {
        String jwk = switch (algorithm.family()) {
            case HMAC -> TestTokens.OCT;
            case RSA -> TestTokens.RSA;
            case EC -> TestTokens.EC;
        };

        assertEquals(
                "ann",
                identity(TestTokens.verifier(algorithm, jwk).verify(TestTokens.sign(algorithm, TestTokens.CLAIMS)))
                        .name());
    }

    /** "On or after" the expiry a token must not be accepted (RFC 7519, section 4.1.4). */
    @ParameterizedTest
    @CsvSource({"0, 1, true", "0, 0, false", "0, -1, false", "30, -29, true", "30, -30, false", "300, -299, true"})
    void verify_expiry_endsAtThatMoment(int skew, int secondsFromNow, boolean good) {
        Proof proof = verify(
                rules -> rules.clockSkew(Duration.ofSeconds(skew)),
                "{\"sub\":\"ann\",\"exp\":" + (NOW + secondsFromNow) + "}");

        assertEquals(good ? "good" : "expired", outcome(proof));
    }

    /** "Before" it a token must not be accepted (RFC 7519, section 4.1.5). */
    @ParameterizedTest
    @CsvSource({
        "nbf, 0, good",
        "nbf, 30, good",
        "nbf, 31, not yet valid",
        "iat, 30, good",
        "iat, 31, issued in the future"
    })
    void verify_beginning_isThatMoment(String claim, int secondsFromNow, String expected) {
        Proof proof = verify(
                rules -> rules,
                "{\"sub\":\"ann\",\"exp\":1800000600,\"" + claim + "\":" + (NOW + secondsFromNow) + "}");

        assertEquals(expected, outcome(proof));
    }

    @ParameterizedTest
    @CsvSource({
        "1800000000.5, 1800000000, 500000000",
        "1.8e9, 1800000000, 0",
        "1800000000.0, 1800000000, 0",
        "253402300799, 253402300799, 0"
    })
    void verify_expiryInAnyNotation_isRead(String exp, long seconds, int nanos) {
        Identity identity = identity(verify(rules -> rules, "{\"sub\":\"ann\",\"exp\":" + exp + "}"));

        assertEquals(Optional.of(Instant.ofEpochSecond(seconds, nanos)), identity.expiry());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1800000600\"",
                "-1",
                "-0.5",
                "253402300800",
                "9223372036854775807",
                "9223372036854775808",
                "1e18",
                "1e308",
                "1e999",
                "1e999999999",
                "null",
                "true",
                "[1800000600]",
                "{}"
            })
    void verify_timeThatIsNone_isMalformed(String time) {
        for (String claim : Set.of("exp", "nbf", "iat")) {
            String others = claim.equals("exp") ? "" : "\"exp\":1800000600,";
            Proof proof = verify(
                    JwtRules.Builder::allowMissingExpiration,
                    "{\"sub\":\"ann\"," + others + "\"" + claim + "\":" + time + "}");

            assertEquals("malformed claims", outcome(proof), claim);
        }
    }

    @Test
    void verify_noExpiry_isForTheRulesToSay() {
        String claims = "{\"sub\":\"ann\"}";

        assertEquals("no expiry", outcome(verify(rules -> rules, claims)));
        assertEquals(
                Optional.empty(),
                identity(verify(JwtRules.Builder::allowMissingExpiration, claims))
                        .expiry());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"https://id.example\"|good",
                "\"https://id.example/\"|wrong issuer",
                "\"HTTPS://id.example\"|wrong issuer",
                "\"\"|wrong issuer",
                "null|malformed claims",
                "[\"https://id.example\"]|malformed claims",
            })
    void verify_issuer_isTheSameText(String iss, String expected) {
        UnaryOperator<JwtRules.Builder> rules = builder -> builder.issuer("https://id.example");

        assertEquals(expected, outcome(verify(rules, "{\"sub\":\"ann\",\"exp\":1800000600,\"iss\":" + iss + "}")));
        assertEquals("wrong issuer", outcome(verify(rules, TestTokens.CLAIMS)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"chat\"|good",
                "\"CHAT\"|wrong audience",
                "[\"other\",\"feed\"]|good",
                "[\"other\"]|wrong audience",
                "[]|wrong audience",
                "[\"chat\",1]|malformed claims",
                "null|malformed claims",
                "{\"chat\":1}|malformed claims",
            })
    void verify_audience_namesOneOfOurs(String aud, String expected) {
        UnaryOperator<JwtRules.Builder> rules = builder -> builder.audience(Set.of("chat", "feed"));

        assertEquals(expected, outcome(verify(rules, "{\"sub\":\"ann\",\"exp\":1800000600,\"aud\":" + aud + "}")));
        assertEquals("wrong audience", outcome(verify(rules, TestTokens.CLAIMS)));
    }

    /** Whoever does not find himself in an audience must refuse (RFC 7519, section 4.1.3). */
    @Test
    void verify_audienceWhereNoneIsExpected_isWrong() {
        String claims = "{\"sub\":\"ann\",\"exp\":1800000600,\"aud\":\"chat\"}";

        assertEquals("wrong audience", outcome(verify(rules -> rules, claims)));
        assertEquals("good", outcome(verify(rules -> rules, TestTokens.CLAIMS)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|no name",
                ",\"email\":\"\"|no name",
                ",\"email\":null|malformed claims",
                ",\"email\":1|malformed claims",
                ",\"email\":[\"a@b.example\"]|malformed claims",
                ",\"email\":\"a@b.example\"|good"
            })
    void verify_name_isText(String more, String expected) {
        String claims = "{\"sub\":\"ann\",\"exp\":1800000600" + (more == null ? "" : more) + "}";

        assertEquals(expected, outcome(verify(rules -> rules.nameClaim("email"), claims)));
    }

    @Test
    void verify_roles_areTextsOrOneTextWithSpaces() {
        assertEquals(Set.of(), roles(""));
        assertEquals(Set.of(), roles(",\"scope\":\"\""));
        assertEquals(Set.of(), roles(",\"scope\":[]"));
        assertEquals(Set.of("read", "write"), roles(",\"scope\":\" read  write read\""));
        assertEquals(Set.of("read write", "x"), roles(",\"scope\":[\"read write\",\"x\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "{}", "[1]", "[\"x\",null]", "[[\"x\"]]"})
    void verify_rolesThatAreNone_areMalformed(String roles) {
        assertEquals(
                "malformed claims",
                outcome(verify(rules -> rules, "{\"sub\":\"ann\",\"exp\":1800000600,\"roles\":" + roles + "}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"at+jwt\"|good",
                "\"AT+JWT\"|good",
                "\"application/at+jwt\"|good",
                "\"JWT\"|wrong type",
                "\"\"|wrong type",
                "null|wrong type",
                "1|wrong type"
            })
    void verify_type_isOfTheHeader(String typ, String expected) {
        JwtRules rules =
                JwtRules.builder(Set.of(JwtAlgorithm.HS256)).type("at+jwt").build();
        JwtVerifier verifier = new JwtVerifier(rules, TestTokens.keys(TestTokens.OCT), TestTokens.CLOCK);
        String header = "{\"alg\":\"HS256\",\"typ\":" + typ + "}";

        assertEquals(
                expected, outcome(verifier.verify(TestTokens.sign(JwtAlgorithm.HS256, header, TestTokens.CLAIMS))));
        assertEquals("wrong type", outcome(verifier.verify(TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS))));
    }

    @Test
    void isExpired_identity_isAsForTokens() {
        JwtVerifier verifier = TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT);

        assertFalse(verifier.isExpired(identity(NOW - SKEW + 1)));
        assertTrue(verifier.isExpired(identity(NOW - SKEW)));
        assertFalse(verifier.isExpired(Identity.of("ann", "jwt")));
    }

    private static Identity identity(long expiry) {
        return new Identity(
                "ann", Set.of(), "jwt", Map.of(), Optional.of(Instant.ofEpochSecond(expiry)), Optional.empty());
    }

    private static Set<String> roles(String more) {
        return identity(verify(rules -> rules.rolesClaim("scope"), "{\"sub\":\"ann\",\"exp\":1800000600" + more + "}"))
                .roles();
    }

    private static Proof verify(UnaryOperator<JwtRules.Builder> rules, String claims) {
        JwtRules built =
                rules.apply(JwtRules.builder(Set.of(JwtAlgorithm.HS256))).build();
        return new JwtVerifier(built, TestTokens.keys(TestTokens.OCT), TestTokens.CLOCK)
                .verify(TestTokens.sign(JwtAlgorithm.HS256, claims));
    }

    private static Identity identity(Proof proof) {
        return assertInstanceOf(Proof.Proved.class, proof).identity();
    }

    private static String outcome(Proof proof) {
        return proof instanceof Proof.Rejected rejected ? rejected.why() : "good";
    }
}
