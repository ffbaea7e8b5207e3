package io.github.jettyws.security.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key that tokens are verified with, and only by the algorithms that it is fit for: nobody can make a secret of a public
 * key by naming another algorithm in a token (CVE-2015-9235). Immutable; it never shows what it is made of.
 */
public final class JwtKey {
    static final int MIN_RSA_BITS = 2048;
    static final int MAX_RSA_BITS = 8192;

    /** Of a header, the library reads no more than the algorithm. */
    private static final Map<JwtAlgorithm, JWSHeader> HEADERS = Arrays.stream(JwtAlgorithm.values())
            .collect(Collectors.toUnmodifiableMap(
                    algorithm -> algorithm, algorithm -> new JWSHeader(JWSAlgorithm.parse(algorithm.name()))));

    private final Set<JwtAlgorithm> algorithms;
    private final @Nullable String id;
    private final JWSVerifier verifier;

    private JwtKey(Set<JwtAlgorithm> algorithms, @Nullable String id, JWSVerifier verifier) {
        this.algorithms = algorithms;
        this.id = id;
        this.verifier = verifier;
    }

    /**
     * Makes a key of a secret.
     *
     * @param secret at least as many bytes as the digest has: 32 for HS256, 48 for HS384, 64 for HS512 (RFC 7518, section
     *     3.2)
     * @param id what tokens call it, {@code null} if that does not count
     * @return the key
     * @throws IllegalArgumentException if the secret is too short for any algorithm
     */
    static JwtKey secret(byte[] secret, @Nullable String id) {
        EnumSet<JwtAlgorithm> fit = EnumSet.copyOf(JwtAlgorithm.of(JwtAlgorithm.Family.HMAC));
        fit.removeIf(algorithm -> secret.length < algorithm.digestBytes());
        try {
            if (!fit.isEmpty()) {
                return new JwtKey(fit, id, new MACVerifier(secret));
            }
        } catch (JOSEException e) {
            // It takes any secret that is long enough for one algorithm.
        }
        throw new IllegalArgumentException(
                "a secret of " + secret.length + " bytes: expected at least 32 for HS256, 48 for HS384, 64 for HS512");
    }

    /**
     * Makes a key of a public key.
     *
     * @param key RSA of 2048 to 8192 bits, or EC on the curve P-256, P-384 or P-521
     * @param id what tokens call it, {@code null} if that does not count
     * @return the key
     * @throws IllegalArgumentException if it is another one
     */
    static JwtKey publicKey(PublicKey key, @Nullable String id) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                throw new IllegalArgumentException(
                        "RSA of " + bits + " bits: expected " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
            }
            return new JwtKey(EnumSet.copyOf(JwtAlgorithm.of(JwtAlgorithm.Family.RSA)), id, new RSASSAVerifier(rsa));
        }
        if (key instanceof ECPublicKey ec) {
            @Nullable Curve curve = Curve.forECParameterSpec(ec.getParams());
            for (JwtAlgorithm algorithm : JwtAlgorithm.of(JwtAlgorithm.Family.EC)) {
                if (Curve.forJWSAlgorithm(JWSAlgorithm.parse(algorithm.name())).contains(curve)) {
                    return new JwtKey(EnumSet.of(algorithm), id, verifier(ec));
                }
            }
            throw new IllegalArgumentException("EC on another curve: expected P-256, P-384 or P-521");
        }
        throw new IllegalArgumentException("a key for " + key.getAlgorithm() + ": expected RSA or EC");
    }

    private static JWSVerifier verifier(ECPublicKey key) {
        try {
            return new ECDSAVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("EC: expected a point on the curve", e);
        }
    }

    /**
     * Narrows what the key is for.
     *
     * @param algorithm the only one that it may be used with
     * @return the key, fit for nothing at all if it was not fit for that
     */
    JwtKey only(JwtAlgorithm algorithm) {
        EnumSet<JwtAlgorithm> both = EnumSet.of(algorithm);
        both.retainAll(algorithms);
        return new JwtKey(both, id, verifier);
    }

    /** Gives what the key is fit for. */
    Set<JwtAlgorithm> algorithms() {
        return algorithms;
    }

    /** Tells whether tokens may mean this key: it has no name, or they have none for it, or it is the same. */
    boolean isCalled(@Nullable String keyId) {
        return id == null || keyId == null || id.equals(keyId);
    }

    /** Verifies the signature of a token, which names an algorithm that the key is fit for. */
    boolean verifies(JwtAlgorithm algorithm, CompactToken token) {
        if (!algorithms.contains(algorithm)) {
            return false;
        }
        try {
            return verifier.verify(HEADERS.get(algorithm), token.signed(), token.signature());
        } catch (JOSEException e) {
            // The JDK lacks the algorithm, or the key is broken: what cannot be verified is not good.
            return false;
        }
    }

    /** Tells what the key is for, and not which one it is. */
    @Override
    public String toString() {
        return "key for " + List.copyOf(algorithms);
    }
}
