package io.github.jettyws.security.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** TestTokens signed with nothing but the JDK, by the keys of RFC 7515, appendix A. */
final class TestTokens {
    /** The time at which all tests begin. */
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** Appendix A.1: 64 bytes. */
    static final String SECRET =
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    static final String OCT = "{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}";

    private static final String P =
            "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB"
                    + "0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc";
    private static final String Q =
            "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul"
                    + "7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc";

    /** Appendix A.2. */
    static final String RSA =
            "{\"kty\":\"RSA\",\"n\":\"" + encode(number(P).multiply(number(Q))) + "\",\"e\":\"AQAB\"}";

    /** Appendix A.3. */
    static final String EC = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

    private static final String EC_PRIVATE = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

    /** The key of appendix A.3. */
    static final String EC_PEM = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
            6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
            -----END PUBLIC KEY-----
            """;

    static final String CLAIMS = "{\"sub\":\"ann\",\"exp\":1800000600}";

    private TestTokens() {}

    static JwtKeySet keys(String... jwks) {
        return JwtKeySet.parse(bytes("{\"keys\":[" + String.join(",", jwks) + "]}"));
    }

    static JwtVerifier verifier(JwtAlgorithm algorithm, String jwk) {
        return new JwtVerifier(JwtRules.builder(Set.of(algorithm)).build(), keys(jwk), CLOCK);
    }

    /** Makes a good token but for what is in the claims. */
    static String sign(JwtAlgorithm algorithm, String claims) {
        return sign(algorithm, "{\"alg\":\"" + algorithm + "\"}", claims);
    }

    static String sign(JwtAlgorithm algorithm, String header, String claims) {
        String signed = encode(bytes(header)) + "." + encode(bytes(claims));
        return signed + "." + encode(signature(algorithm, bytes(signed)));
    }

    static byte[] signature(JwtAlgorithm algorithm, byte[] signed) {
        try {
            return switch (algorithm.family()) {
                case HMAC -> mac(algorithm, decode(SECRET), signed);
                case RSA -> signature(rsa(algorithm), rsaPrivate(), signed);
                case EC -> signature(Signature.getInstance("SHA256withECDSAinP1363Format"), ecPrivate(), signed);
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] mac(JwtAlgorithm algorithm, byte[] secret, byte[] signed) throws GeneralSecurityException {
        String name = "HmacSHA" + algorithm.name().substring(2);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return mac.doFinal(signed);
    }

    static byte[] signature(Signature signature, PrivateKey key, byte[] signed) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(signed);
        return signature.sign();
    }

    private static Signature rsa(JwtAlgorithm algorithm) throws GeneralSecurityException {
        String bits = algorithm.name().substring(2);
        if (algorithm.name().startsWith("RS")) {
            return Signature.getInstance("SHA" + bits + "withRSA");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        String digest = "SHA-" + bits;
        signature.setParameter(new PSSParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(digest), Integer.parseInt(bits) / Byte.SIZE, 1));
        return signature;
    }

    private static PrivateKey rsaPrivate() throws GeneralSecurityException {
        BigInteger one = BigInteger.ONE;
        BigInteger order = number(P).subtract(one).multiply(number(Q).subtract(one));
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(
                        number(P).multiply(number(Q)), BigInteger.valueOf(65537).modInverse(order)));
    }

    static PrivateKey ecPrivate() throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePrivate(
                        new ECPrivateKeySpec(number(EC_PRIVATE), curve.getParameterSpec(ECParameterSpec.class)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, decode(text));
    }

    /** Without the byte of the sign that Java puts first. */
    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
