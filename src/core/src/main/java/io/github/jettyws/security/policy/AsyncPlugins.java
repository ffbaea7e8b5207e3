package io.github.jettyws.security.policy;

import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous checks of one policy, and what holds for all that is asked of asynchronous plugins: how long an answer
 * may take, and how many may be pending. Thread-safe.
 *
 * <p>A question is pending until the plugin has answered it, and not only until it is too late: so a plugin that is stuck
 * keeps no more handshakes in memory than that, however long it is and however many come.
 */
public final class AsyncPlugins {
    private final List<AsyncHandshakeCheck> checks;
    private final Duration timeout;
    private final int most;
    private final AtomicInteger pending = new AtomicInteger();

    /** There is no room for another question. */
    static final class Exhausted extends Exception {
        private static final long serialVersionUID = 1L;

        Exhausted(int most) {
            super(most + " questions to asynchronous plugins are pending: expected them to be answered");
        }
    }

    /**
     * Makes the rules.
     *
     * @param checks the checks, in the order they are asked
     * @param timeout how long all plugins together may take for one handshake
     * @param most how many questions may be pending, at least 1
     */
    public AsyncPlugins(List<AsyncHandshakeCheck> checks, Duration timeout, int most) {
        this.checks = List.copyOf(checks);
        this.timeout = timeout;
        this.most = most;
    }

    List<AsyncHandshakeCheck> checks() {
        return checks;
    }

    Duration timeout() {
        return timeout;
    }

    /** How many questions have not been answered, those that it is too late for included. */
    int pending() {
        return pending.get();
    }

    /**
     * Asks a plugin.
     *
     * @param question what is asked
     * @param due when it is too late: an answer that comes at that moment is
     * @return completes with the answer, or exceptionally: with {@link Exhausted}, because it is too late, or because the
     *     plugin failed; by the thread that answers, or by that of the deadlines
     */
    <T> CompletableFuture<T> ask(Callable<CompletionStage<T>> question, Lifetimes lifetimes, Instant due) {
        if (pending.incrementAndGet() > most) {
            pending.decrementAndGet();
            return CompletableFuture.failedFuture(new Exhausted(most));
        }
        AtomicBoolean isPending = new AtomicBoolean(true);
        Pending<T> asked = new Pending<>(new CompletableFuture<>(), timeout, () -> {
            // A stage of somebody else's making may tell twice.
            if (isPending.getAndSet(false)) {
                pending.decrementAndGet();
            }
        });
        Deadline deadline = lifetimes.deadlines().add(due, asked::expire);
        CompletableFuture<T> answer = asked.answer()
                .whenComplete((value, failure) -> lifetimes.deadlines().remove(deadline));
        try {
            CompletionStage<T> stage = Objects.requireNonNull(question.call(), "no stage");
            CompletionStage<?> unused = stage.whenComplete((value, failure) ->
                    asked.complete(value, failure, !lifetimes.clock().instant().isBefore(due)));
        } catch (Throwable failure) {
            asked.complete(null, failure, false);
        }
        return answer;
    }

    /** A question that is being asked: all that the plugin's stage knows of the handshake. */
    private record Pending<T>(CompletableFuture<T> answer, Duration timeout, Runnable end) {
        void complete(@Nullable T value, @Nullable Throwable failure, boolean isLate) {
            end.run();
            if (isLate) {
                expire();
            } else if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (value == null) {
                answer.completeExceptionally(new NullPointerException("no answer"));
            } else {
                answer.complete(value);
            }
        }

        void expire() {
            answer.completeExceptionally(new TimeoutException("no answer within " + timeout.toMillis() + "ms"));
        }
    }
}
