package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private final SettableClock clock = new SettableClock();
    private final CountingKeys keys = new CountingKeys(TestTokens.keys(TestTokens.OCT));
    private final JwtRules rules = JwtRules.builder(Set.of(JwtAlgorithm.HS256))
            .allowMissingExpiration()
            .build();
    private final VerifiedTokens tokens = new VerifiedTokens(new JwtVerifier(rules, keys, clock));

    @Test
    void verify_sameTokenAgain_isRemembered() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
        Proof first = tokens.verify(token);

        assertInstanceOf(Proof.Proved.class, first);
        assertSame(first, tokens.verify(token));
        assertEquals(1, keys.asked);
        assertEquals(1, tokens.size());
    }

    @Test
    void verify_otherToken_isVerified() {
        tokens.verify(TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS));
        Proof other = tokens.verify(TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS.replace("ann", "bob")));

        assertEquals("bob", ((Proof.Proved) other).identity().name());
        assertEquals(2, keys.asked);
    }

    @Test
    void verify_refusal_isNeverRemembered() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, "{\"alg\":\"HS256\"}", TestTokens.CLAIMS) + "AAAA";
        tokens.verify(token);
        Proof again = tokens.verify(token);

        assertEquals(new Proof.Rejected("wrong signature"), again);
        assertEquals(2, keys.asked);
        assertEquals(0, tokens.size());
    }

    @Test
    void verify_notYetValid_isValidOnceItsTimeComes() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"ann\",\"nbf\":1800000031}");

        assertEquals(new Proof.Rejected("not yet valid"), tokens.verify(token));
        clock.advance(Duration.ofSeconds(1));
        assertInstanceOf(Proof.Proved.class, tokens.verify(token));
    }

    @Test
    void verify_rememberedTokenPastItsExpiry_isRefusedAtTheSameMoment() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
        tokens.verify(token);
        // 600 seconds until exp, and 30 of skew.
        clock.advance(Duration.ofSeconds(630).minusNanos(1));
        assertInstanceOf(Proof.Proved.class, tokens.verify(token));
        assertEquals(1, keys.asked);

        clock.advance(Duration.ofNanos(1));
        assertEquals(new Proof.Rejected("expired"), tokens.verify(token));
        assertEquals(0, tokens.size());
    }

    @Test
    void verify_tokenWithoutExpiry_isRememberedUntilCleared() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"ann\"}");
        Proof first = tokens.verify(token);
        clock.advance(Duration.ofDays(10_000));

        assertSame(first, tokens.verify(token));
        tokens.clear();
        assertNotSame(first, tokens.verify(token));
    }

    @Test
    void clear_keysHaveChanged_oldTokensAreRefused() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
        tokens.verify(token);
        keys.keys = TestTokens.keys("{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}");
        tokens.clear();

        assertEquals(new Proof.Rejected("wrong signature"), tokens.verify(token));
    }

    /** The keys change after they were asked, and before the token is remembered. */
    @Test
    void clear_whileATokenIsVerified_forgetsItToo() {
        String token = TestTokens.sign(JwtAlgorithm.HS256, TestTokens.CLAIMS);
        keys.whenAsked = () -> {
            keys.whenAsked = () -> {};
            tokens.clear();
        };
        tokens.verify(token);

        assertEquals(0, tokens.size());
    }

    @Test
    void verify_moreTokensThanThereIsRoomFor_memoryIsBounded() {
        for (int i = 0; i < VerifiedTokens.MAX_TOKENS + 2000; i++) {
            assertInstanceOf(
                    Proof.Proved.class,
                    tokens.verify(TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"user-" + i + "\"}")));
        }

        assertTrue(tokens.size() <= VerifiedTokens.MAX_TOKENS, "remembered " + tokens.size());
        assertTrue(tokens.size() > VerifiedTokens.MAX_TOKENS * 9 / 10, "remembered " + tokens.size());
    }

    /** Each takes the room of eight. */
    @Test
    void verify_longTokens_countForMore() {
        String pad = "x".repeat(5400);
        for (int i = 0; i < VerifiedTokens.MAX_TOKENS / 8 + 200; i++) {
            String token = TestTokens.sign(JwtAlgorithm.HS256, "{\"sub\":\"user-" + i + "\",\"pad\":\"" + pad + "\"}");
            assertEquals(8, 1 + (token.length() - 1) / VerifiedTokens.UNIT);
            tokens.verify(token);
        }

        assertTrue(tokens.size() <= VerifiedTokens.MAX_TOKENS / 8, "remembered " + tokens.size());
    }

    @Test
    void verify_tokenTooLong_isNotHashed() {
        assertEquals(new Proof.Rejected("too long"), tokens.verify("a".repeat(1 << 20)));
        assertEquals(new Proof.Rejected("malformed"), tokens.verify(""));
    }

    private static final class SettableClock extends Clock {
        private Instant now = TestTokens.NOW;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class CountingKeys implements JwtKeys {
        private JwtKeys keys;
        private Runnable whenAsked = () -> {};
        private int asked;

        CountingKeys(JwtKeys keys) {
            this.keys = keys;
        }

        @Override
        public List<JwtKey> candidates(JwtAlgorithm algorithm, @Nullable String keyId) {
            asked++;
            List<JwtKey> candidates = keys.candidates(algorithm, keyId);
            whenAsked.run();
            return candidates;
        }
    }
}
