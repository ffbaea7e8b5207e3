package io.github.jettyws.security.jetty;

import java.nio.channels.ClosedChannelException;

/**
 * Why a frame is not sent to a client that does not read. It has no stack trace: an application may go on sending for
 * some time, and would spend it on those.
 */
final class RefusedFrameException extends ClosedChannelException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
        return "the client does not read";
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
