package io.github.jettyws.security.policy;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.Ruling;
import io.github.jettyws.security.message.ShapeAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the documents say about the frames of one connection, with fixed windows that begin with it. */
final class MessagesModel {
    static final int TEXT = 10;
    static final int BINARY = 20;
    static final int FRAGMENTS = 4;
    static final int MESSAGES = 6;
    static final int BYTES = 15;
    static final int CONTROL = 2;
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final String REPLY = "slowly";

    /** How a policy is set. */
    record Settings(Mode mode, RateStep step, ShapeAction action, boolean binary) {}

    private final Settings settings;
    private long now;
    private long window;
    private long messages;
    private long bytes;
    private long control;
    private long replied = -WINDOW.toNanos();
    private long size;
    private long frames;
    private boolean over;
    private boolean refused;
    private int offences;
    private Kind kind = Kind.TEXT;
    private Ruling rest = Ruling.PASS;
    private @Nullable Reason ended;

    MessagesModel(Settings settings) {
        this.settings = settings;
    }

    void advance(long nanos) {
        now += nanos;
        if (now / WINDOW.toNanos() != window) {
            window = now / WINDOW.toNanos();
            messages = 0;
            bytes = 0;
            control = 0;
        }
    }

    Ruling data(@Nullable Kind begins, int length, boolean endsFrame) {
        if (begins != null) {
            kind = begins;
            size = 0;
            frames = 0;
            over = false;
            refused = false;
            rest = begins == Kind.TEXT ? Ruling.COLLECT : Ruling.PASS;
        }
        size += length;
        frames += endsFrame ? 1 : 0;
        if (!over && (frames > FRAGMENTS || size > (kind == Kind.TEXT ? TEXT : BINARY))) {
            over = true;
            return told(Ruling.end(frames > FRAGMENTS ? Reason.TOO_MANY_FRAGMENTS : Reason.MESSAGE_TOO_LARGE));
        }
        return refused ? told(rest) : rated(begins != null, length, true);
    }

    Ruling rated(boolean first, int length, boolean counts) {
        boolean noMessage = first && messages == MESSAGES;
        if (!noMessage && length <= BYTES - bytes) {
            messages += first ? 1 : 0;
            bytes += length;
            return first && kind == Kind.BINARY && !settings.binary ? shaped(Reason.TYPE_NOT_ALLOWED) : told(rest);
        }
        Reason reason = noMessage && length <= BYTES ? Reason.MESSAGE_RATE : Reason.BYTE_RATE;
        return switch (settings.step) {
            case DROP -> told(first ? Ruling.drop(reason, null) : Ruling.end(reason));
            case REPLY -> told(first ? Ruling.drop(reason, reply()) : Ruling.end(reason));
            case DELAY ->
                told(
                        length > BYTES
                                ? Ruling.end(reason)
                                : Ruling.hold(counts ? reason : null, (window + 1) * WINDOW.toNanos() - now));
            default -> told(Ruling.end(reason));
        };
    }

    private @Nullable String reply() {
        if (now - replied < WINDOW.toNanos()) {
            return null;
        }
        replied = now;
        return REPLY;
    }

    /** Text is looked into. */
    Ruling whole(boolean fits) {
        return fits ? Ruling.PASS : shaped(Reason.INVALID_MESSAGE);
    }

    private Ruling shaped(Reason reason) {
        return switch (settings.action) {
            case CLOSE -> told(Ruling.end(reason));
            case DROP -> told(Ruling.drop(reason, null));
            case REPLY -> told(Ruling.drop(reason, "Message refused"));
        };
    }

    Ruling inflated() {
        return told(Ruling.end(Reason.COMPRESSION_RATIO));
    }

    Ruling ping() {
        return control++ < CONTROL ? told(Ruling.PASS) : told(Ruling.end(Reason.CONTROL_RATE));
    }

    /** What has ended stays so; three messages over the rate ban the client. */
    private Ruling told(Ruling ruling) {
        if (ended != null) {
            return Ruling.end(ended);
        }
        boolean enforced = settings.mode == Mode.ENFORCE;
        boolean isOfAMessage = ruling.reason() != Reason.CONTROL_RATE && ruling.reason() != Reason.COMPRESSION_RATIO;
        if (ruling.reason() != null && isOfAMessage && ruling.outcome() != Ruling.Outcome.HOLD) {
            refused = true;
            rest = ruling.ends() ? Ruling.PASS : Ruling.DROP;
        }
        if (enforced && ruling.ends()) {
            ended = ruling.reason();
        } else if (enforced && ruling.reason() == Reason.MESSAGE_RATE && ++offences == 3) {
            ended = Reason.ADDRESS_BANNED;
        }
        return enforced || ruling.outcome() == Ruling.Outcome.COLLECT ? ruling : Ruling.PASS;
    }
}
