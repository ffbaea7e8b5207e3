package io.github.jettyws.security.auth;

import static io.github.jettyws.security.auth.FakeIssuer.NOT_MODIFIED;
import static io.github.jettyws.security.auth.FakeIssuer.ok;
import static io.github.jettyws.security.auth.FakeIssuer.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwksCacheTest {
    private static final Set<JwtAlgorithm> ES256 = Set.of(JwtAlgorithm.ES256);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    /** Three quarters of five minutes. */
    private static final Duration AHEAD = Duration.ofSeconds(225);

    private final FakeTicker ticker = new FakeTicker();
    private final FakeIssuer issuer = new FakeIssuer();
    private final JwksCache cache = new JwksCache(issuer, ES256, JwksTimes.DEFAULT, ticker);
    private final List<String> told = new ArrayList<>();

    JwksCacheTest() {
        cache.addListener(new JwksCache.Listener() {
            @Override
            public void changed() {
                told.add("changed");
            }

            @Override
            public void fetched() {
                told.add("fetched");
            }

            @Override
            public void failed(String why) {
                told.add(why);
            }
        });
    }

    private int keys(@Nullable String kid) {
        return cache.candidates(JwtAlgorithm.ES256, kid).size();
    }

    /** Looks whether it is time, and tells how often the issuer has been asked by then. */
    private int asked() {
        CompletableFuture<Boolean> unused = cache.refreshIfDue();
        return issuer.asked();
    }

    private void fetch(JwksAnswer answer) {
        int before = issuer.asked();
        assertEquals(before + 1, asked());
        issuer.answer(answer);
    }

    private static JwksAnswer answer(String body, String etag, String cacheControl) {
        return new JwksAnswer(200, TestTokens.bytes(body), etag, cacheControl);
    }

    @Test
    void candidates_beforeTheFirstAnswer_noneAndNoWaiting() {
        assertEquals(0, keys("a"));
        CompletableFuture<Boolean> first = cache.refreshIfDue();

        assertEquals(0, keys("a"));
        assertFalse(cache.isInForce());
        assertFalse(first.isDone());
        assertEquals("no keys from https://issuer.example.com/keys", cache.toString());
        issuer.answer(ok(set("a")));
        assertTrue(first.join());
        assertEquals(1, keys("a"));
        assertEquals("1 key for [ES256] from https://issuer.example.com/keys", cache.toString());
        assertEquals(List.of("changed", "fetched"), told);
    }

    @Test
    void candidates_known_areThoseOfTheSet() {
        fetch(ok(set("a", "b")));

        assertEquals(1, keys("a"));
        assertEquals(1, keys("b"));
        assertEquals(0, keys("c"));
        assertEquals(2, keys(null));
    }

    @Test
    void refreshIfDue_knownKeysOnly_notBeforeThreeQuarters() {
        fetch(ok(set("a")));
        ticker.advance(AHEAD.minus(NANO));
        keys("a");

        assertEquals(1, asked());
        ticker.advance(NANO);
        assertEquals(2, asked());
    }

    /** From the begin of the fetch, not from when it was answered. */
    @Test
    void refreshIfDue_slowAnswer_countsFromItsBegin() {
        assertEquals(1, asked());
        ticker.advance(Duration.ofSeconds(5));
        issuer.answer(ok(set("a")));
        ticker.advance(AHEAD.minusSeconds(5).minus(NANO));

        assertEquals(1, asked());
        ticker.advance(NANO);
        assertEquals(2, asked());
    }

    @Test
    void candidates_unknownKey_isRefusedNowAndFetchedAfterTheInterval() {
        fetch(ok(set("old")));
        assertEquals(0, keys("new"));

        ticker.advance(INTERVAL.minus(NANO));
        assertEquals(1, asked());
        ticker.advance(NANO);
        assertEquals(2, asked());
        assertEquals(0, keys("new"));
        issuer.answer(ok(set("new")));
        assertEquals(1, keys("new"));
        assertEquals(0, keys("old"));
    }

    @Test
    void candidates_unknownKeyLongAfterTheLastFetch_isFetchedAtOnce() {
        fetch(ok(set("old")));
        ticker.advance(INTERVAL);
        assertEquals(1, asked());
        keys("new");

        assertEquals(2, asked());
    }

    /** Two hours of invented keys, at ten looks a second. */
    @Test
    void candidates_inventedKeys_askNoMoreThanOnceAnInterval() {
        fetch(answer(set("a"), null, "max-age=3600"));
        for (int i = 0; i < 72_000; i++) {
            ticker.advance(Duration.ofMillis(100));
            assertEquals(0, keys("invented-" + i));
            int before = issuer.asked();
            if (asked() > before) {
                issuer.answer(ok(set("a")));
            }
        }

        assertEquals(1 + 7200 / 30, issuer.asked());
    }

    /** The one that is under way when they ask answers them, too. */
    @Test
    void candidates_unknownKeyWhileAFetchIsUnderWay_asksForNoOther() {
        assertEquals(1, asked());
        issuer.answer(ok(set("a")));
        ticker.advance(AHEAD);
        assertEquals(2, asked());
        assertEquals(0, keys("b"));
        issuer.answer(ok(set("b")));
        ticker.advance(AHEAD.minus(NANO));

        assertEquals(1, keys("b"));
        assertEquals(2, asked());
    }

    @Test
    void refreshIfDue_underWay_neverASecond() {
        assertEquals(1, asked());
        ticker.advance(Duration.ofDays(1));
        keys("a");

        assertEquals(1, asked());
        issuer.fail(new IOException("late"));
        assertEquals(2, asked());
    }

    @Test
    void ask_byTheOperator_isHeardOnceTheIntervalIsOver() {
        fetch(ok(set("a")));
        cache.ask();
        assertEquals(1, asked());
        ticker.advance(INTERVAL);

        assertEquals(2, asked());
    }

    @Test
    void refreshIfDue_failure_isTriedAtEachInterval() {
        for (int i = 1; i <= 5; i++) {
            assertEquals(i, asked());
            issuer.fail(new ConnectException());
            ticker.advance(INTERVAL.minus(NANO));
            assertEquals(i, asked());
            ticker.advance(NANO);
        }
        fetch(ok(set("a")));
        ticker.advance(INTERVAL);

        assertEquals(6, asked());
    }

    @Test
    void refreshIfDue_failureOfAFetchForAMissedKey_isTriedAtEachInterval() {
        fetch(ok(set("a")));
        keys("b");
        ticker.advance(INTERVAL);
        assertEquals(2, asked());
        issuer.fail(new ConnectException());
        ticker.advance(INTERVAL);

        assertEquals(3, asked());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 300",
                "public, 300",
                "max-age=0, 300",
                "no-store, 300",
                "max-age=299, 300",
                "max-age=301, 301",
                "max-age=3599, 3599",
                "max-age=3601, 3600",
                "max-age=99999999999999999999, 3600"
            })
    void refreshIfDue_lifetimeOfTheIssuer_isBounded(@Nullable String cacheControl, long lifetime) {
        fetch(answer(set("a"), null, cacheControl));
        ticker.advance(Duration.ofSeconds(lifetime).dividedBy(4).multipliedBy(3).minus(NANO));

        assertEquals(1, asked());
        ticker.advance(NANO);
        assertEquals(2, asked());
    }

    @Test
    void refreshIfDue_notModified_confirmsForTheSameLifetime() {
        fetch(answer(set("a"), "\"1\"", "max-age=1200"));
        ticker.advance(Duration.ofMinutes(15));
        fetch(NOT_MODIFIED);
        ticker.advance(Duration.ofMinutes(15).minus(NANO));

        assertEquals("\"1\"", issuer.etag());
        assertEquals(List.of("changed", "fetched", "fetched"), told);
        assertEquals(2, asked());
        ticker.advance(NANO);
        assertEquals(3, asked());
    }

    @Test
    void refreshIfDue_notModifiedWithAnotherLifetime_takesThat() {
        fetch(answer(set("a"), "\"1\"", "max-age=1200"));
        ticker.advance(Duration.ofMinutes(15));
        fetch(new JwksAnswer(304, new byte[0], null, "max-age=2400"));
        ticker.advance(Duration.ofMinutes(30).minus(NANO));

        assertEquals(2, asked());
        ticker.advance(NANO);
        assertEquals(3, asked());
    }

    @Test
    void refreshIfDue_notModifiedThatNobodyAskedFor_isAFailure() {
        fetch(NOT_MODIFIED);
        assertNull(issuer.etag());
        ticker.advance(INTERVAL);
        fetch(ok(set("a")));
        ticker.advance(AHEAD);
        fetch(NOT_MODIFIED);

        String failure = "status 304: expected 200";
        assertEquals(List.of(failure, "changed", "fetched", failure), told);
    }

    @Test
    void refreshIfDue_sameSetAgain_isNoChange() {
        fetch(ok(set("a")));
        ticker.advance(AHEAD);
        fetch(ok(set("a")));
        assertEquals(List.of("changed", "fetched", "fetched"), told);

        ticker.advance(AHEAD);
        fetch(ok(set("b")));
        assertEquals(List.of("changed", "fetched", "fetched", "changed", "fetched"), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "null",
                "[]",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"OKP\"}]}",
                "{\"keys\":[],\"keys\":[]}",
                "<html><body>The service is not available at the moment.</body></html>",
                "base64:AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0i"
            })
    void refreshIfDue_noUsableSet_keepsTheKeys(String body) {
        fetch(ok(set("a")));
        told.clear();
        ticker.advance(AHEAD);
        fetch(ok(body));

        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("expected"), told.get(0));
        assertEquals(1, keys("a"));
    }

    @Test
    void refreshIfDue_otherKindsOfSets_keepTheKeys() {
        fetch(ok(set("a")));
        for (String body : List.of(
                TestTokens.EC_PEM,
                "{\"keys\":[" + TestTokens.RSA + "]}",
                "{\"keys\":[" + TestTokens.OCT + "]}",
                set("b").replace("\"kty\"", "\"d\":\"AA\",\"kty\""),
                set("b") + " ".repeat(JwtKeySet.MAX_BYTES + 1 - set("b").length()))) {
            told.clear();
            ticker.advance(AHEAD);
            fetch(ok(body));

            assertEquals(1, told.size());
            assertTrue(told.get(0).contains("expected"), told.get(0));
            assertEquals(1, keys("a"));
        }
    }

    @Test
    void refreshIfDue_largestSet_isTaken() {
        fetch(ok(set("a") + " ".repeat(JwtKeySet.MAX_BYTES - set("a").length())));
        assertEquals(1, keys("a"));

        ticker.advance(AHEAD);
        fetch(ok("\ufeff \r\n\t" + set("b")));
        assertEquals(1, keys("b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 302, 307, 401, 404, 429, 500, 503})
    void refreshIfDue_otherStatus_keepsTheKeys(int status) {
        fetch(ok(set("a")));
        ticker.advance(AHEAD);
        fetch(new JwksAnswer(status, TestTokens.bytes(set("b")), null, null));

        assertEquals("status " + status + ": expected 200", told.get(2));
        assertEquals(1, keys("a"));
        assertEquals(0, keys("b"));
    }

    /** Nobody publishes a secret; whoever did has published it to all. */
    @Test
    void candidates_publishedSecret_isNoKey() {
        fetch(ok("{\"keys\":[" + TestTokens.OCT + "," + TestTokens.EC + "]}"));

        assertEquals(1, keys(null));
        assertEquals(List.of(), cache.candidates(JwtAlgorithm.HS256, null));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new JwksCache(issuer, Set.of(JwtAlgorithm.HS256), JwksTimes.DEFAULT, ticker));
        assertEquals(
                "algorithms [HS256] for keys from https://issuer.example.com/keys: expected some, and none of HS*",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new JwksCache(issuer, Set.of(), JwksTimes.DEFAULT, ticker));
    }

    @Test
    void candidates_algorithmThatNobodyNamed_isNoKeyAndAsksNobody() {
        fetch(ok("{\"keys\":[" + TestTokens.RSA + "," + TestTokens.EC + "]}"));
        assertEquals(List.of(), cache.candidates(JwtAlgorithm.RS256, "x"));
        ticker.advance(INTERVAL);

        assertEquals(1, asked());
    }

    @Test
    void candidates_outage_goodUntilItsBound() {
        fetch(ok(set("a")));
        Duration left = Duration.ofHours(24).minus(NANO);
        ticker.advance(left);
        assertEquals(2, asked());
        issuer.fail(new ConnectException());
        assertEquals(1, keys("a"));
        assertTrue(cache.isInForce());
        told.clear();

        ticker.advance(NANO);
        assertEquals(0, keys("a"));
        assertFalse(cache.isInForce());
        assertEquals("no keys from https://issuer.example.com/keys", cache.toString());
        assertEquals(List.of(), told);
        assertEquals(2, asked());
        assertEquals(2, asked());
        assertEquals(List.of("changed"), told);
    }

    @Test
    void refreshIfDue_confirmedAfterAnOutage_isInForceAgain() {
        fetch(answer(set("a"), "\"1\"", null));
        ticker.advance(Duration.ofHours(24));
        fetch(NOT_MODIFIED);

        assertEquals(1, keys("a"));
        assertEquals(List.of("changed", "fetched", "changed", "fetched"), told);
        ticker.advance(Duration.ofHours(24));
        assertEquals(3, asked());
        assertEquals(5, told.size());
    }

    /** A confirmation counts, and a failure does not. */
    @Test
    void candidates_outage_countsFromTheLastConfirmation() {
        fetch(answer(set("a"), "\"1\"", null));
        ticker.advance(Duration.ofHours(23));
        fetch(NOT_MODIFIED);
        ticker.advance(Duration.ofHours(23));
        fetch(new JwksAnswer(503, new byte[0], null, null));
        ticker.advance(Duration.ofHours(1).minus(NANO));
        assertEquals(1, keys("a"));

        ticker.advance(NANO);
        assertEquals(0, keys("a"));
    }

    @Test
    void failed_exceptions_areToldWithoutLineBreaks() {
        assertEquals(1, asked());
        issuer.fail(new CompletionException(new IOException("bad\nline")));
        ticker.advance(INTERVAL);
        assertEquals(2, asked());
        issuer.fail(new ConnectException());
        ticker.advance(INTERVAL);
        fetch(null);

        assertEquals(List.of("IOException \"bad\\u000aline\"", "ConnectException", "no answer"), told);
    }

    @Test
    void refreshIfDue_sourceThatThrows_isAFailureLikeAnother() {
        boolean[] broken = {true};
        JwksCache other = new JwksCache(
                new JwksSource() {
                    @Override
                    public CompletableFuture<JwksAnswer> fetch(@Nullable String etag) {
                        if (broken[0]) {
                            throw new IllegalStateException("broken");
                        }
                        return CompletableFuture.completedFuture(ok(set("a")));
                    }

                    @Override
                    public void close() {}
                },
                ES256,
                JwksTimes.DEFAULT,
                ticker);
        assertFalse(other.refreshIfDue().join());
        broken[0] = false;
        assertFalse(other.refreshIfDue().join());
        ticker.advance(INTERVAL);

        assertTrue(other.refreshIfDue().join());
    }

    /** From the key that was withdrawn to a token that is not believed any more. */
    @Test
    void changed_rememberedTokens_areForgotten() {
        VerifiedTokens tokens =
                new VerifiedTokens(new JwtVerifier(JwtRules.builder(ES256).build(), cache, TestTokens.CLOCK));
        cache.addListener(tokens::clear);
        String token = TestTokens.sign(JwtAlgorithm.ES256, "{\"alg\":\"ES256\",\"kid\":\"a\"}", TestTokens.CLAIMS);
        assertEquals(new Proof.Rejected("no key"), tokens.verify(token));
        fetch(ok(set("a")));
        assertInstanceOf(Proof.Proved.class, tokens.verify(token));
        ticker.advance(AHEAD);
        fetch(ok(set("b")));
        assertEquals(new Proof.Rejected("no key"), tokens.verify(token));

        ticker.advance(INTERVAL);
        fetch(ok(set("a")));
        assertInstanceOf(Proof.Proved.class, tokens.verify(token));
        ticker.advance(Duration.ofHours(24));
        assertEquals(4, asked());
        assertEquals(new Proof.Rejected("no key"), tokens.verify(token));
    }

    @Test
    void close_always_closesTheSource() {
        cache.close();

        assertTrue(issuer.isClosed());
    }
}
