package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.BearerTokens;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.JwtVerifier;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a newer token for a connection that was opened with one: it has to be good for the same user, and for
 * what the policy asks for. Bad ones count as bad credentials of a handshake do, and are not looked at when there were too
 * many. Thread-safe.
 */
final class Renewal {
    private final Policy policy;
    private final Handshake handshake;

    Renewal(Policy policy, Handshake handshake) {
        this.policy = policy;
        this.handshake = handshake;
    }

    /**
     * Asks about a token.
     *
     * @param current who the connection belongs to, {@code null} where that is not known
     * @param token the token, {@code null} where there is none
     */
    Answer ask(@Nullable Identity current, @Nullable String token) {
        if (policy.failures().check(handshake) instanceof Verdict.Refusal tooMany) {
            return new Answer(null, tooMany.reason());
        }
        Optional<BearerTokens> scheme = policy.auth().schemes().stream()
                .filter(BearerTokens.class::isInstance)
                .map(BearerTokens.class::cast)
                .findFirst();
        Optional<Proof> proof =
                scheme.flatMap(tokens -> Optional.ofNullable(token).map(tokens::prove));
        if (!(proof.orElse(Proof.ABSENT) instanceof Proof.Proved proved)) {
            policy.failures().count(handshake);
            return new Answer(null, Reason.UNAUTHENTICATED);
        }
        Identity renewed = proved.identity();
        return current != null
                        && current.scheme().equals(JwtVerifier.SCHEME)
                        && current.name().equals(renewed.name())
                        && policy.auth().permission().permits(renewed)
                ? new Answer(renewed, null)
                : new Answer(null, Reason.FORBIDDEN);
    }

    /**
     * What is decided.
     *
     * @param identity what the token proves, {@code null} if it was refused
     * @param refused why it was, {@code null} if it was not
     */
    record Answer(@Nullable Identity identity, @Nullable Reason refused) {}
}
