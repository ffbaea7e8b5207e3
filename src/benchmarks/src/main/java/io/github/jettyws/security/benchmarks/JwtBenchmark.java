package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.auth.JwtAlgorithm;
import io.github.jettyws.security.auth.JwtKeySet;
import io.github.jettyws.security.auth.JwtRules;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.VerifiedTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A token of a usual size from the text to the identity: with all that has to be read and compared, and when it is
 * remembered.
 *
 * <p>The baselines are the bare primitive on bytes that lie ready, and the hash by which a token is remembered.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JwtBenchmark {
    private static final String CLAIMS = "{\"iss\":\"https://id.example.com\",\"aud\":\"chat\",\"sub\":\"ann\","
            + "\"jti\":\"0d7bd0c3-6e1f-4f5a-9f4e-3c2f2f0f1a55\",\"iat\":1700000000,\"exp\":253402300799,"
            + "\"roles\":[\"user\",\"moderator\"],\"email\":\"ann@example.com\"}";

    /** A token, and what verifies it. */
    @State(Scope.Benchmark)
    public static class Token {
        /** What it is signed with. RSA has 2048 bits. */
        @Param({"HS256", "RS256", "ES256"})
        public JwtAlgorithm algorithm;

        private Primitive primitive;
        private byte[] signed;
        private byte[] signature;
        private String text;
        private JwtVerifier verifier;
        private VerifiedTokens verified;

        /**
         * Signs the token.
         *
         * @throws GeneralSecurityException if that cannot be done
         */
        @Setup
        public void setUp() throws GeneralSecurityException {
            primitive = algorithm == JwtAlgorithm.HS256 ? new Hmac() : new PublicKeySignature(algorithm);
            String header =
                    encode(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
            String content = header + "." + encode(CLAIMS.getBytes(StandardCharsets.UTF_8));
            signed = content.getBytes(StandardCharsets.US_ASCII);
            signature = primitive.sign(signed);
            text = content + "." + encode(signature);
            JwtRules rules = JwtRules.builder(Set.of(algorithm))
                    .issuer("https://id.example.com")
                    .audience(Set.of("chat"))
                    .build();
            JwtKeySet keys = JwtKeySet.parse(primitive.key().getBytes(StandardCharsets.UTF_8));
            verifier = new JwtVerifier(rules, keys, Clock.systemUTC());
            verified = new VerifiedTokens(verifier);
            if (!(verified.verify(text) instanceof Proof.Proved) || !primitive.verify(signed, signature)) {
                throw new IllegalStateException("the token is not believed");
            }
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The least that verifying takes. */
    private interface Primitive {
        String key();

        byte[] sign(byte[] signed) throws GeneralSecurityException;

        boolean verify(byte[] signed, byte[] signature) throws GeneralSecurityException;
    }

    private static final class Hmac implements Primitive {
        private static final String SECRET = "0123456789abcdef0123456789abcdef";
        private final SecretKeySpec key = new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

        @Override
        public String key() {
            return SECRET;
        }

        @Override
        public byte[] sign(byte[] signed) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(signed);
        }

        @Override
        public boolean verify(byte[] signed, byte[] signature) throws GeneralSecurityException {
            return MessageDigest.isEqual(sign(signed), signature);
        }
    }

    private static final class PublicKeySignature implements Primitive {
        private final String name;
        private final KeyPair keys;

        PublicKeySignature(JwtAlgorithm algorithm) throws GeneralSecurityException {
            boolean rsa = algorithm == JwtAlgorithm.RS256;
            name = rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
            generator.initialize(rsa ? 2048 : 256);
            keys = generator.generateKeyPair();
        }

        @Override
        public String key() {
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
        }

        @Override
        public byte[] sign(byte[] signed) throws GeneralSecurityException {
            Signature signer = Signature.getInstance(name);
            signer.initSign(keys.getPrivate());
            signer.update(signed);
            return signer.sign();
        }

        @Override
        public boolean verify(byte[] signed, byte[] signature) throws GeneralSecurityException {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(keys.getPublic());
            verifier.update(signed);
            return verifier.verify(signature);
        }
    }

    /**
     * Verifies the token.
     *
     * @param token the token
     * @return whom it names
     */
    @Benchmark
    public Proof verify(Token token) {
        return token.verifier.verify(token.text);
    }

    /**
     * Verifies the token that was verified before.
     *
     * @param token the token
     * @return whom it names
     */
    @Benchmark
    public Proof remembered(Token token) {
        return token.verified.verify(token.text);
    }

    /**
     * Verifies nothing but the signature.
     *
     * @param token the token
     * @return whether it is good
     * @throws GeneralSecurityException if that cannot be told
     */
    @Benchmark
    public boolean baselinePrimitive(Token token) throws GeneralSecurityException {
        return token.primitive.verify(token.signed, token.signature);
    }

    /**
     * Hashes the token.
     *
     * @param token the token
     * @return its SHA-256
     * @throws GeneralSecurityException if that cannot be done
     */
    @Benchmark
    public byte[] baselineHash(Token token) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(token.text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
