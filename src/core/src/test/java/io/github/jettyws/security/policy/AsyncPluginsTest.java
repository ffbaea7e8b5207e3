package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One question to one plugin: what is an answer, until when, and how many there may be. */
class AsyncPluginsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 3;

    private final DrivenClock clock = new DrivenClock();
    private final Lifetimes lifetimes = Guards.lifetimes(clock, new FakeTicker());
    private final AsyncPlugins plugins = new AsyncPlugins(List.of(), PATIENCE, MOST);

    @Test
    void ask_answered_isTheAnswer() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> answer = ask(stage);
        assertFalse(answer.isDone());
        assertEquals(1, plugins.pending());

        stage.complete("yes");

        assertEquals("yes", answer.join());
        assertEquals(0, plugins.pending());
        assertEquals(0, lifetimes.deadlines().size());
    }

    /** A millisecond before is in time; that very moment is late, whether or not the alarm has rung. */
    @Test
    void ask_lastMomentInTimeAndFirstTooLate() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<String> inTime = ask(first);
        CompletableFuture<String> late = ask(second);

        clock.advance(PATIENCE.minusMillis(1));
        lifetimes.deadlines().run();
        first.complete("yes");
        clock.advance(Duration.ofMillis(1));
        second.complete("yes");

        assertEquals("yes", inTime.join());
        assertEquals("no answer within 2000ms", failure(late, TimeoutException.class));
        assertEquals(0, lifetimes.deadlines().size());
    }

    /** So that a plugin that is stuck keeps no more in memory than that, however long it is. */
    @Test
    void ask_expired_isPendingUntilItIsAnswered() {
        CompletableFuture<String> stuck = new CompletableFuture<>();
        CompletableFuture<String> answer = ask(stuck);

        clock.advance(PATIENCE);
        lifetimes.deadlines().run();

        failure(answer, TimeoutException.class);
        assertFalse(stuck.isDone());
        assertEquals(1, plugins.pending());
        stuck.complete("yes");
        failure(answer, TimeoutException.class);
        assertEquals(0, plugins.pending());
    }

    @Test
    void ask_lastAllowedAndFirstRefused_andRoomAgain() {
        List<CompletableFuture<String>> stages = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            stages.add(new CompletableFuture<>());
            assertFalse(ask(stages.get(i)).isDone());
        }

        CompletableFuture<String> refused = plugins.ask(
                () -> {
                    throw new AssertionError("asked");
                },
                lifetimes,
                clock.instant().plus(PATIENCE));

        assertEquals(
                "3 questions to asynchronous plugins are pending: expected them to be answered",
                failure(refused, AsyncPlugins.Exhausted.class));
        assertEquals(MOST, plugins.pending());
        stages.get(1).complete("yes");
        assertFalse(ask(new CompletableFuture<>()).isDone());
    }

    static Stream<CompletionStage<String>> failed() {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        return Stream.of(
                null,
                cancelled,
                CompletableFuture.completedFuture(null),
                CompletableFuture.failedFuture(new StackOverflowError()),
                CompletableFuture.failedFuture(new CancellationException()));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void ask_noAnswer_failsAndIsNotPending(CompletionStage<String> stage) {
        CompletableFuture<String> answer =
                plugins.ask(() -> stage, lifetimes, clock.instant().plus(PATIENCE));

        failure(answer, Throwable.class);
        assertEquals(0, plugins.pending());
        assertEquals(0, lifetimes.deadlines().size());
    }

    @Test
    void ask_pluginThrows_failsAndIsNotPending() {
        CompletableFuture<String> answer = plugins.ask(
                () -> {
                    throw new NoClassDefFoundError("com/example/Lib");
                },
                lifetimes,
                clock.instant().plus(PATIENCE));

        assertEquals("com/example/Lib", failure(answer, NoClassDefFoundError.class));
        assertEquals(0, plugins.pending());
        assertEquals(0, lifetimes.deadlines().size());
    }

    private CompletableFuture<String> ask(CompletableFuture<String> stage) {
        return plugins.ask(() -> stage, lifetimes, clock.instant().plus(PATIENCE));
    }

    private static String failure(CompletableFuture<?> answer, Class<? extends Throwable> type) {
        Throwable failure = assertThrows(Exception.class, answer::join);
        return assertInstanceOf(type, failure instanceof CompletionException ? failure.getCause() : failure)
                .getMessage();
    }
}
