package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 7515, RFC 7519 and RFC 7520 as they were published. */
class JwtVectorsTest {
    private static final Clock IN_TIME = Clock.fixed(Instant.ofEpochSecond(1_300_819_379), ZoneOffset.UTC);

    /** {"iss":"joe", "exp":1300819380, "http://example.com/is_root":true}, with line breaks. */
    private static final String JOE =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /** RFC 7515, appendix A.1, which is also RFC 7519, section 3.1. */
    private static final String A1 =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + JOE + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String A2 = "eyJhbGciOiJSUzI1NiJ9." + JOE
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
            + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOL"
            + "n6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
            + "p0igcN_IoypGlUPQGe77Rw";

    private static final String A3 = "eyJhbGciOiJFUzI1NiJ9." + JOE
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /** The payload is no JSON. */
    private static final String A4 = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
            + "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2Y"
            + "BJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";

    private static final String A4_KEY = "{\"kty\":\"EC\",\"crv\":\"P-521\","
            + "\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\","
            + "\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}";

    /** RFC 7520, section 3.1. */
    private static final String BILBO_EC = "{\"kty\":\"EC\",\"kid\":\"bilbo.baggins@hobbiton.example\",\"use\":\"sig\","
            + "\"crv\":\"P-521\","
            + "\"x\":\"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt\","
            + "\"y\":\"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1\"}";

    /** RFC 7520, section 3.3. */
    private static final String BILBO_RSA =
            "{\"kty\":\"RSA\",\"kid\":\"bilbo.baggins@hobbiton.example\",\"use\":\"sig\","
                    + "\"n\":\"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRB"
                    + "SFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5l"
                    + "FHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhu"
                    + "axwUkRz5iaiQkqgc5gHdrNP5zw\",\"e\":\"AQAB\"}";

    /** RFC 7520, section 3.5. */
    private static final String MAC =
            "{\"kty\":\"oct\",\"kid\":\"018c0ae5-4d9b-471b-bfd6-eef314bc7037\",\"use\":\"sig\","
                    + "\"alg\":\"HS256\",\"k\":\"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg\"}";

    private static final JwtKeySet COOKBOOK = TestTokens.keys(BILBO_EC, BILBO_RSA, MAC);

    /** RFC 7520, section 4: "It's a dangerous business, Frodo, ...", which is no JSON. */
    private static final String FRODO =
            "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91"
                    + "IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUg"
                    + "eW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";

    private static final String HMAC_HEADER =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9";
    private static final String HMAC_SIGNATURE = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";

    static Stream<Arguments> rfc7515() {
        return Stream.of(
                Arguments.of(JwtAlgorithm.HS256, TestTokens.OCT, A1),
                Arguments.of(JwtAlgorithm.RS256, TestTokens.RSA, A2),
                Arguments.of(JwtAlgorithm.ES256, TestTokens.EC, A3));
    }

    @ParameterizedTest
    @MethodSource("rfc7515")
    void verify_rfc7515AppendixA_namesJoe(JwtAlgorithm algorithm, String jwk, String token) {
        JwtRules rules = JwtRules.builder(Set.of(algorithm)).nameClaim("iss").build();

        Proof proof = new JwtVerifier(rules, TestTokens.keys(jwk), IN_TIME).verify(token);

        Identity identity = assertInstanceOf(Proof.Proved.class, proof).identity();
        assertEquals("joe", identity.name());
        assertEquals(Optional.of(Instant.ofEpochSecond(1_300_819_380)), identity.expiry());
        assertEquals(
                Map.of("iss", "joe", "exp", 1_300_819_380L, "http://example.com/is_root", true), identity.claims());
    }

    @ParameterizedTest
    @MethodSource("rfc7515")
    void verify_rfc7515AppendixAToday_isExpired(JwtAlgorithm algorithm, String jwk, String token) {
        assertEquals(
                new Proof.Rejected("expired"),
                TestTokens.verifier(algorithm, jwk).verify(token));
    }

    static Stream<Arguments> rfc7520() {
        return Stream.of(
                Arguments.of(
                        "4.1",
                        JwtAlgorithm.RS256,
                        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
                        "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84w"
                                + "nB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPoc"
                                + "SadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6Q"
                                + "ZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"),
                Arguments.of(
                        "4.2",
                        JwtAlgorithm.PS384,
                        "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
                        "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllV"
                                + "o6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz"
                                + "0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7"
                                + "xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"),
                Arguments.of(
                        "4.3",
                        JwtAlgorithm.ES512,
                        "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
                        "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sD"
                                + "DyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2"),
                Arguments.of("4.4", JwtAlgorithm.HS256, HMAC_HEADER, HMAC_SIGNATURE),
                Arguments.of(
                        "4.6",
                        JwtAlgorithm.HS256,
                        "eyJhbGciOiJIUzI1NiJ9",
                        "bWUSVaxorn7bEF1djytBd0kHv70Ly5pvbomzMWSOr20"),
                Arguments.of(
                        "4.8.2",
                        JwtAlgorithm.RS256,
                        "eyJhbGciOiJSUzI1NiJ9",
                        "MIsjqtVlOpa71KE-Mss8_Nq2YH4FGhiocsqrgi5NvyG53uoimic1tcMdSg-qptrzZc7CG6Svw2Y13TDIqHzTUrL_lR2ZFcryNFiHkS"
                                + "w129EghGpwkpxaTn_THJTCglNbADko1MZBCdwzJxwqZc-1RlpO2HibUYyXSwO97BSe0_evZKdjvvKSgsIqjytKSeAMbhMBdMm"
                                + "a622_BG5t4sdbuCHtFjp9iJmkio47AIwqkZV1aIZsv33uPUqBBCXbYoQJwt7mxPftHmNlGoOSMxR_3thmXTCm4US-xiNOyhbm"
                                + "8afKK64jU6_TPtQHiJeQJxz9G3Tx-083B745_AfYOnlC9w"));
    }

