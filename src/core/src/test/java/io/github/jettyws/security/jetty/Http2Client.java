package io.github.jettyws.security.jetty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** One connection of HTTP/2 to a server on this machine, by prior knowledge. */
final class Http2Client implements AutoCloseable {
    private final HTTP2Client client = new HTTP2Client();
    private final Session session;

    Http2Client(int port) throws Exception {
        client.start();
        session = client.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Session.Listener() {})
                .get(10, TimeUnit.SECONDS);
    }

    /** Sends a request, and gives the status of the answer, or how the stream ended without one; the stream is ended. */
    String request(MetaData.Request request, boolean last) throws Exception {
        Answer answer = new Answer();
        Stream stream = open(request, last, answer);
        String outcome = answer.outcome.get(10, TimeUnit.SECONDS);
        if (!stream.isClosed()) {
            reset(stream);
        }
        return outcome;
    }

    /** Sends a request that is expected to be answered with 200, and leaves its stream open. */
    Stream tunnel(MetaData.Request request) throws Exception {
        Answer answer = new Answer();
        Stream stream = open(request, false, answer);
        String outcome = answer.outcome.get(10, TimeUnit.SECONDS);
        if (!outcome.equals("200")) {
            throw new AssertionError(outcome);
        }
        return stream;
    }

    /** Sends a request, whose answer nobody waits for. */
    Stream ask(MetaData.Request request) throws Exception {
        return open(request, false, new Answer());
    }

    private Stream open(MetaData.Request request, boolean last, Answer answer) throws Exception {
        return session.newStream(new HeadersFrame(request, null, last), answer).get(10, TimeUnit.SECONDS);
    }

    static void reset(Stream stream) {
        stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
    }

    @Override
    public void close() {
        LifeCycle.stop(client);
    }

    private static final class Answer implements Stream.Listener {
        final CompletableFuture<String> outcome = new CompletableFuture<>();

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            if (frame.getMetaData() instanceof MetaData.Response response) {
                outcome.complete(Integer.toString(response.getStatus()));
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            outcome.complete("reset " + frame.getError());
            callback.succeeded();
        }

        @Override
        public void onFailure(Stream stream, int error, String reason, Throwable failure, Callback callback) {
            outcome.completeExceptionally(failure);
            callback.succeeded();
        }
    }
}
