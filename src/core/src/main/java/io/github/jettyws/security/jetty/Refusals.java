package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Reason;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.exception.CloseException;

/** Says no: with a short, plain body, or with a close frame. Neither tells the client more than the status or the code. */
final class Refusals {
    private Refusals() {}

    /** Answers an upgrade request, and completes its callback. No error page of any application is asked. */
    static void answer(Response response, Callback callback, Reason reason) {
        response.setStatus(reason.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String body = HttpStatus.getMessage(reason.status()) + "\n";
        response.write(true, BufferUtil.toBuffer(body, StandardCharsets.US_ASCII), callback);
    }

    /** Makes what Jetty turns into a close frame, and hands to the error handler of the endpoint. */
    static CloseException close(Reason reason) {
        String phrase = switch (reason.closeCode()) {
            case 1009 -> "Message too big";
            case 1011 -> "Internal error";
            default -> "Policy violation";
        };
        return new CloseException(reason.closeCode(), phrase);
    }
}
