package io.github.jettyws.security.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what tokens have proved, so that a client that comes back costs a hash and not a signature.
 *
 * <p>Only the SHA-256 of a token is kept, beside its claims, and never a refusal: what fills the memory are tokens that
 * the issuer signed, which nobody else can make. Looking up takes the same time whatever is remembered; that bytes of
 * hashes are compared in no constant time helps nobody who cannot choose the hash of a token that he does not know.
 *
 * <p>{@value #MAX_TOKENS} tokens of up to {@value #UNIT} characters are remembered, or fewer longer ones. None is good for
 * longer than it would be without being remembered; whether it has been revoked is for the caller to ask each time, or to
 * have all forgotten. Thread-safe.
 */
public final class VerifiedTokens {
    /** How many tokens are remembered at most. */
    public static final int MAX_TOKENS = 10_000;

    /** How many characters of a token count for one. */
    static final int UNIT = 1024;

    private final JwtVerifier verifier;
    private volatile Cache<ByteBuffer, Remembered> remembered = empty();

    private record Remembered(Proof.Proved proof, int weight) {}

    /**
     * Remembers nothing yet.
     *
     * @param verifier who verifies what is not remembered
     */
    public VerifiedTokens(JwtVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Verifies a token, unless it is known.
     *
     * @param token what the client sent, of any length
     * @return what {@link JwtVerifier#verify(String)} says of it
     */
    public Proof verify(String token) {
        if (token.length() > CompactToken.MAX_LENGTH) {
            return verifier.verify(token);
        }
        // Before verifying: what was verified with keys that have changed meanwhile goes where nobody looks any more.
        Cache<ByteBuffer, Remembered> current = remembered;
        ByteBuffer hash = hash(token);
        @Nullable Remembered known = current.getIfPresent(hash);
        if (known != null && !verifier.isExpired(known.proof.identity())) {
            return known.proof;
        }
        Proof proof = verifier.verify(token);
        if (proof instanceof Proof.Proved proved) {
            current.put(hash, new Remembered(proved, 1 + (token.length() - 1) / UNIT));
        } else if (known != null) {
            current.invalidate(hash);
        }
        return proof;
    }

    /** Forgets all tokens, also those that are being verified now. To be called after keys have changed. */
    public void clear() {
        remembered = empty();
    }

    /**
     * Tells how many tokens are remembered.
     *
     * @return about so many
     */
    public long size() {
        return remembered.estimatedSize();
    }

    private static Cache<ByteBuffer, Remembered> empty() {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_TOKENS)
                .weigher((ByteBuffer hash, Remembered known) -> known.weight)
                // The default executor costs more than the work it would take off this thread.
                .executor(Runnable::run)
                .build();
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-256, which every Java has", e);
        }
    }
}
