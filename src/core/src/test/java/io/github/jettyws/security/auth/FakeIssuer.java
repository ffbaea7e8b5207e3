package io.github.jettyws.security.auth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Answers when a test says so. */
public final class FakeIssuer implements JwksSource {
    static final JwksAnswer NOT_MODIFIED = new JwksAnswer(304, new byte[0], null, null);

    private final List<CompletableFuture<JwksAnswer>> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable String etag;
    private volatile boolean closed;

    @Override
    public CompletableFuture<JwksAnswer> fetch(@Nullable String sent) {
        etag = sent;
        CompletableFuture<JwksAnswer> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    /** How often it was asked. */
    public int asked() {
        return asked.size();
    }

    /** What it was asked with last. */
    @Nullable
    String etag() {
        return etag;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Answers what it was asked last. */
    public void answer(JwksAnswer answer) {
        asked.get(asked.size() - 1).complete(answer);
    }

    public void fail(Throwable failure) {
        asked.get(asked.size() - 1).completeExceptionally(failure);
    }

    /** The key of RFC 7515, appendix A.3, under some names. */
    public static String set(String... kids) {
        return "{\"keys\":["
                + String.join(
                        ",",
                        List.of(kids).stream()
                                .map(kid -> TestTokens.EC.replace("{", "{\"kid\":\"" + kid + "\","))
                                .toList())
                + "]}";
    }

    public static JwksAnswer ok(String body) {
        return new JwksAnswer(200, TestTokens.bytes(body), null, null);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "https://issuer.example.com/keys";
    }
}
