package io.github.jettyws.security.auth;

import java.util.List;
import java.util.Optional;

/**
 * The signature algorithms of RFC 7518, section 3.1, that a rule can name. {@code none} is not among them, and neither is
 * EdDSA (RFC 8037), for which the library needs another one.
 */
public enum JwtAlgorithm {
    /** HMAC with SHA-256. */
    HS256(Family.HMAC),
    /** HMAC with SHA-384. */
    HS384(Family.HMAC),
    /** HMAC with SHA-512. */
    HS512(Family.HMAC),
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256(Family.RSA),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384(Family.RSA),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512(Family.RSA),
    /** RSASSA-PSS with SHA-256. */
    PS256(Family.RSA),
    /** RSASSA-PSS with SHA-384. */
    PS384(Family.RSA),
    /** RSASSA-PSS with SHA-512. */
    PS512(Family.RSA),
    /** ECDSA on P-256 with SHA-256. */
    ES256(Family.EC),
    /** ECDSA on P-384 with SHA-384. */
    ES384(Family.EC),
    /** ECDSA on P-521 with SHA-512. */
    ES512(Family.EC);

    /** What kind of key an algorithm takes. */
    enum Family {
        HMAC,
        RSA,
        EC
    }

    private static final List<JwtAlgorithm> ALL = List.of(values());

    private final Family family;

    JwtAlgorithm(Family family) {
        this.family = family;
    }

    /**
     * Reads the name of an algorithm in a configuration.
     *
     * @param name as in RFC 7518, case-sensitive
     * @return the algorithm
     * @throws IllegalArgumentException if there is none of that name
     */
    public static JwtAlgorithm parse(String name) {
        return named(name)
                .orElseThrow(() -> new IllegalArgumentException("algorithm '" + name + "': expected one of " + ALL));
    }

    static Optional<JwtAlgorithm> named(String name) {
        return ALL.stream().filter(algorithm -> algorithm.name().equals(name)).findFirst();
    }

    /**
     * Tells whether signing and verifying take the same key.
     *
     * @return true for HMAC
     */
    public boolean isSymmetric() {
        return family == Family.HMAC;
    }

    Family family() {
        return family;
    }

    /**
     * How many bytes the digest has, and for HMAC the secret at least (RFC 7518, section 3.2).
     *
     * @return 32, 48 or 64
     */
    int digestBytes() {
        return Integer.parseInt(name().substring(2)) / Byte.SIZE;
    }

    static List<JwtAlgorithm> of(Family family) {
        return ALL.stream().filter(algorithm -> algorithm.family == family).toList();
    }
}
