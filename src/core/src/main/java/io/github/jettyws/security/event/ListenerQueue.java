package io.github.jettyws.security.event;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread and the queue of one listener. Thread-safe. */
final class ListenerQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);

    private final SecurityListener listener;
    private final BlockingQueue<SecurityEvent> queue;
    private final LongAdder dropped = new LongAdder();
    private volatile boolean stopping;
    private @Nullable Thread thread;

    ListenerQueue(SecurityListener listener, int capacity) {
        this.listener = listener;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    void start() {
        stopping = false;
        thread = new Thread(this::run, "ws-security-" + listener.getClass().getSimpleName());
        thread.setDaemon(true);
        thread.start();
    }

    /** To wake a thread costs more than all checks together: the log is not woken for what it does not write. */
    boolean wants(SecurityEvent.Type type) {
        return !(listener instanceof AuditLog) || AuditLog.writes(type);
    }

    /** Never waits: an event that finds no room is dropped and counted. */
    void add(SecurityEvent event) {
        if (!queue.offer(event)) {
            dropped.increment();
        }
    }

    /** Gives the listener some time to see what is queued, then lets go of it. */
    void stop(long timeoutMillis) {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stopping = true;
        try {
            running.join(timeoutMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.interrupt();
        thread = null;
    }

    private void run() {
        while (true) {
            try {
                SecurityEvent event = queue.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event);
                } else if (stopping) {
                    return;
                }
            } catch (InterruptedException e) {
                // A listener that interrupts its own thread is still told of the next event.
                if (stopping) {
                    LOG.debug("gave up on {}", listener.getClass().getName());
                    return;
                }
            }
        }
    }

    /** Whatever a listener throws, even an Error, ends here: the next event is delivered all the same. */
    @SuppressWarnings("CatchingUnchecked")
    private void deliver(SecurityEvent event) throws InterruptedException {
        try {
            switch (event.type()) {
                case ACCEPTED -> listener.onAccepted(event);
                case REFUSED -> listener.onRefused(event);
                case VIOLATED -> listener.onViolated(event);
                case ENDED -> listener.onEnded(event);
                case CLOSED -> listener.onClosed(event);
                case RENEWED -> listener.onRenewed(event);
                case BANNED -> listener.onBanned(event);
                case UNBANNED -> listener.onUnbanned(event);
            }
        } catch (Throwable t) {
            LOG.warn("listener {} failed on {}", listener.getClass().getName(), event.type(), t);
        }
    }

    long dropped() {
        return dropped.sum();
    }

    SecurityListener listener() {
        return listener;
    }
}
