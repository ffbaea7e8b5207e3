package io.github.jettyws.security.jetty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
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
 * way, later only for Jetty's own flusher, which makes the fragments.
 */
final class OutgoingFragments implements OutgoingFrames {
    /** The lowest bit of the state: frames queue. The rest of it counts, in steps of two, those that go straight on. */
    private static final int QUEUING = 1;

    private static final int STRAIGHT = 2;

    private final CoreSession session;
    private final Configuration configuration;
    private final FragmentingFlusher flusher;
    private final AtomicInteger state = new AtomicInteger();
    private final Queue<OutgoingEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger draining = new AtomicInteger();

    OutgoingFragments(CoreSession session, Configuration configuration) {
        this.session = session;
        this.configuration = configuration;
        this.flusher = new FragmentingFlusher(configuration) {
            @Override
            protected void forwardFrame(OutgoingEntry entry) {
                session.sendFrame(entry);
            }
        };
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        if (mayInterleave(entry.getFrame())) {
            session.sendFrame(entry);
        } else if (isLarge(entry.getFrame()) || !goesStraight()) {
            enqueue(entry);
        } else {
            try {
                session.sendFrame(entry);
            } finally {
                leave();
            }
        }
    }

    /** Pings and pongs may stand between fragments; a close frame is the last one. */
    private static boolean mayInterleave(Frame frame) {
        return frame.getOpCode() == OpCode.PING || frame.getOpCode() == OpCode.PONG;
    }

    private boolean isLarge(Frame frame) {
        return frame.getPayloadLength() > configuration.getMaxFrameSize();
    }

    private boolean goesStraight() {
        int current = state.get();
        while ((current & QUEUING) == 0) {
            if (state.compareAndSet(current, current + STRAIGHT)) {
                return true;
            }
            current = state.get();
        }
        return false;
    }

    private void leave() {
        if (state.addAndGet(-STRAIGHT) == QUEUING) {
            drain();
        }
    }

    private void enqueue(OutgoingEntry entry) {
        queue.add(entry);
        int before = state.getAndUpdate(current -> current | QUEUING);
        // If others are still under way, the last of them drains.
        if (before <= QUEUING) {
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
