package io.github.jettyws.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One who is in the room. Thread-safe.
 *
 * <p>Messages to it are sent one at a time, since an asynchronous send must end before the next may begin. Those that
 * wait are kept in a queue of bounded length: whoever reads too slowly to keep up is dropped, so that a slow client
 * costs neither memory nor anybody else's time.
 */
final class Member {
    /** How many messages may wait. */
    static final int MAX_WAITING = 128;

    private final String name;
    private final Outlet outlet;
    private final AtomicInteger rounds = new AtomicInteger();
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean gone;

    Member(String name, Outlet outlet) {
        this.name = name;
        this.outlet = outlet;
    }

    String name() {
        return name;
    }

    /**
     * Sends now or later.
     *
     * @param text the message
     * @return false if this member is gone, or has to go because of this
     */
    boolean offer(String text) {
        if (enqueue(text)) {
            sendWaiting();
        } else {
            drop();
        }
        return !isGone();
    }

    /**
     * Sends no more.
     *
     * @return whether this member was still there
     */
    synchronized boolean leave() {
        boolean leaves = !gone;
        gone = true;
        waiting.clear();
        return leaves;
    }

    private void drop() {
        if (leave()) {
            outlet.drop();
        }
    }

    /**
     * One thread sends; others that come by only make it go round once more. So the outlet is never called under a lock,
     * and sends that end at once do not nest.
     */
    private void sendWaiting() {
        if (rounds.getAndIncrement() > 0) {
            return;
        }
        do {
            String next = next();
            if (next != null) {
                send(next);
            }
        } while (rounds.decrementAndGet() > 0);
    }

    private void send(String text) {
        try {
            outlet.send(text, this::sent);
        } catch (RuntimeException e) {
            // The connection ended between the last message and this one.
            drop();
        }
    }

    private void sent(boolean well) {
        if (well) {
            ready();
            sendWaiting();
        } else {
            drop();
        }
    }

    private synchronized boolean enqueue(String text) {
        if (gone || waiting.size() == MAX_WAITING) {
            return false;
        }
        waiting.addLast(text);
        return true;
    }

    private synchronized @Nullable String next() {
        String next = sending ? null : waiting.pollFirst();
        if (next != null) {
            sending = true;
        }
        return next;
    }

    private synchronized void ready() {
        sending = false;
    }

    private synchronized boolean isGone() {
        return gone;
    }
}
