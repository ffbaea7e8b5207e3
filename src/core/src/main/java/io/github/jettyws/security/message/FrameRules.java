package io.github.jettyws.security.message;

import io.github.jettyws.security.message.MessageGuard.Kind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about the frames of one connection, in the order they come. Nothing is thrown. Not thread-safe, but for
 * {@link #later}: frames come one after the other.
 */
public interface FrameRules {
    /**
     * Tells the length of a data frame on the wire, before it is ruled on. Where Jetty's parser does not refuse large frames,
     * in mode {@code report}, it hands them over in pieces: one that is too long is a frame that is, and the others cannot
     * be told from frames.
     *
     * @param bytes the length of its payload
     */
    void onLength(int bytes);

    /**
     * Rules on a piece of a message, after inflation.
     *
     * @param begins what begins with it, {@code null} if it goes on with what was begun
     * @param payload the piece, not to be changed
     * @param endsFrame whether the piece is the last one of a frame; a large frame may come in several
     * @param endsMessage whether it is the last one of its message
     * @return what becomes of it
     */
    Ruling onData(@Nullable Kind begins, ByteBuffer payload, boolean endsFrame, boolean endsMessage);

    /**
     * Rules on a piece that passed, when more has come of its message by inflation than the wire accounts for.
     *
     * @return what becomes of it
     */
    Ruling onInflated();

    /**
     * Rules again on the piece that was held, after its wait.
     *
     * @return what becomes of it
     */
    Ruling onHeld();

    /**
     * Rules on the message whose pieces were collected.
     *
     * @param message the payload of all of them, read-only
     * @return what becomes of it; not collected, nor held
     */
    Ruling onMessage(ByteBuffer message);

    /**
     * Rules on a ping or a pong.
     *
     * @return whether it passes or ends the connection
     */
    Ruling onControl();

    /**
     * Calls something after a while, on a thread that must not be blocked.
     *
     * @param nanos how many nanoseconds
     * @param action what is called
     */
    void later(long nanos, Runnable action);
}
