package io.github.jettyws.security.schema;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.harrel.jsonschema.JsonNode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * How long the message may take that a thread validates right now, and how many keywords: the library keeps what did not fit,
 * with the way there, until a message is done with. The library calls keywords without saying for whom, so that they find the
 * limit by their thread.
 */
final class TimeLimit {
    /** So many steps, of a microsecond at most each, for one look at the clock. */
    private static final int STEPS_PER_LOOK = 64;

    /** What a message may cost at least: a keyword costs one, and one more for every so many that it is inside of. */
    private static final long LEAST_COST = 20_000;

    private static final int DEPTH_PER_COST = 8;

    /** What it may cost for every value in it. */
    private static final long COST_PER_VALUE = 64;

    private static final ThreadLocal<TimeLimit> OF_THREAD = ThreadLocal.withInitial(TimeLimit::new);

    private Ticker ticker = Ticker.disabledTicker();
    private long begin;
    private long nanos = Long.MAX_VALUE;
    private @Nullable Node message;
    private @Nullable JsonNode node;
    private int steps;
    private int depth;
    private long cost;

    /** The time is over. Without a stack trace: a client can have as many of them as it likes. */
    static final class Late extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Late() {
            super("expected to be done by now", null, false, false);
        }
    }

    private TimeLimit() {}

    /** Gives that of this thread: one without end, unless it has begun. */
    static TimeLimit current() {
        return OF_THREAD.get();
    }

    /**
     * Begins.
     *
     * @param newTicker the time
     * @param newNanos how long there is from now on
     * @param newMessage the message
     */
    void begin(Ticker newTicker, long newNanos, Node newMessage) {
        ticker = newTicker;
        begin = newTicker.read();
        nanos = newNanos;
        message = newMessage;
        steps = 0;
        depth = 0;
        cost = 0;
    }

    /** Ends: there is no limit from now on, and nothing of the message is held on to. */
    void end() {
        ticker = Ticker.disabledTicker();
        begin = 0;
        nanos = Long.MAX_VALUE;
        message = null;
        node = null;
    }

    /**
     * Begins a keyword.
     *
     * @param at what it is asked about
     * @throws Late if there is no time left
     */
    void enter(JsonNode at) {
        node = at;
        depth++;
        cost += 1 + depth / DEPTH_PER_COST;
        step();
    }

    /** Ends the keyword. */
    void leave() {
        depth--;
    }

    /**
     * Takes a step.
     *
     * @throws Late if there is no time left
     */
    void step() {
        if (++steps % STEPS_PER_LOOK == 0) {
            look();
        }
    }

    /**
     * Looks at the clock.
     *
     * @throws Late if there is no time left
     */
    void look() {
        if (ticker.read() - begin >= nanos
                || (message != null && cost > LEAST_COST + COST_PER_VALUE * message.values())) {
            throw new Late();
        }
    }

    /** Gives where the last keyword was begun. */
    @Nullable
    JsonNode node() {
        return node;
    }
}
