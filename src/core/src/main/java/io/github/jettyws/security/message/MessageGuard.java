package io.github.jettyws.security.message;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.handshake.LogText;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.MessageLimits;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about the messages of one connection, piece by piece as they come: first the number of fragments and the size,
 * then the rate, then what they are. Pieces are counted after inflation, and before anything is assembled.
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

    private static final Logger LOG = LoggerFactory.getLogger(MessageGuard.class);

    private final MessageLimits limits;
    private final RateGuard rate;
    private final ShapeRules shapes;
    private final boolean wholeText;
    private final boolean wholeBinary;
    private Kind kind = Kind.TEXT;
    private long maximum;
    private long size;
    private long fragments;

    /** Whether it may be one for the guard, which the types are not for: it is asked for its type when it is whole. */
    private boolean maybeForGuard;

    /** What becomes of the pieces of this message that nothing else is said about. */
    private Ruling onward = Ruling.PASS;

    /** Whether it was told already why the message may not pass. */
    private boolean refused;

    /** Whether it was the first piece that is held. */
    private boolean heldFirst;

    /**
     * Guards a connection.
     *
     * @param limits how large a message may be, and how many fragments it may have
     * @param rate how many there may be, and how many bytes
     * @param shapes what they may be
     */
    public MessageGuard(MessageLimits limits, RateGuard rate, ShapeRules shapes) {
        this.limits = limits;
        this.rate = rate;
        this.shapes = shapes;
        this.wholeText = shapes.needsWholeMessage(Kind.TEXT);
        this.wholeBinary = shapes.needsWholeMessage(Kind.BINARY);
    }

    /**
     * Decides about the first piece of a message.
     *
     * @param begins what it is
     * @param bytes the length of the piece
     * @param endsFrame whether a frame ends with it
     * @param forGuard whether the message may be one for the guard, and has to be collected for that
     * @return what becomes of it
     */
    public Ruling begin(Kind begins, int bytes, boolean endsFrame, boolean forGuard) {
        kind = begins;
        boolean text = begins == Kind.TEXT;
        maximum = text ? limits.maxTextMessageSize() : limits.maxBinaryMessageSize();
        onward = forGuard || (text ? wholeText : wholeBinary) ? Ruling.COLLECT : Ruling.PASS;
        maybeForGuard = forGuard;
        size = 0;
        fragments = 0;
        refused = false;
        @Nullable Reason tooMuch = count(bytes, endsFrame);
        return tooMuch == null ? first(rate.begin(bytes)) : note(Ruling.end(tooMuch));
    }

    private Ruling first(Ruling rated) {
        heldFirst = true;
        if (!rated.passes()) {
            return note(rated);
        }
        @Nullable Reason notAllowed = maybeForGuard ? null : shapes.begin(kind);
        return notAllowed == null ? onward : note(shaped(MessageVerdict.refuse(notAllowed)));
    }

    /**
     * Decides about a further piece of the message that was begun.
     *
     * @param bytes the length of the piece
     * @param endsFrame whether a frame ends with it
     * @return what becomes of it; a message is refused only once
     */
    public Ruling proceed(int bytes, boolean endsFrame) {
        @Nullable Reason tooMuch = count(bytes, endsFrame);
        if (tooMuch != null) {
            return note(Ruling.end(tooMuch));
        }
        // What is refused already takes nothing more.
        return refused ? onward : further(rate.proceed(bytes));
    }

    private Ruling further(Ruling rated) {
        heldFirst = false;
        return rated.passes() ? onward : note(rated);
    }

    /**
     * Decides again about the piece that was held.
     *
     * @return what becomes of it
     */
    public Ruling again() {
        return heldFirst ? first(rate.again()) : further(rate.again());
    }

    /**
     * Decides about the message that was collected.
     *
     * @param message all of it, read-only
     * @param identity who sent it
     * @return what becomes of it: it passes, is dropped, or ends the connection
     * @throws MessageCheckException if a check failed
     */
    public Ruling whole(ByteBuffer message, Optional<Identity> identity) {
        ShapeRuling ruling = shapes.check(kind, message, identity);
        MessageVerdict verdict = ruling.verdict();
        if (verdict.failure().isPresent()) {
            throw new MessageCheckException(verdict.failure().get());
        }
        return verdict.passes() ? ruling.event().map(rate::event).orElse(Ruling.PASS) : shaped(verdict);
    }

    private Ruling shaped(MessageVerdict verdict) {
        if (LOG.isDebugEnabled()) {
            // Some of it is the client's: names of JSON, whatever a check quotes.
            LOG.debug(
                    "{} at {}: {}",
                    verdict.reason().map(Reason::name).orElse("-"),
                    verdict.pointer().map(LogText::quote).orElse("-"),
                    verdict.detail().map(LogText::quote).orElse("-"));
        }
        Reason reason = verdict.reason().orElse(Reason.GUARD_FAILURE);
        return switch (shapes.action()) {
            case CLOSE -> Ruling.end(reason);
            case DROP -> Ruling.drop(reason, null);
            case REPLY -> Ruling.drop(reason, verdict.reply());
        };
    }

    /** In mode {@code report} what was refused passes from here on, and nothing more of it is kept. */
    private Ruling note(Ruling ruling) {
        if (ruling.outcome() != Ruling.Outcome.HOLD) {
            refused = true;
            onward = ruling.outcome() == Ruling.Outcome.DROP ? Ruling.DROP : Ruling.PASS;
        }
        return ruling;
    }

    private @Nullable Reason count(int bytes, boolean endsFrame) {
        boolean fitted = size <= maximum && fragments <= limits.maxFragments();
        size += bytes;
        if (endsFrame) {
            fragments++;
        }
        if (!fitted) {
            return null;
        }
        if (fragments > limits.maxFragments()) {
            return Reason.TOO_MANY_FRAGMENTS;
        }
        return size > maximum ? Reason.MESSAGE_TOO_LARGE : null;
    }
}
