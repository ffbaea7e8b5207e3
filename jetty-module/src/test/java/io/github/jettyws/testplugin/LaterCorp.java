package io.github.jettyws.testplugin;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.handshake.Handshake;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A scheme as somebody else would write it, which asks another service: whoever is called never is never answered. */
public class LaterCorp implements AsyncAuthenticator {
    @Override
    public String scheme() {
        return "later-corp";
    }

    @Override
    public Set<String> headers() {
        return Set.of("X-Later-Corp");
    }

    @Override
    public CompletionStage<Proof> prove(Handshake handshake) {
        List<String> sent = handshake.headers().values("X-Later-Corp");
        if (sent.isEmpty()) {
            return CompletableFuture.completedFuture(Proof.ABSENT);
        }
        return sent.equals(List.of("never"))
                ? new CompletableFuture<>()
                : CompletableFuture.supplyAsync(() -> sent.equals(List.of("a secret"))
                        ? new Proof.Proved(Identity.of("tom", scheme()))
                        : new Proof.Rejected("unknown"));
    }
}
