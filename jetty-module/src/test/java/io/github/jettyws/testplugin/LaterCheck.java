package io.github.jettyws.testplugin;

import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A check as somebody else would write it, which asks another service: the path says how that goes. */
public class LaterCheck implements AsyncHandshakeCheck {
    private final Executor soon = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    @Override
    public CompletionStage<Verdict> check(Handshake handshake) {
        String path = handshake.path();
        if (path.contains("/later-never/")) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.supplyAsync(() -> answer(path), soon);
    }

    private static Verdict answer(String path) {
        if (path.contains("/later-failing/")) {
            throw new IllegalStateException("an error in another service");
        }
        return path.contains("/later-no/") ? Verdict.refuse(Reason.FORBIDDEN) : Verdict.PROCEED;
    }
}
