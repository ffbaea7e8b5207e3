package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.GrammarCheck;
import io.github.jettyws.security.handshake.PostCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/** Says no: with a short, plain body, or with a close frame. Neither tells the client more than the status or the code. */
final class Refusals {
    private Refusals() {}

    /** Answers an upgrade request, and completes its callback. No error page of any application is asked. */
    static void answer(Response response, Callback callback, Verdict.Refusal refusal) {
        Reason reason = refusal.reason();
        response.setStatus(refusal.status());
        refusal.retryAfter().ifPresent(wait -> response.getHeaders().put(retryAfter(wait)));
        refusal.challenge().ifPresent(challenge -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, challenge));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (reason == Reason.METHOD_NOT_ALLOWED) {
            // RFC 9110, section 15.5.6: the client is told which one is.
            response.getHeaders().put(HttpHeader.ALLOW, PostCheck.METHOD);
        }
        if (reason == Reason.UNSUPPORTED_VERSION) {
            // RFC 6455, section 4.4: the client is told which one is spoken.
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, GrammarCheck.VERSION);
        }
        boolean http1 =
                response.getRequest().getConnectionMetaData().getHttpVersion().getVersion()
                        < HttpVersion.HTTP_2.getVersion();
        if (reason == Reason.MALFORMED_HANDSHAKE && http1) {
            // Whoever means something else by this request may mean something else by its end, too.
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        String body = HttpStatus.getMessage(refusal.status()) + "\n";
        response.write(true, BufferUtil.toBuffer(body, StandardCharsets.US_ASCII), callback);
    }

    /** Whole seconds (RFC 9110, section 10.2.3), never too few: whoever waits as long as that is told the truth. */
    static HttpField retryAfter(Duration wait) {
        long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return new HttpField(HttpHeader.RETRY_AFTER, Long.toString(seconds));
    }

    /** Closes a session from outside. */
    static CompletableFuture<?> close(CoreSession session, int code) {
        Callback.Completable sent = new Callback.Completable();
        session.close(code, phrase(code), sent);
        return sent.exceptionally(failure -> null);
    }

    /** Tells Jetty what an endpoint has failed with, where no callback of Jetty's is left to tell it by. */
    static void fail(CoreSession session, Throwable failure) {
        if (session instanceof WebSocketCoreSession core) {
            core.processHandlerError(failure, Callback.NOOP);
        } else if (session instanceof SessionWrapper wrapper) {
            fail(wrapper.wrapped(), failure);
        } else {
            session.abort();
        }
    }

    private static String phrase(int code) {
        return switch (code) {
            case 1001 -> "Going away";
            case 1003 -> "Unsupported data";
            case 1007 -> "Invalid payload";
            case 1013 -> "Try again later";
            case 1009 -> "Message too big";
            case 1011 -> "Internal error";
            default -> "Policy violation";
        };
    }
}
