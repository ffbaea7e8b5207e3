package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.auth.JwtAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token of a usual size, signed with nothing but the JDK. RSA has 2048 bits. */
final class SignedToken {
    private static final String CLAIMS = "{\"iss\":\"https://id.example.com\",\"aud\":\"chat\",\"sub\":\"ann\","
            + "\"jti\":\"0d7bd0c3-6e1f-4f5a-9f4e-3c2f2f0f1a55\",\"iat\":1700000000,\"exp\":253402300799,"
            + "\"roles\":[\"user\",\"moderator\"],\"email\":\"ann@example.com\"}";

    private final Primitive primitive;
    private final byte[] signed;
    private final byte[] signature;
    private final String text;

    /**
     * Signs a token.
     *
     * @param algorithm what it is signed with
     * @throws GeneralSecurityException if that cannot be done
     */
    SignedToken(JwtAlgorithm algorithm) throws GeneralSecurityException {
        primitive = algorithm == JwtAlgorithm.HS256 ? new Hmac() : new PublicKeySignature(algorithm);
        String header = encode(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
        String content = header + "." + encode(CLAIMS.getBytes(StandardCharsets.UTF_8));
        signed = content.getBytes(StandardCharsets.US_ASCII);
        signature = primitive.sign(signed);
        text = content + "." + encode(signature);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Gives the token. */
    String text() {
        return text;
    }

    /** Gives the key that verifies it, as a key file has it. */
    String key() {
        return primitive.key();
    }

    /** Verifies nothing but the signature, on bytes that lie ready. */
    boolean verify() throws GeneralSecurityException {
        return primitive.verify(signed, signature);
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
}
