package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The schemes that take tokens: {@code jwt} from several places, {@code cookie} from one. */
class TokenSchemesTest {
    private static final String TOKEN = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
    private static final String OTHER = TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"bob\",\"exp\":1800000600}");
    private static final String EXPIRED = TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"ann\",\"exp\":1700000000}");

    private final VerifiedTokens tokens = new VerifiedTokens(TestTokens.verifier(JwtAlgorithm.HS256, TestTokens.OCT));
    private final BearerTokens bearer = new BearerTokens(
            TokenSources.parse(List.of("bearer", "header:X-Token", "subprotocol", "query:token")), tokens);
    private final TokenCookie cookie = new TokenCookie(CookieName.parse("user"), tokens);

    @Test
    void bearer_inAnyPlace_proves() {
        for (Handshake handshake : List.of(
                with("Authorization", "Bearer " + TOKEN),
                with("X-Token", TOKEN),
                with("Sec-WebSocket-Protocol", "chat, bearer." + TOKEN),
                query("a=1&token=" + TOKEN))) {
            Identity identity = assertInstanceOf(Proof.Proved.class, bearer.prove(handshake))
                    .identity();
            assertEquals("ann", identity.name());
            assertEquals("jwt", identity.scheme());
        }
    }

    @Test
    void bearer_nowhere_absent() {
        assertEquals(Proof.ABSENT, bearer.prove(Requests.request().make()));
        assertEquals(Proof.ABSENT, bearer.prove(with("Authorization", "Basic YTpi")));
        assertEquals(Proof.ABSENT, bearer.prove(query("tokens=" + TOKEN)));
        assertEquals(Proof.ABSENT, bearer.prove(with("Cookie", "user=" + TOKEN)));
    }

    @Test
    void bearer_bad_rejected() {
        assertEquals(new Proof.Rejected("expired"), bearer.prove(with("X-Token", EXPIRED)));
        assertEquals(new Proof.Rejected("malformed"), bearer.prove(with("X-Token", "a b")));
        assertEquals(new Proof.Rejected("malformed"), bearer.prove(with("Authorization", "Bearer")));
    }

    @Test
    void bearer_twoPlaces_sameIsOneAndDifferentIsNone() {
        Requests both = Requests.request().header("Authorization", "Bearer " + TOKEN);

        assertInstanceOf(
                Proof.Proved.class, bearer.prove(both.header("X-Token", TOKEN).make()));
        assertEquals(
                new Proof.Rejected("different tokens"),
                bearer.prove(both.header("X-Token", OTHER).make()));
    }

    /** RFC 6750, section 3: at least one parameter, and no error where there was no token. */
    @Test
    void bearer_challenge_namesAnErrorOnlyForAToken() {
        assertEquals(Optional.of("Bearer realm=\"websocket\""), bearer.challenge(false));
        assertEquals(Optional.of("Bearer realm=\"websocket\", error=\"invalid_token\""), bearer.challenge(true));
        assertEquals(Set.of("X-Token"), bearer.headers());
    }

    @Test
    void cookie_goodBadAndAbsent_ofTheSchemeCookie() {
        Identity identity = assertInstanceOf(Proof.Proved.class, cookie.prove(with("Cookie", "a=b; user=" + TOKEN)))
                .identity();

        assertEquals("ann", identity.name());
        assertEquals("cookie", identity.scheme());
        assertEquals(new Proof.Rejected("expired"), cookie.prove(with("Cookie", "user=" + EXPIRED)));
        assertEquals(
                new Proof.Rejected("two cookies of one name"),
                cookie.prove(with("Cookie", "user=" + TOKEN + "; user=" + OTHER)));
        assertEquals(Proof.ABSENT, cookie.prove(with("Authorization", "Bearer " + TOKEN)));
        assertEquals(Optional.empty(), cookie.challenge(true));
    }

    private static Handshake with(String header, String value) {
        return Requests.request().header(header, value).make();
    }

    private static Handshake query(String query) {
        return Requests.request().query(query).make();
    }
}
