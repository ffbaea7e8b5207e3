package io.github.jettyws.security.auth;

import java.time.Duration;

/** Says when something is fetched: one fetch at a time, and one in an interval, whoever asks. Thread-safe. */
final class FetchTimes {
    private final long interval;

    /** Guarded by this, as are the two below. */
    private boolean underWay;

    private long begun;
    private long due;

    /** Not guarded: whoever sets it waits for nobody. */
    private volatile boolean asked;

    /**
     * Has a fetch due at once.
     *
     * @param interval from the begin of one to that of the next at least
     * @param now the time, in nanoseconds
     */
    FetchTimes(Duration interval, long now) {
        this.interval = interval.toNanos();
        begun = now - this.interval;
        due = now;
    }

    /** Makes a fetch due as soon as the interval allows. */
    void ask() {
        // Many may ask in vain: they only read then.
        if (!asked) {
            asked = true;
        }
    }

    /** Tells whether to begin a fetch. Then it is under way, until its end is told. */
    synchronized boolean begin(long now) {
        if (underWay || now - begun < interval || (!asked && now - due < 0)) {
            return false;
        }
        underWay = true;
        begun = now;
        return true;
    }

    /** Ends the fetch that is under way, and has brought nothing. Why it was due, the next one is. */
    synchronized void failed() {
        underWay = false;
    }

    /**
     * Ends the fetch that is under way, which answers all who asked meanwhile, too.
     *
     * @param next when the next one is due
     */
    synchronized void succeeded(long next) {
        due = next;
        asked = false;
        underWay = false;
    }
}
