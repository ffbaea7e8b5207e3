package io.github.jettyws.security.jetty;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.OutgoingFrames;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an endpoint sends, and texts of the guard's own in between: never between the fragments of a message, where
 * no other one may stand (RFC 6455, section 5.4). One text waits at most; a later one takes its place, so that a client
 * that provokes them while an endpoint is in the middle of a message makes nothing grow. Thread-safe.
 */
final class Replies implements OutgoingFrames {
    private final OutgoingFrames next;
    private final OutgoingFrames own;
    private final Queue<OutgoingEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger draining = new AtomicInteger();
    private @Nullable OutgoingEntry waiting;
    private boolean inMessage;

    /**
     * Has sent nothing yet.
     *
     * @param next where the frames of the endpoint go
     * @param own where those of the guard go: they have to be counted, whoever has counted the others
     */
    Replies(OutgoingFrames next, OutgoingFrames own) {
        this.next = next;
        this.own = own;
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        queue.add(entry);
        drain();
    }

    /** Sends a text as soon as no message is under way. */
    void reply(String text) {
        queue.add(new OutgoingEntry.Builder(
                        new Frame(OpCode.TEXT, BufferUtil.toBuffer(text, StandardCharsets.UTF_8)), Reply.SENT)
                .build());
        drain();
    }

    /**
     * Only one thread drains, also where a callback sends again: the frames of one sender keep their order. What a callback
     * throws is thrown on, once the others are sent: who drains no more would have them queue for ever.
     */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        RuntimeException thrown = null;
        do {
            OutgoingEntry entry;
            while ((entry = queue.poll()) != null) {
                try {
                    send(entry);
                } catch (RuntimeException failure) {
                    thrown = failure;
                }
            }
        } while (draining.decrementAndGet() != 0);
        if (thrown != null) {
            throw thrown;
        }
    }

    private void send(OutgoingEntry entry) {
        if (entry.getCallback() == Reply.SENT) {
            if (inMessage) {
                waiting = entry;
            } else {
                own.sendFrame(entry);
            }
            return;
        }
        Frame frame = entry.getFrame();
        if (frame.isDataFrame()) {
            inMessage = !frame.isFin();
        }
        next.sendFrame(entry);
        if (!inMessage && waiting != null) {
            OutgoingEntry reply = waiting;
            waiting = null;
            own.sendFrame(reply);
        }
    }

    /** Whether a reply was sent interests nobody: where it was not, the connection has ended. */
    private enum Reply implements Callback {
        SENT
    }
}
