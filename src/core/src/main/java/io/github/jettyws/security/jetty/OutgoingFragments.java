package io.github.jettyws.security.jetty;

import io.github.jettyws.security.policy.Traffic;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.OutgoingFrames;
import org.eclipse.jetty.websocket.core.util.FragmentingFlusher;

/**
 * Sends frames, large ones in fragments no longer than the configured {@code maxFrameSize}. No frame of another message
 * gets between the fragments of one (RFC 6455, section 5.4). Thread-safe.
 *
 * <p>Frames go straight on until the first large one. From then on they queue: first behind those that are still under
 * way, later only for Jetty's own flusher, which makes the fragments. What waits in either place is counted as traffic.
 */
final class OutgoingFragments implements OutgoingFrames {
    private final GuardedCoreSession session;
    private final Traffic traffic;
    private final Configuration configuration;
    private final FragmentingFlusher flusher;
    private final Queue<OutgoingEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger draining = new AtomicInteger();

    OutgoingFragments(GuardedCoreSession session, Configuration configuration) {
        this.session = session;
        this.traffic = Objects.requireNonNull(session.traffic());
        this.configuration = configuration;
        this.flusher = new FragmentingFlusher(configuration) {
            @Override
            protected void forwardFrame(OutgoingEntry entry) {
                session.sendCounted(entry);
            }
        };
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        Frame frame = entry.getFrame();
        boolean interleaves = mayInterleave(frame);
        Traffic.Way way = frame.getOpCode() == OpCode.CLOSE
                ? traffic.sendClose()
                : traffic.send(frame.getPayloadLength(), !interleaves && !isLarge(frame));
        if (way == Traffic.Way.REFUSED) {
            entry.getCallback().failed(new RefusedFrameException());
            return;
        }
        OutgoingEntry counted = CountedFrame.of(entry, traffic, way, this::drain);
        if (interleaves || way == Traffic.Way.STRAIGHT) {
            session.sendCounted(counted);
        } else {
            enqueue(counted);
        }
    }

    /** Pings and pongs may stand between fragments; a close frame is the last one. */
    private static boolean mayInterleave(Frame frame) {
        return frame.getOpCode() == OpCode.PING || frame.getOpCode() == OpCode.PONG;
    }

    private boolean isLarge(Frame frame) {
        return frame.getPayloadLength() > configuration.getMaxFrameSize();
    }

    private void enqueue(OutgoingEntry entry) {
        queue.add(entry);
        // If others are still under way, the last of them drains.
        if (traffic.queue()) {
            drain();
        }
    }

    /** Only one thread drains, also where a callback sends again: the frames of one sender keep their order. */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        do {
            OutgoingEntry entry;
            while ((entry = queue.poll()) != null) {
                flusher.sendFrame(entry);
            }
        } while (draining.decrementAndGet() != 0);
    }
}
