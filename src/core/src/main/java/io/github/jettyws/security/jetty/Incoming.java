package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.Inflation;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.Ruling;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.IncomingFrames;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.util.DemandChain;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection on their way to the endpoint. Jetty hands over one frame for each demand, and the endpoint
 * asks for the next one when it has done with the last. So a frame that it does not get is asked for again here, one that
 * waits keeps the rest of what the client sends in the network, and nothing queues.
 *
 * <p>Frames come one after the other; demand may come from any thread.
 */
final class Incoming {
    /** What Jetty inflates into at once. */
    private static final int INFLATE_BUFFER = 8 * 1024;

    private final FrameRules rules;
    private final CoreSession session;
    private final IncomingFrames endpoint;
    private final DemandChain wire;
    private final @Nullable Replies replies;
    private final Executor executor;
    private final Inflation inflation;
    private final CollectedMessage collected;
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private volatile boolean ended;

    /**
     * Begins with a connection.
     *
     * @param rules decide
     * @param session is closed where they say so
     * @param endpoint gets what passes
     * @param wire is asked for the next frame
     * @param inflation has noted what came over the wire
     * @param replies answers the client, {@code null} where the rules never do
     * @param executor runs what had to wait, as Jetty runs the endpoint: on a thread of its own, in the context of the
     *     application
     */
    Incoming(
            FrameRules rules,
            CoreSession session,
            IncomingFrames endpoint,
            DemandChain wire,
            Inflation inflation,
            @Nullable Replies replies,
            Executor executor) {
        this.rules = rules;
        this.session = session;
        this.endpoint = endpoint;
        this.wire = wire;
        this.replies = replies;
        this.executor = executor;
        this.inflation = inflation;
        this.collected = new CollectedMessage(endpoint, wire, executor, failure -> Refusals.fail(session, failure));
    }

    /** Gets the next frame. */
    void onFrame(Frame frame, Callback callback) {
        if (ended) {
            callback.succeeded();
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.TEXT -> apply(data(Kind.TEXT, frame), frame, callback);
            case OpCode.BINARY -> apply(data(Kind.BINARY, frame), frame, callback);
            case OpCode.CONTINUATION -> apply(data(null, frame), frame, callback);
            case OpCode.PING, OpCode.PONG -> control(frame, callback);
            default -> endpoint.onFrame(frame, callback);
        }
    }

    private Ruling data(@Nullable Kind begins, Frame frame) {
        if (frame.isMasked()) {
            rules.onLength(frame.getPayloadLength());
        }
        // A bomb is refused while it is being inflated: Jetty does so in pieces, each when it is asked for.
        boolean tooMuch = inflation.isTooMuch(begins != null, frame.getPayloadLength());
        Ruling ruling = rules.onData(begins, frame.getPayload(), endsFrame(frame), frame.isFin());
        if (!tooMuch || ruling.ends()) {
            return ruling;
        }
        Ruling inflated = rules.onInflated();
        return inflated.ends() ? inflated : ruling;
    }

    /**
     * What was inflated has no mask, and a piece of it that fills the buffer is followed by another one, if only an empty
     * one (Jetty's {@code PerMessageDeflateExtension}). Everything else counts as a frame.
     */
    private boolean endsFrame(Frame frame) {
        return frame.isMasked() || frame.isFin() || frame.getPayloadLength() != piece();
    }

    private long piece() {
        long maxFrameSize = session.getMaxFrameSize();
        return maxFrameSize <= 0 ? INFLATE_BUFFER : Math.min(maxFrameSize, INFLATE_BUFFER);
    }

    /** Control frames may come between the fragments of a message, and do not wait for it (RFC 6455, section 5.5). */
    private void control(Frame frame, Callback callback) {
        Ruling ruling = rules.onControl();
        if (ruling.ends()) {
            end(ruling, callback);
        } else {
            endpoint.onFrame(frame, callback);
        }
    }

    private void apply(Ruling ruling, Frame frame, Callback callback) {
        switch (ruling.outcome()) {
            case PASS -> {
                if (collected.isEmpty()) {
                    endpoint.onFrame(frame, callback);
                } else {
                    collected.add(frame, callback);
                    collected.release();
                }
            }
            case COLLECT -> collect(frame, callback);
            case HOLD -> hold(new Held(frame, callback), ruling.nanos());
            case DROP -> {
                callback.succeeded();
                drop(ruling);
            }
            case END, BAN -> end(ruling, callback);
        }
    }

    private void collect(Frame frame, Callback callback) {
        collected.add(frame, callback);
        if (!frame.isFin()) {
            wire.demand();
            return;
        }
        Ruling ruling = rules.onMessage(collected.whole());
        switch (ruling.outcome()) {
            case PASS -> collected.release();
            case END, BAN -> end(ruling, Callback.NOOP);
            default -> drop(ruling);
        }
    }

    private void drop(Ruling ruling) {
        collected.clear();
        if (replies != null && ruling.reply() != null) {
            replies.reply(ruling.reply());
        }
        wire.demand();
    }

    private void hold(Held waiting, long nanos) {
        held.set(waiting);
        if (ended) {
            closed();
            return;
        }
        rules.later(nanos, this::dispatch);
    }

    /** Without a thread it would wait for ever, so the connection ends. */
    private void dispatch() {
        try {
            executor.execute(this::askAgain);
        } catch (RejectedExecutionException e) {
            session.abort();
        }
    }

    private void askAgain() {
        Held waiting = held.getAndSet(null);
        if (waiting == null) {
            return;
        }
        try {
            apply(rules.onHeld(), waiting.frame, waiting.callback);
        } catch (Throwable failure) {
            waiting.callback.failed(failure);
        }
    }

    /**
     * The endpoint is told of the end and not of an error, which Jetty would log at length for every client that provokes
     * it.
     */
    private void end(Ruling ruling, Callback callback) {
        ended = true;
        collected.clear();
        CompletableFuture<?> unused = Refusals.close(session, ruling.closeCode());
        callback.succeeded();
    }

    /** The endpoint asks for the next frame. */
    void demand() {
        collected.demand();
    }

    /** The connection has ended: what waits will not be asked about any more, and the endpoint gets no more frames. */
    void closed() {
        ended = true;
        collected.end();
        Held waiting = held.getAndSet(null);
        if (waiting != null) {
            waiting.callback.succeeded();
        }
    }

    private record Held(Frame frame, Callback callback) {}
}
