package io.github.jettyws.security.message;

import io.github.jettyws.security.handshake.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a piece of a message, or of a whole one. Immutable.
 *
 * @param outcome what is done with it
 * @param reason why, {@code null} where there is nothing to tell: what follows from an earlier ruling is told once
 * @param nanos for {@link Outcome#HOLD}, how many nanoseconds later it is asked again; otherwise 0
 * @param reply for {@link Outcome#DROP}, what the client is told, {@code null} for nothing
 * @param closeCode for {@link Outcome#END} and {@link Outcome#BAN}, what the connection is closed with (RFC 6455, section
 *     7.4); otherwise 0
 */
public record Ruling(
        Outcome outcome,
        @Nullable Reason reason,
        long nanos,
        @Nullable String reply,
        int closeCode) {
    /** The application gets it. */
    public static final Ruling PASS = new Ruling(Outcome.PASS, null, 0, null, 0);

    /** It is kept until the message is whole. */
    public static final Ruling COLLECT = new Ruling(Outcome.COLLECT, null, 0, null, 0);

    /** It is of a message that was dropped. */
    public static final Ruling DROP = new Ruling(Outcome.DROP, null, 0, null, 0);

    /** What is done. */
    public enum Outcome {
        /** The application gets it, and what was collected before it. */
        PASS,
        /** It is kept: the message is ruled on when it is whole. */
        COLLECT,
        /** It waits, and nothing else is read from the connection meanwhile; then it is asked about again. */
        HOLD,
        /** The application does not get it, nor the rest of its message. */
        DROP,
        /** The connection ends. */
        END,
        /** The connection ends, and its client address is banned. */
        BAN
    }

    /**
     * Ends the connection.
     *
     * @param reason why
     * @return the ruling, with the close code of the reason
     */
    public static Ruling end(Reason reason) {
        return new Ruling(Outcome.END, reason, 0, null, reason.closeCode());
    }

    /**
     * Drops a message.
     *
     * @param reason why
     * @param reply what the client is told, {@code null} for nothing
     * @return the ruling
     */
    public static Ruling drop(Reason reason, @Nullable String reply) {
        return new Ruling(Outcome.DROP, reason, 0, reply, 0);
    }

    /**
     * Takes a message that was meant for the guard.
     *
     * @param reply what the client is told
     * @return the ruling
     */
    public static Ruling answer(String reply) {
        return new Ruling(Outcome.DROP, null, 0, reply, 0);
    }

    /**
     * Lets a piece wait.
     *
     * @param reason why, {@code null} if that has been told
     * @param nanos how long, at least 1
     * @return the ruling
     */
    public static Ruling hold(@Nullable Reason reason, long nanos) {
        return new Ruling(Outcome.HOLD, reason, nanos, null, 0);
    }

    /**
     * Tells whether the application gets it.
     *
     * @return whether it does, at once
     */
    public boolean passes() {
        return outcome == Outcome.PASS;
    }

    /**
     * Tells whether the connection ends.
     *
     * @return whether it does
     */
    public boolean ends() {
        return outcome == Outcome.END || outcome == Outcome.BAN;
    }
}
