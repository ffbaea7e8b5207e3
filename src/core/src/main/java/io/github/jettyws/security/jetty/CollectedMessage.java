package io.github.jettyws.security.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.IncomingFrames;
import org.eclipse.jetty.websocket.core.util.DemandChain;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message, kept until it is ruled on; then the endpoint gets them one by one as it asks, in the
 * fragments they came in. They are copied, so that Jetty can use its buffers again; how large a message may become is for
 * the rules to say. Frames come one after the other; demand and the end may come from any thread.
 */
final class CollectedMessage {
    private final IncomingFrames endpoint;
    private final DemandChain wire;
    private final Executor executor;
    private final Callback delivered;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private volatile boolean releasing;
    private boolean demanded;
    private boolean delivering;
    private boolean ended;

    /**
     * Begins with nothing.
     *
     * @param endpoint gets the frames
     * @param wire is asked for a frame when there are none
     * @param executor calls the endpoint where it asks from outside: whoever asks is no thread for that, and may hold locks
     * @param failed is told what the endpoint fails with
     */
    CollectedMessage(IncomingFrames endpoint, DemandChain wire, Executor executor, Consumer<Throwable> failed) {
        this.endpoint = endpoint;
        this.wire = wire;
        this.executor = executor;
        this.delivered = Callback.from(() -> {}, failed);
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /**
     * Keeps a frame, and gives the original back. On the heap: Jetty reads into direct buffers, and its own copy of one is
     * direct, too, which is slow to make for a fragment of a few bytes, and is outside of what {@code -Xmx} bounds.
     */
    void add(Frame frame, Callback callback) {
        frames.add(Frame.copyWithoutPayload(frame).setPayload(BufferUtil.toArray(frame.getPayload())));
        callback.succeeded();
    }

    /** Gives the payload of all of them. */
    ByteBuffer whole() {
        if (frames.size() == 1) {
            return frames.element().getPayload().asReadOnlyBuffer();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(BufferUtil.toArray(frame.getPayload()));
        }
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }

    void clear() {
        frames.clear();
    }

    /** Hands the first frame to the endpoint, which has asked for one; the others follow as it asks for them. */
    void release() {
        synchronized (this) {
            releasing = true;
            demanded = true;
            delivering = true;
        }
        deliver();
    }

    /** The endpoint gets nothing more, as it would get nothing more from Jetty. */
    synchronized void end() {
        ended = true;
    }

    /** The endpoint asks for a frame: one of these, or the next one of the client. */
    void demand() {
        if (!releasing) {
            wire.demand();
            return;
        }
        synchronized (this) {
            demanded = true;
            if (delivering) {
                // Whoever delivers looks again: a message of many fragments does not pile up on the stack.
                return;
            }
            delivering = true;
        }
        if (frames.isEmpty()) {
            deliver();
        } else {
            executor.execute(this::deliver);
        }
    }

    private void deliver() {
        for (Frame next = next(); next != null; next = next()) {
            deliver(next);
        }
    }

    private void deliver(Frame frame) {
        try {
            endpoint.onFrame(frame, delivered);
        } catch (Throwable failure) {
            delivered.failed(failure);
        }
    }

    /** Gives what is to be delivered now, {@code null} if nothing is: the last one that is asked for comes from the wire. */
    private @Nullable Frame next() {
        synchronized (this) {
            if (!demanded || ended) {
                delivering = false;
                return null;
            }
            demanded = false;
            Frame next = frames.poll();
            if (next != null) {
                return next;
            }
            delivering = false;
            releasing = false;
        }
        wire.demand();
        return null;
    }
}
