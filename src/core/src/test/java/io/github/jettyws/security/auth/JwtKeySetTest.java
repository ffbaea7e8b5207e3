package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtKeySetTest {
    /** Of the key of RFC 7515, appendix A.3, made with openssl for a single day. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBczCCARmgAwIBAgIUMmkK1943WSG5MGnh6iPVFliy8mIwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjExMjU2MTBaFw0yNjExMjIxMjU2MTBa
            MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR/zc4n
            cPbEXUGDy+5v20t7WAczNXvp7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1u
            qQskrYpGIyiFiOWto1MwUTAdBgNVHQ4EFgQUzo0Wsckzjrf+OXmZrkW+7j+1hoYw
            HwYDVR0jBBgwFoAUzo0Wsckzjrf+OXmZrkW+7j+1hoYwDwYDVR0TAQH/BAUwAwEB
            /zAKBggqhkjOPQQDAgNIADBFAiAqVZltewwMvQ8meivKUUQMWvXkHlKilH5Q/QqE
            1AS5zAIhAPu5J0THO1yaPZVLpD9bGb0RBCJPG/KyTO3G5291zExx
            -----END CERTIFICATE-----
            """;

    private static final String RSA_1024 = """
            -----BEGIN PUBLIC KEY-----
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDbAamMCXYLg/SJ6R65HAeUyugk
            hywTSiVFo9Vn93g84929bjVXiVEP884XsBd4/4GSWFwB/8W+0K0uMXnaXSpjPf/9
            ccUTxB5aCDNPFps0YogOfxX1PQPFo0r4gqQinGKPTM18GWvxaRG4Gmhj3pSoE0zI
            pU7tc53Oyka0SBvftwIDAQAB
            -----END PUBLIC KEY-----
            """;

    private static final String ED25519 = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAyfL3vaJQ+anY1mBKAOToCyg5NFii2ZKnbCQnZWTZxJ0=
            -----END PUBLIC KEY-----
            """;

    private static final String SECP256K1 = """
            -----BEGIN PUBLIC KEY-----
            MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE5Xzuqd9tx5I9kZAXRTPO/2SkJN61xxIT
            cUC/AlURKtfyxqueSUO9EawWYIUNC50Rm32bgIlwauSunL5Aa0IJJQ==
            -----END PUBLIC KEY-----
            """;

    /** RFC 7518, section 3.2: as long as the digest at least. */
    @ParameterizedTest
    @CsvSource({"32, HS256", "47, HS256", "48, HS256 HS384", "63, HS256 HS384", "64, HS256 HS384 HS512"})
    void parse_secret_isFitForDigestsThatAreNotLonger(int length, String expected) {
        assertEquals(algorithms(expected), parse("x".repeat(length)).algorithms());
        assertEquals(
                algorithms(expected),
                parse("base64:" + Base64.getEncoder().encodeToString(new byte[length]))
                        .algorithms());
    }

    @Test
    void parse_secretTooShort_isRefused() {
        String expected = "a secret of 31 bytes: expected at least 32 for HS256, 48 for HS384, 64 for HS512";

        refused(expected, "x".repeat(31));
        refused(expected, "base64:" + Base64.getEncoder().encodeToString(new byte[31]));
        refused(expected.replace("31", "0"), "");
        refused(expected.replace("31", "0"), "base64:");
    }

    @Test
    void parse_secret_isTheTextOrWhatItEncodes() {
        String url = TestTokens.SECRET;
        String standard = Base64.getEncoder().encodeToString(TestTokens.decode(url));
        for (String text :
                List.of("base64:" + url, "base64:" + standard, "  base64:" + url + "\r\n", "\ufeffbase64:" + url)) {
            assertTrue(verifies(parse(text), JwtAlgorithm.HS256), text);
        }
        // Without the word it is another secret, however it looks.
        assertFalse(verifies(parse(url), JwtAlgorithm.HS256));
    }

    @Test
    void parse_secretAsText_isItsUtf8() throws GeneralSecurityException {
        String text = "\u00e9 with a space, and 32 bytes or more";
        String signed = "eyJhbGciOiJIUzI1NiJ9." + TestTokens.encode(TestTokens.bytes(TestTokens.CLAIMS));
        String token = signed + "."
                + TestTokens.encode(TestTokens.mac(
                        JwtAlgorithm.HS256, text.getBytes(StandardCharsets.UTF_8), TestTokens.bytes(signed)));
        JwtRules rules = JwtRules.builder(Set.of(JwtAlgorithm.HS256)).build();

        assertInstanceOf(
                Proof.Proved.class, new JwtVerifier(rules, parse(text + "\n"), TestTokens.CLOCK).verify(token));
    }

    /** Nobody could tell whether the last byte of it is a line end. */
    @Test
    void parse_secretThatIsNoLine_isRefused() {
        refused("expected a secret on one line, of printable text", "x".repeat(32) + "\n" + "y".repeat(32));
        refused("expected a secret on one line, of printable text", "x".repeat(32) + "\u0001y");
        refused("expected base64 after 'base64:'", "base64:" + "canary!".repeat(10));
        byte[] random = new byte[32];
        random[0] = (byte) 0xff;
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JwtKeySet.parse(random));
        assertEquals("not text: expected a JWK Set, PEM, or a secret as text or base64:", e.getMessage());
    }

    @Test
    void parse_pem_publicKeysAndCertificatesVerify() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String rsa = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        assertTrue(verifies(parse(TestTokens.EC_PEM), JwtAlgorithm.ES256));
        assertTrue(verifies(parse(CERTIFICATE), JwtAlgorithm.ES256));
        assertTrue(verifies(parse("subject=CN = test\n" + CERTIFICATE.replace("\n", "\r\n")), JwtAlgorithm.ES256));
        assertEquals(
                algorithms("RS256 RS384 RS512 PS256 PS384 PS512"), parse(rsa).algorithms());
        JwtKeySet both = parse(rsa + TestTokens.EC_PEM);
        assertEquals(algorithms("RS256 RS384 RS512 PS256 PS384 PS512 ES256"), both.algorithms());
        assertEquals("2 keys for [RS256, RS384, RS512, PS256, PS384, PS512, ES256]", both.toString());
        assertTrue(verifies(both, JwtAlgorithm.ES256));
    }

    @Test
    void parse_pemOfSomethingElse_isRefused() {
        String incomplete = "PEM: expected at most 100 blocks, all with an end";
        refused("PEM block 1: RSA of 1024 bits: expected 2048 to 8192", RSA_1024);
        refused("PEM block 2: RSA of 1024 bits: expected 2048 to 8192", TestTokens.EC_PEM + RSA_1024);
        refused("PEM block 1: PUBLIC KEY: expected a key for RSA or EC, or a certificate of one", ED25519);
        // Not every version of Java knows this curve at all.
        assertThrows(IllegalArgumentException.class, () -> parse(SECP256K1));
        refused(
                "PEM block 1: 'EC PRIVATE KEY': expected PUBLIC KEY or CERTIFICATE",
                TestTokens.EC_PEM.replace("PUBLIC", "EC PRIVATE"));
        refused(
                "PEM block 1: PUBLIC KEY: expected a key for RSA or EC, or a certificate of one",
                TestTokens.EC_PEM.replace("MFkw", "????"));
        refused(
                "PEM block 1: CERTIFICATE: expected a key for RSA or EC, or a certificate of one",
                TestTokens.EC_PEM.replace("PUBLIC KEY", "CERTIFICATE"));
        refused(incomplete, TestTokens.EC_PEM.replace("-----END PUBLIC KEY-----", ""));
        refused(incomplete, TestTokens.EC_PEM + "-----BEGIN PUBLIC KEY-----");
        refused(incomplete, TestTokens.EC_PEM.repeat(101));
        assertEquals(
                "100 keys for [ES256]", parse(TestTokens.EC_PEM.repeat(100)).toString());
    }

    @Test
    void parse_jwkSet_keysAreFoundByTheirId() {
        JwtKeySet keys = TestTokens.keys(
                named("a", TestTokens.EC), named("b", TestTokens.EC), named("b", TestTokens.RSA), TestTokens.OCT);

        assertEquals(1, keys.candidates(JwtAlgorithm.ES256, "a").size());
        assertEquals(1, keys.candidates(JwtAlgorithm.RS256, "b").size());
        assertEquals(0, keys.candidates(JwtAlgorithm.RS256, "a").size());
        assertEquals(0, keys.candidates(JwtAlgorithm.ES256, "c").size());
        assertEquals(2, keys.candidates(JwtAlgorithm.ES256, null).size());
        assertEquals(1, keys.candidates(JwtAlgorithm.HS512, "a").size());
        assertEquals(0, keys.candidates(JwtAlgorithm.ES384, null).size());
    }

    @Test
    void candidates_moreThanAreTried_areNone() {
        JwtKeySet four = set(IntStream.range(0, 4)
                .mapToObj(i -> named("k" + i, TestTokens.EC))
                .toList());
        JwtKeySet five = set(IntStream.range(0, 5)
                .mapToObj(i -> named("k" + i, TestTokens.EC))
                .toList());

        assertEquals(4, four.candidates(JwtAlgorithm.ES256, null).size());
        assertEquals(0, five.candidates(JwtAlgorithm.ES256, null).size());
        assertEquals(1, five.candidates(JwtAlgorithm.ES256, "k4").size());
    }

    /** RFC 7517, sections 4.2 to 4.4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"use\":\"sig\"|RS256 RS384 RS512 PS256 PS384 PS512",
                "\"key_ops\":[\"sign\",\"verify\"]|RS256 RS384 RS512 PS256 PS384 PS512",
                "\"alg\":\"PS256\"|PS256",
                "\"use\":\"enc\"|",
                "\"use\":null|",
                "\"key_ops\":[\"encrypt\"]|",
                "\"key_ops\":\"verify\"|",
                "\"use\":\"sig\",\"key_ops\":[\"wrapKey\"]|",
                "\"alg\":\"RSA-OAEP\"|",
                "\"alg\":\"HS256\"|",
                "\"alg\":\"ES256\"|",
                "\"alg\":\"none\"|",
                "\"alg\":null|",
                "\"kid\":1|"
            })
    void parse_jwkWithPurpose_isForNothingElse(String member, String expected) {
        String key = TestTokens.RSA.replace("{", "{" + member + ",");

        assertEquals(
                algorithms("ES256 " + (expected == null ? "" : expected)),
                TestTokens.keys(TestTokens.EC, key).algorithms());
    }

    /** RFC 7517, section 5: "Implementations SHOULD ignore JWKs within a JWK Set that ..." */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kty\":\"unknown\"}",
                "{\"kty\":7}",
                "{\"kty\":\"oct\"}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-192\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\"}"
            })
    void parse_jwkThatCannotBeUsed_isPassedOver(String key) {
        assertEquals(algorithms("ES256"), TestTokens.keys(key, TestTokens.EC).algorithms());
        refused("no key: expected at least one that can verify a signature", "{\"keys\":[" + key + "]}");
    }

    /** With an exponent of 1 every message is its own signature. */
    @ParameterizedTest
    @ValueSource(strings = {"AQ", "AA", "Ag"})
    void parse_rsaExponentTooSmall_isPassedOver(String exponent) {
        assertEquals(
                algorithms("ES256"),
                TestTokens.keys(TestTokens.RSA.replace("AQAB", exponent), TestTokens.EC)
                        .algorithms());
    }

    @Test
    void parse_noJwkSet_isRefused() {
        String object = "JWK Set: expected a JSON object in which no name comes twice";
        String array = "JWK Set: expected \"keys\", an array of at most 100";
        String privatePart = "JWK Set, key 2: expected no private part";
        refused(object, "{");
        refused(object, "{\"keys\":[]} x");
        refused(object, "{\"keys\":[],\"keys\":[]}");
        refused(object, "{\"keys\":[{\"kty\":\"EC\",\"kty\":\"RSA\"}]}");
        refused(object, "{\"keys\":" + "[".repeat(20) + "]".repeat(20) + "}");
        refused(array, TestTokens.EC);
        refused(array, "{\"keys\":{}}");
        refused("JWK Set, key 1: expected an object", "{\"keys\":[1]}");
        refused("no key: expected at least one that can verify a signature", "{\"keys\":[]}");
        for (String part : List.of("d", "p", "q", "dp", "dq", "qi", "oth")) {
            refused(
                    privatePart,
                    "{\"keys\":[" + TestTokens.EC + "," + TestTokens.RSA.replace("{", "{\"" + part + "\":\"canary\",")
                            + "]}");
        }
    }

    @Test
    void parse_size_isBounded() {
        List<String> hundred = IntStream.range(0, 100)
                .mapToObj(i -> named("k" + i, TestTokens.EC))
                .toList();
        String whole = "{\"keys\":[" + TestTokens.EC + "],\"x\":\"";
        String padded = whole + "x".repeat(JwtKeySet.MAX_BYTES - whole.length() - 2) + "\"}";

        assertEquals("100 keys for [ES256]", set(hundred).toString());
        refused(
                "JWK Set: expected \"keys\", an array of at most 100",
                "{\"keys\":[" + String.join(",", hundred) + ",{}]}");
        assertEquals("1 key for [ES256]", parse(padded).toString());
        refused("more than 262144 bytes: expected keys", padded + " ");
    }

    @Test
    void toString_secret_isNotShown() {
        JwtKeySet keys = parse("canary-".repeat(8));

        assertEquals("1 key for [HS256, HS384]", keys.toString());
        assertEquals(
                "[key for [HS256, HS384]]",
                keys.candidates(JwtAlgorithm.HS256, null).toString());
    }

    private static String named(String id, String jwk) {
        return jwk.replace("{", "{\"kid\":\"" + id + "\",");
    }

    private static JwtKeySet set(List<String> jwks) {
        return TestTokens.keys(jwks.toArray(String[]::new));
    }

    private static JwtKeySet parse(String text) {
        return JwtKeySet.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String message, String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertEquals(message, e.getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("canary"), "shows what is secret");
        }
    }

    private static boolean verifies(JwtKeySet keys, JwtAlgorithm algorithm) {
        JwtVerifier verifier =
                new JwtVerifier(JwtRules.builder(Set.of(algorithm)).build(), keys, TestTokens.CLOCK);
        return verifier.verify(TestTokens.sign(algorithm, TestTokens.CLAIMS)) instanceof Proof.Proved;
    }

    private static Set<JwtAlgorithm> algorithms(String names) {
        return List.of(names.strip().split(" ")).stream()
                .map(JwtAlgorithm::parse)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JwtAlgorithm.class)));
    }
}
