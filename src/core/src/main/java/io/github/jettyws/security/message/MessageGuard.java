package io.github.jettyws.security.message;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateMeter;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the messages of one connection, piece by piece as they come and before anything is assembled: first the
 * size, then the rate. Pieces are counted after inflation.
 *
 * <p>Not thread-safe: the pieces of one connection come one after the other.
 */
public final class MessageGuard {
    /** The two kinds of messages (RFC 6455, section 5.6). */
    public enum Kind {
        /** UTF-8 text. */
        TEXT,
        /** Bytes. */
        BINARY
    }

    private final MessageLimits limits;
    private final RateMeter rate;
    private long maximum;
    private long size;

    /**
     * Guards a connection.
     *
     * @param limits how large a message may be
     * @param rate how many there may be
     */
    public MessageGuard(MessageLimits limits, RateMeter rate) {
        this.limits = limits;
        this.rate = rate;
    }

    /**
     * Decides about the first piece of a message.
     *
     * @param kind what it is
     * @param bytes the length of the piece
     * @return why the message may not pass, {@code null} if it may
     */
    public @Nullable Reason begin(Kind kind, int bytes) {
        maximum = kind == Kind.TEXT ? limits.maxTextMessageSize() : limits.maxBinaryMessageSize();
        size = 0;
        Reason tooLarge = proceed(bytes);
        return tooLarge != null || rate.tryAcquire() ? tooLarge : Reason.MESSAGE_RATE;
    }

    /**
     * Decides about a further piece of the message that was begun.
     *
     * @param bytes the length of the piece
     * @return why the message may not go on, {@code null} if it may; a message is too large only once
     */
    public @Nullable Reason proceed(int bytes) {
        boolean fitted = size <= maximum;
        size += bytes;
        return fitted && size > maximum ? Reason.MESSAGE_TOO_LARGE : null;
    }
}
