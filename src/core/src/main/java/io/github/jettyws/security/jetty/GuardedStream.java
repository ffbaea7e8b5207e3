package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an upgrade request that has passed the gate. It is the last to know how the request ends: upgraded, which
 * Jetty does as the stream succeeds, or in any other way. It also adds what a refusal says that somebody else answers.
 */
final class GuardedStream extends HttpStream.Wrapper {
    private final GuardedRequest request;

    GuardedStream(HttpStream stream, GuardedRequest request) {
        super(stream);
        this.request = request;
    }

    @Override
    public void send(
            MetaData.Request metaData,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        super.send(metaData, response == null ? null : complete(response), last, content, callback);
    }

    private MetaData.Response complete(MetaData.Response response) {
        Optional<Verdict.Refusal> refused =
                request.refused().filter(refusal -> refusal.status() == response.getStatus());
        return refused.map(refusal -> new MetaData.Response(
                        response.getStatus(),
                        response.getReason(),
                        response.getHttpVersion(),
                        complete(HttpFields.build(response.getHttpFields()), refusal),
                        response.getContentLength(),
                        response.getTrailersSupplier()))
                .orElse(response);
    }

    private static HttpFields complete(HttpFields.Mutable headers, Verdict.Refusal refusal) {
        refusal.retryAfter().ifPresent(wait -> headers.put(Refusals.retryAfter(wait)));
        refusal.challenge().ifPresent(challenge -> headers.put(HttpHeader.WWW_AUTHENTICATE, challenge));
        return headers;
    }

    @Override
    public void succeeded() {
        try {
            super.succeeded();
        } finally {
            request.end();
        }
    }

    @Override
    public void failed(Throwable failure) {
        try {
            super.failed(failure);
        } finally {
            request.end();
        }
    }
}
