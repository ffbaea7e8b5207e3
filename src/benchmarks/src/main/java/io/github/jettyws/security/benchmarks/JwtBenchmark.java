package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.auth.JwtAlgorithm;
import io.github.jettyws.security.auth.JwtKeySet;
import io.github.jettyws.security.auth.JwtRules;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.VerifiedTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    /** A token, and what verifies it. */
    @State(Scope.Benchmark)
    public static class Token {
        /** What it is signed with. RSA has 2048 bits. */
        @Param({"HS256", "RS256", "ES256"})
        public JwtAlgorithm algorithm;

        private SignedToken signed;
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
            signed = new SignedToken(algorithm);
            text = signed.text();
            JwtRules rules = JwtRules.builder(Set.of(algorithm))
                    .issuer("https://id.example.com")
                    .audience(Set.of("chat"))
                    .build();
            JwtKeySet keys = JwtKeySet.parse(signed.key().getBytes(StandardCharsets.UTF_8));
            verifier = new JwtVerifier(rules, keys, Clock.systemUTC());
            verified = new VerifiedTokens(verifier);
            if (!(verified.verify(text) instanceof Proof.Proved) || !signed.verify()) {
                throw new IllegalStateException("the token is not believed");
            }
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
        return token.signed.verify();
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
