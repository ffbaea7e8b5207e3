package io.github.jettyws.security.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the keys come from that tokens are verified with. Implementations are thread-safe and do not block. */
public interface JwtKeys {
    /** How many keys are tried for one token at most: each costs a verification, and anybody can ask for it. */
    int MAX_CANDIDATES = 4;

    /**
     * Gives the keys that a token may have been signed with.
     *
     * @param algorithm the algorithm that the token names
     * @param keyId the {@code kid} that the token names, {@code null} if it names none; the client chose it, so that it is
     *     good for being compared and for nothing else
     * @return at most {@value #MAX_CANDIDATES} keys that are fit for the algorithm; empty where there is none
     */
    List<JwtKey> candidates(JwtAlgorithm algorithm, @Nullable String keyId);
}
