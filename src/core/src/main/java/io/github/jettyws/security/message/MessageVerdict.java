package io.github.jettyws.security.message;

import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;

/**
 * What a check says of one message. Immutable.
 *
 * @param reason why it may not pass, empty if it may
 * @param pointer where it failed, as a JSON pointer (RFC 6901), where that is known. It has names of the message in it: the
 *     client may see it, a log only escaped
 * @param detail what the operator is told beyond the reason, at level {@code DEBUG}, empty where there is nothing to tell.
 *     It never reaches the client; whoever logs it escapes it
 * @param failure what was thrown, where it may not pass because of that
 */
public record MessageVerdict(
        Optional<Reason> reason, Optional<String> pointer, Optional<String> detail, Optional<Throwable> failure) {
    /** Nothing speaks against it. */
    public static final MessageVerdict PASS =
            new MessageVerdict(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Refuses a message that a check of an operator does not like.
     *
     * @param detail what the operator is told
     * @return the verdict, with {@link Reason#INVALID_MESSAGE}
     */
    public static MessageVerdict refuse(String detail) {
        return refuse(Reason.INVALID_MESSAGE, detail);
    }

    /**
     * Refuses.
     *
     * @param reason what the operator is told; the client sees its close code
     * @param detail what the operator is told beyond that
     * @return the verdict
     */
    public static MessageVerdict refuse(Reason reason, String detail) {
        return new MessageVerdict(Optional.of(reason), Optional.empty(), Optional.of(detail), Optional.empty());
    }

    /** Refuses what fails at a place. */
    static MessageVerdict refuseAt(Reason reason, String pointer) {
        return new MessageVerdict(Optional.of(reason), Optional.of(pointer), Optional.empty(), Optional.empty());
    }

    /** Refuses as a whole. */
    static MessageVerdict refuse(Reason reason) {
        return new MessageVerdict(Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Refuses because a check failed. */
    static MessageVerdict failed(Throwable failure) {
        return new MessageVerdict(
                Optional.of(Reason.GUARD_FAILURE), Optional.empty(), Optional.empty(), Optional.of(failure));
    }

    /**
     * Tells whether the message may pass.
     *
     * @return whether nothing speaks against it
     */
    public boolean passes() {
        return reason.isEmpty();
    }

    /**
     * Gives what the client is told where {@code ws-security.message.action} is {@code reply}.
     *
     * @return where it failed, and nothing more
     */
    public String reply() {
        return pointer.filter(place -> !place.isEmpty())
                .map(place -> "Message refused at " + place)
                .orElse("Message refused");
    }
}
