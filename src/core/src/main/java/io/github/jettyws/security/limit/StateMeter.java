package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The meter of one limit. The state is looked up for the first message, and from then on held. */
final class StateMeter implements RateMeter {
    private final RateLimit limit;
    private final Ticker ticker;
    private final @Nullable RateWindows windows;
    private final Object client;
    private volatile @Nullable RateState held;
    private boolean closed;

    /** Makes the meter of a client, whose state others may hold too. */
    StateMeter(RateLimit limit, RateWindows windows, Object client, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.windows = windows;
        this.client = client;
    }

    /** Makes the meter of a state that nobody looks for and that never retires. */
    StateMeter(RateLimit limit, RateState state, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.windows = null;
        this.client = this;
        this.held = state;
    }

    @Override
    public long acquire(int bytes) {
        return decision(state().acquire(ticker.read(), limit.units(true, bytes)));
    }

    @Override
    public long acquireMore(int bytes) {
        return limit == RateLimit.BYTES ? acquire(bytes) : RateDecision.PASS;
    }

    @Override
    public Probe probe(long decision) {
        return new Probe(RateDecision.isAllowed(decision), remaining(), RateDecision.waitNanos(decision));
    }

    long remaining() {
        return state().remaining(ticker.read());
    }

    RateLimit limit() {
        return limit;
    }

    /** Gives what a decision of the state is as one of a meter. What is held does not retire. */
    long decision(long decision) {
        return decision > 0 ? RateDecision.refuse(decision, limit) : decision;
    }

    RateState state() {
        RateState state = held;
        return state == null ? hold() : state;
    }

    private synchronized RateState hold() {
        if (windows == null || held != null) {
            return Objects.requireNonNull(held);
        }
        RateState state = windows.hold(client);
        if (closed) {
            // A message that was under way when the connection ended holds nothing.
            windows.release(client);
        } else {
            held = state;
        }
        return state;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (windows != null && held != null) {
            windows.release(client);
        }
    }
}
