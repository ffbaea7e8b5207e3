package io.github.jettyws.security.policy;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of asynchronous plugins about one handshake: first the checks, then the schemes, one after the other, until
 * one of them refuses or none is left. One step at a time, each on the thread that the executor gives it.
 */
final class AsyncQuestions {
    private final Guard guard;
    private final AsyncPlugins plugins;
    private final Handshake handshake;
    private final Authentication authentication;
    private final Executor executor;
    private final BooleanSupplier hasEnded;
    private final Instant due;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

    AsyncQuestions(
            Guard guard,
            AsyncPlugins plugins,
            Handshake handshake,
            Authentication authentication,
            Executor executor,
            BooleanSupplier hasEnded) {
        this.guard = guard;
        this.plugins = plugins;
        this.handshake = handshake;
        this.authentication = authentication;
        this.executor = executor;
        this.hasEnded = hasEnded;
        this.due = guard.lifetimes().clock().instant().plus(plugins.timeout());
    }

    /** Asks; completes exceptionally where the request has ended meanwhile, or the executor takes no more. */
    CompletableFuture<Verdict> ask(List<AsyncHandshakeCheck> checks) {
        next(Verdict.PROCEED, checks.iterator());
        return verdict;
    }

    private void next(Verdict last, Iterator<AsyncHandshakeCheck> checks) {
        if (hasEnded.getAsBoolean()) {
            verdict.cancel(false);
        } else if (last instanceof Verdict.Refusal) {
            verdict.complete(last);
        } else if (checks.hasNext()) {
            AsyncHandshakeCheck check = checks.next();
            ask(check, () -> check.check(handshake), answer -> answer, checks);
        } else {
            AsyncAuthenticator scheme = authentication.question();
            if (scheme == null) {
                verdict.complete(Verdict.PROCEED);
            } else {
                ask(scheme, () -> scheme.prove(handshake), proof -> authentication.answer(scheme, proof), checks);
            }
        }
    }

    /** What is answered at once needs no other thread; that cannot go deeper than there are plugins. */
    private <T> void ask(
            Object plugin,
            Callable<CompletionStage<T>> question,
            Function<T, Verdict> judge,
            Iterator<AsyncHandshakeCheck> checks) {
        CompletableFuture<T> answer = plugins.ask(question, guard.lifetimes(), due);
        CompletableFuture<?> unused = answer.handleAsync(
                        (value, failure) -> {
                            next(judge(plugin.getClass().getName(), value, failure, judge), checks);
                            return value;
                        },
                        answer.isDone() ? Runnable::run : executor)
                .whenComplete((value, failure) -> {
                    if (failure != null) {
                        verdict.completeExceptionally(failure);
                    }
                });
    }

    private <T> Verdict judge(
            String place, @Nullable T value, @Nullable Throwable failure, Function<T, Verdict> judge) {
        try {
            if (failure != null) {
                throw failure;
            }
            return judge.apply(Objects.requireNonNull(value));
        } catch (AsyncPlugins.Exhausted full) {
            guard.failed(place, full);
            return Verdict.refuse(Reason.GUARD_FAILURE, Reason.GUARD_FAILURE.status(), plugins.timeout());
        } catch (Throwable failed) {
            Throwable cause = failed.getCause();
            guard.failed(place, failed instanceof CompletionException && cause != null ? cause : failed);
            return Verdict.refuse(Reason.GUARD_FAILURE);
        }
    }
}
