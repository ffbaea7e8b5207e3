package io.github.jettyws.security.message;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateDecision;
import io.github.jettyws.security.limit.RateMeter;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the messages of one connection, piece by piece as they come and before anything is assembled: first the
 * number of fragments and the size, then the rate. Pieces are counted after inflation.
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
    private long fragments;
    private boolean refused;
    private boolean collects;

    /**
     * Guards a connection.
     *
     * @param limits how large a message may be, and how many fragments it may have
     * @param rate how many there may be, and how many bytes
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
     * @param endsFrame whether a frame ends with it
     * @param whole whether the message has to be collected, to be ruled on as a whole
     * @return what becomes of it
     */
    public Ruling begin(Kind kind, int bytes, boolean endsFrame, boolean whole) {
        maximum = kind == Kind.TEXT ? limits.maxTextMessageSize() : limits.maxBinaryMessageSize();
        size = 0;
        fragments = 0;
        refused = false;
        collects = whole;
        @Nullable Reason tooMuch = count(bytes, endsFrame);
        if (tooMuch != null) {
            return Ruling.end(tooMuch);
        }
        return ruling(rate.acquire(bytes));
    }

    /**
     * Decides about a further piece of the message that was begun.
     *
     * @param bytes the length of the piece
     * @param endsFrame whether a frame ends with it
     * @return what becomes of it; a message is too large only once
     */
    public Ruling proceed(int bytes, boolean endsFrame) {
        @Nullable Reason tooMuch = count(bytes, endsFrame);
        if (tooMuch != null) {
            return Ruling.end(tooMuch);
        }
        // What is over a limit already takes nothing more, and is told of once.
        return refused ? onward() : ruling(rate.acquireMore(bytes));
    }

    private Ruling ruling(long decision) {
        if (RateDecision.isAllowed(decision)) {
            return onward();
        }
        refuse();
        return Ruling.end(
                switch (RateDecision.limit(decision)) {
                    case MESSAGES -> Reason.MESSAGE_RATE;
                    case BYTES -> Reason.BYTE_RATE;
                    case TOTAL -> Reason.TOTAL_RATE;
                });
    }

    private Ruling onward() {
        return collects ? Ruling.COLLECT : Ruling.PASS;
    }

    private @Nullable Reason count(int bytes, boolean endsFrame) {
        size += bytes;
        if (endsFrame) {
            fragments++;
        }
        if (refused) {
            return null;
        }
        if (fragments > limits.maxFragments()) {
            refuse();
            return Reason.TOO_MANY_FRAGMENTS;
        }
        if (size > maximum) {
            refuse();
            return Reason.MESSAGE_TOO_LARGE;
        }
        return null;
    }

    /** In mode {@code report} it passes from here on, and nothing more of it is kept. */
    private void refuse() {
        refused = true;
        collects = false;
    }
}
