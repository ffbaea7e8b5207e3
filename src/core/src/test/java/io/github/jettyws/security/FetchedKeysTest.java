package io.github.jettyws.security;

import static io.github.jettyws.security.auth.FakeIssuer.ok;
import static io.github.jettyws.security.auth.FakeIssuer.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.auth.FakeIssuer;
import io.github.jettyws.security.auth.JwksAnswer;
import io.github.jettyws.security.auth.JwksCache;
import io.github.jettyws.security.auth.JwksSource;
import io.github.jettyws.security.auth.JwksTimes;
import io.github.jettyws.security.auth.JwtAlgorithm;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.LogRecorder;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchedKeysTest {
    private static final String PLACE = "https://issuer.example.com/keys";
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final FakeTicker ticker = new FakeTicker();
    private final FetchedKeys keys = new FetchedKeys(new DrivenClock(), Duration.ofMillis(200));
    private final LogRecorder log = new LogRecorder(FetchedKeys.class);

    /** Answers at once what it is told to. */
    private static final class Issuer implements JwksSource {
        private final BlockingQueue<CompletableFuture<JwksAnswer>> answers = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        @Override
        public CompletableFuture<JwksAnswer> fetch(@Nullable String etag) {
            return answers.remove();
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public String toString() {
            return PLACE;
        }
    }

    private final Issuer issuer = new Issuer();
    private final JwksCache cache = cache(issuer);

    private JwksCache cache(JwksSource source) {
        return new JwksCache(source, Set.of(JwtAlgorithm.ES256), JwksTimes.DEFAULT, ticker);
    }

    @AfterEach
    void stop() throws Exception {
        keys.stop();
        log.close();
    }

    private void next(JwksAnswer answer) {
        issuer.answers.add(CompletableFuture.completedFuture(answer));
    }

    private void nextFailure() {
        issuer.answers.add(CompletableFuture.failedFuture(new ConnectException()));
    }

    /** What the thread does once a second, without waiting for it. */
    private void advance(Duration duration) {
        ticker.advance(duration);
        CompletableFuture<Boolean> unused = cache.refreshIfDue();
    }

    @Test
    void start_issuerAnswers_keysAreThere() throws Exception {
        next(ok(set("a")));
        keys.fetch(List.of(cache));
        keys.start();

        assertTrue(cache.isInForce());
        assertEquals(List.of("1 key for [ES256] from " + PLACE + ", fetched at 2026-11-21T10:00:00Z"), keys.getKeys());
        assertEquals(List.of("INFO fetched 1 key for [ES256] from " + PLACE), log.lines());
    }

    @Test
    void start_issuerIsDown_isWarnedOfAndGoesOn() throws Exception {
        nextFailure();
        keys.fetch(List.of(cache));
        keys.start();

        assertTrue(keys.isStarted());
        assertFalse(cache.isInForce());
        assertEquals(
                List.of("no keys from " + PLACE + ", not fetched at 2026-11-21T10:00:00Z: ConnectException"),
                keys.getKeys());
        assertEquals(
                List.of(
                        "WARN cannot fetch keys: ConnectException; tokens are refused until they are there: no keys from "
                                + PLACE),
                log.lines());
    }

    @Test
    void start_issuerDoesNotAnswer_waitsNoLongerThanItsPatience() throws Exception {
        FakeIssuer silent = new FakeIssuer();
        JwksCache waiting = cache(silent);
        keys.fetch(List.of(waiting));
        keys.start();

        assertTrue(keys.isStarted());
        assertEquals(List.of("WARN not every issuer has sent its keys in 200 ms"), log.lines());
        silent.answer(ok(set("a")));
        assertTrue(waiting.isInForce());
        keys.stop();
        assertTrue(silent.isClosed());
    }

    @Test
    void start_noIssuer_noThread() throws Exception {
        keys.fetch(List.of());
        keys.start();

        assertEquals(List.of(), keys.getKeys());
        assertEquals(List.of(), List.copyOf(keys.getContainedBeans(Scheduler.class)));
    }

    /** The one test that waits for the clock, because a thread must look at it. */
    @Test
    void running_timeHasCome_isFetchedByItself() throws Exception {
        next(ok(set("a")));
        keys.fetch(List.of(cache));
        keys.start();
        CompletableFuture<Void> changed = new CompletableFuture<>();
        cache.addListener(() -> changed.complete(null));
        next(ok(set("b")));
        keys.refresh();
        ticker.advance(INTERVAL);

        changed.get(10, TimeUnit.SECONDS);
        assertEquals(1, cache.candidates(JwtAlgorithm.ES256, "b").size());
    }

    @Test
    void log_outage_isToldOnceAtItsBeginItsBoundAndItsEnd() throws Exception {
        next(ok(set("a")));
        keys.fetch(List.of(cache));
        keys.start();
        // Nothing but the test looks at the time from here on.
        keys.getContainedBeans(Scheduler.class).forEach(FetchedKeysTest::halt);
        for (Duration pause : List.of(Duration.ofSeconds(225), INTERVAL, Duration.ofHours(24), INTERVAL)) {
            nextFailure();
            advance(pause);
        }
        next(ok(set("a")));
        advance(INTERVAL);

        assertEquals(
                List.of(
                        "INFO fetched 1 key for [ES256] from " + PLACE,
                        "WARN cannot fetch keys: ConnectException; those that are there stay in force: "
                                + "1 key for [ES256] from " + PLACE,
                        "ERROR keys have not been confirmed for too long, tokens are refused: no keys from " + PLACE,
                        "INFO the issuer answers again: 1 key for [ES256] from " + PLACE),
                log.lines());
        assertTrue(log.events().stream().noneMatch(event -> event.getLevel() == Level.DEBUG));
    }

    private static void halt(Scheduler scheduler) {
        try {
            scheduler.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void stop_always_closesTheSources() throws Exception {
        next(ok(set("a")));
        keys.fetch(List.of(cache));
        keys.start();
        keys.stop();

        assertTrue(issuer.closed);
        assertEquals(List.of(), keys.getKeys());
        assertEquals(List.of(), List.copyOf(keys.getContainedBeans(Scheduler.class)));
    }
}