    /** These are no JWTs: the signature is good, and there are no claims to be believed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rfc7520")
    void signature_rfc7520Section4_isGood(String section, JwtAlgorithm algorithm, String header, String signature)
            throws BadToken {
        String token = header + "." + FRODO + "." + signature;
        JwtRules rules = JwtRules.builder(Set.of(algorithm)).build();
        CompactToken parts = CompactToken.parse(token);
        JwtHeader read = JwtHeader.parse(parts.header(), rules);
        List<JwtKey> candidates = COOKBOOK.candidates(read.algorithm(), read.keyId());

        assertEquals(algorithm, read.algorithm());
        assertEquals(1, candidates.size());
        assertTrue(candidates.get(0).verifies(algorithm, parts));
        assertEquals(new Proof.Rejected("malformed claims"), new JwtVerifier(rules, COOKBOOK, IN_TIME).verify(token));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rfc7520")
    void signature_rfc7520Section4OfOtherPayload_isWrong(
            String section, JwtAlgorithm algorithm, String header, String signature) {
        JwtRules rules = JwtRules.builder(Set.of(algorithm)).build();

        assertEquals(
                new Proof.Rejected("wrong signature"),
                new JwtVerifier(rules, COOKBOOK, IN_TIME).verify(header + "." + JOE + "." + signature));
    }

    @Test
    void signature_rfc7515AppendixA4_isGood() throws BadToken {
        JwtKey key =
                TestTokens.keys(A4_KEY).candidates(JwtAlgorithm.ES512, null).get(0);

        assertTrue(key.verifies(JwtAlgorithm.ES512, CompactToken.parse(A4)));
        assertFalse(key.verifies(JwtAlgorithm.ES256, CompactToken.parse(A4)));
    }

    /** What RFC 7520 shows of signatures in other forms, and the RFCs of tokens that are not signed. */
    @Test
    void verify_otherForms_areRefused() {
        String unsecured = "eyJhbGciOiJub25lIn0." + JOE + ".";
        String encrypted = "eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0."
                + "QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8qDcjiHnSJflSdv1iNqhWXaKH4MqAkQtMoNfABIPJaZm0HaA415sv3aeuBWnD8J-Ui7Ah6cWa"
                + "fs3ZwwFKDFUUsWHSK-IPKxLGTkND09XyjORj_CHAgOPJ-Sd8ONQRnJvWn_hXV1BNMHzUjPyYwEsRhDhzjAD26imasOTsgruobpYGoQcX"
                + "UwFDn7moXPRfDE8-NoQX7N7ZYMmpUDkR-Cx9obNGwJQ3nM52YCitxoQVPzjbl7WBuB7AohdBoZOdZ24WlN1lVIeh8v1K4krB8xgKvRU8"
                + "kgFrEn_a1rZgN5TiysnmzTROF869lQ.AxY8DCtDaGlsbGljb3RoZQ."
                + "MKOle7UQrG6nSxTLX6Mqwt0orbHvAKeWnDYvpIAeZ72deHxz3roJDXQyhxx0wKaMHDjUEOKIwrtkHthpqEanSBNYHZgmNOV7sln1Eu9g"
                + "3J8.fiK51VwhsxJ-siBMR-YFiA";
        JwtVerifier verifier = new JwtVerifier(
                JwtRules.builder(EnumSet.range(JwtAlgorithm.RS256, JwtAlgorithm.ES512))
                        .build(),
                COOKBOOK,
                IN_TIME);

        assertEquals(new Proof.Rejected("not a signed token"), verifier.verify(unsecured), "RFC 7519, section 6.1");
        assertEquals(new Proof.Rejected("not a signed token"), verifier.verify(encrypted), "RFC 7519, appendix A.1");
        assertEquals(
                new Proof.Rejected("malformed"), verifier.verify(HMAC_HEADER + ".." + HMAC_SIGNATURE), "detached, 4.5");
        assertEquals(
                new Proof.Rejected("malformed"),
                verifier.verify("." + FRODO + ".xuLifqLGiblpv9zBpuZczWhNj1gARaLV3UxvxhJxZuk"),
                "no protected header, 4.7");
    }
}
