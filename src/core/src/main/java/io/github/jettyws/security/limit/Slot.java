package io.github.jettyws.security.limit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Room for one WebSocket: first of the request that asks for the upgrade, and once confirmed of the connection. It is
 * given back exactly once, whoever says so first and how many do. Thread-safe.
 */
public final class Slot implements Reservation {
    private enum State {
        RESERVED,
        CONFIRMED,
        RELEASED
    }

    private final Slots slots;
    private final Object client;
    private @Nullable String user;
    private State state = State.RESERVED;
    private long confirmedAt;

    Slot(Slots slots, Object client) {
        this.slots = slots;
        this.client = client;
    }

    /**
     * Counts the connection against a user too, as soon as it is known who that is. A second user replaces the first.
     *
     * @param name who it is, of any length
     * @return what leaves no room, and then the slot is as it was; empty if there is room, and for a slot that is no longer
     *     held, of which {@link #confirm} tells
     */
    public synchronized Optional<Exhausted> reserveUser(String name) {
        if (state == State.RELEASED || name.equals(user)) {
            return Optional.empty();
        }
        Optional<Exhausted> exhausted = slots.takeUser(name);
        if (exhausted.isEmpty()) {
            giveUserBack();
            user = name;
        }
        return exhausted;
    }

    /**
     * Hands the slot from the request to the connection that has opened.
     *
     * @return whether it is held; if not, the request ended before, and the connection must not stay open
     */
    public synchronized boolean confirm() {
        if (state == State.RESERVED) {
            state = State.CONFIRMED;
            confirmedAt = slots.now();
        }
        return state == State.CONFIRMED;
    }

    /**
     * Takes one of the places of the user, where the limit says that a new connection takes that of the oldest. The oldest
     * is being closed when this returns; the other limits count it until it gives its slot back. To be called once, by the
     * connection that has confirmed the slot; nothing happens for one that is released.
     *
     * @param close closes the connection when a newer one takes its place; called at most once, by any thread
     */
    public void takePlace(Runnable close) {
        Optional<Runnable> oldest;
        synchronized (this) {
            oldest = state == State.CONFIRMED && user != null ? slots.takePlace(user, this, close) : Optional.empty();
        }
        // Not under the lock of this slot: the oldest gives back its own.
        oldest.ifPresent(Runnable::run);
    }

    /** Gives the slot back because the request has ended, unless it is confirmed: then it is the connection's. */
    public synchronized void cancel() {
        if (state == State.RESERVED) {
            release();
        }
    }

    /** Gives the slot back, whatever became of it. Only the first call counts. */
    public synchronized void release() {
        if (state == State.RELEASED) {
            return;
        }
        if (state == State.CONFIRMED) {
            slots.closedAfter(slots.now() - confirmedAt);
        }
        state = State.RELEASED;
        giveUserBack();
        slots.giveBack(client);
    }

    private void giveUserBack() {
        if (user != null) {
            slots.giveUserBack(user, this);
            user = null;
        }
    }
}
