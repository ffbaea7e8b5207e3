package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.handshake.Handshake;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthRulesTest {
    private static final Scheme SESSION = new SessionScheme(null, Set.of());

    private record Named(String scheme, String header, Optional<String> challenge) implements Authenticator {
        @Override
        public Proof prove(Handshake handshake) {
            return Proof.ABSENT;
        }

        @Override
        public Set<String> headers() {
            return Set.of(header);
        }

        @Override
        public Optional<String> challenge(boolean rejected) {
            return challenge.map(text -> rejected ? text + "!" : text);
        }
    }

    private static final Scheme SILENT = new Named("silent", "X-One", Optional.empty());
    private static final Scheme BEARER = new Named("jwt", "X-Two", Optional.of("Bearer"));
    private static final Scheme OTHER = new Named("other", "X-TWO", Optional.of("Other"));

    @Test
    void challenge_noSchemeHasOne_none() {
        assertEquals(Optional.empty(), rules().challenge(null));
        assertEquals(Optional.empty(), rules(SESSION, SILENT).challenge(SILENT));
    }

    @Test
    void challenge_aSchemeHasOne_alsoWhereAnotherOneRejected() {
        assertEquals(Optional.of("Bearer"), rules(SESSION, SILENT, BEARER).challenge(null));
        assertEquals(Optional.of("Bearer"), rules(SESSION, SILENT, BEARER).challenge(SILENT));
        assertEquals(Optional.of("Bearer!"), rules(SESSION, SILENT, BEARER).challenge(BEARER));
    }

    /** One field may hold several (RFC 9110, section 11.6.1). */
    @Test
    void challenge_severalSchemesHaveOne_allInOrder() {
        assertEquals(Optional.of("Other, Bearer!"), rules(OTHER, BEARER).challenge(BEARER));
    }

    @Test
    void headers_ofAllSchemes_inLowerCase() {
        assertEquals(Set.of(), rules(SESSION).headers());
        assertEquals(Set.of("x-one", "x-two"), rules(SILENT, BEARER, OTHER).headers());
    }

    private static AuthRules rules(Scheme... schemes) {
        return new AuthRules(true, List.of(schemes), Permission.ALL, TokenSources.NONE);
    }
}
