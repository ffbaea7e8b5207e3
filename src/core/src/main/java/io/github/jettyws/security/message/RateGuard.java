package io.github.jettyws.security.message;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateDecision;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.message.Ruling.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rules on the rate of the messages of one connection: what is over it is dropped, answered, delayed, or ends the
 * connection, as the policy says. Not thread-safe, but for {@link #close}.
 */
public final class RateGuard implements AutoCloseable {
    /** What stands in a reply for the whole seconds until there is room. */
    private static final String WAIT = "{wait}";

    private final MessageRates rates;
    private final Object client;
    private final long longestHold;
    private final RateMeter meter;
    private final RateMeter control;
    private final MessageRates.Events events;
    private @Nullable RateMeter replies;
    private long wait;
    private int held;
    private boolean heldFirst;
    private boolean heldPasses;

    /**
     * Opens what counts a connection.
     *
     * @param rates how much there may be, and what happens to more
     * @param client what the client address is counted by
     * @param user the name of the user, {@code null} if it is not known who that is
     * @param longestHold how long a message may be held back at most: no longer than the connection may be idle
     */
    public RateGuard(MessageRates rates, Object client, @Nullable String user, Duration longestHold) {
        this.rates = rates;
        this.client = client;
        this.longestHold = longestHold.toNanos();
        this.meter = rates.open(client, user);
        this.control = rates.openControl();
        this.events = rates.openEvents(client);
    }

    /** Rules on the first piece of a message, of so many bytes. */
    Ruling begin(int bytes) {
        return ruling(meter.acquire(bytes), bytes, true, true);
    }

    /** Rules on a further piece of a message, of so many bytes. */
    Ruling proceed(int bytes) {
        return ruling(meter.acquireMore(bytes), bytes, false, true);
    }

    /** Rules again on the piece that was held. */
    Ruling again() {
        if (heldPasses) {
            return Ruling.PASS;
        }
        long decision = heldFirst ? meter.acquire(held) : meter.acquireMore(held);
        return ruling(decision, held, heldFirst, false);
    }

    /**
     * Tells how long it takes until there is room again, if nothing else comes before.
     *
     * @return since the last piece that was over the rate; zero where that is not known, or there will be no room
     */
    public Duration retryAfter() {
        return Duration.ofNanos(wait);
    }

    /**
     * Rules on a ping or a pong.
     *
     * @return whether it passes or ends the connection
     */
    public Ruling control() {
        return RateDecision.isAllowed(control.acquire(0)) ? Ruling.PASS : Ruling.end(Reason.CONTROL_RATE);
    }

    /** Rules on a whole message that tells of an event: it cannot be held any more, and is dropped instead. */
    Ruling event(String name) {
        long decision = events.acquire(name);
        if (RateDecision.isAllowed(decision)) {
            return Ruling.PASS;
        }
        note(RateDecision.waitNanos(decision));
        RateStep step = rates.violated(client);
        return step == RateStep.DELAY ? Ruling.drop(Reason.MESSAGE_RATE, null) : carryOut(step, Reason.MESSAGE_RATE);
    }

    private Ruling ruling(long decision, int bytes, boolean first, boolean told) {
        if (decision == RateDecision.PASS) {
            return Ruling.PASS;
        }
        long nanos = RateDecision.waitNanos(decision);
        if (RateDecision.isAllowed(decision)) {
            return hold(null, nanos, bytes, first, true);
        }
        note(nanos);
        Reason reason = switch (RateDecision.limit(decision)) {
            case MESSAGES -> Reason.MESSAGE_RATE;
            case BYTES -> Reason.BYTE_RATE;
            case TOTAL -> Reason.TOTAL_RATE;
        };
        if (reason == Reason.TOTAL_RATE) {
            // Whoever it is need not have sent many.
            return Ruling.end(reason);
        }
        RateStep step = told ? rates.violated(client) : RateStep.DELAY;
        if (step == RateStep.DELAY) {
            return rates.mayWait() && nanos <= longestHold
                    ? hold(told ? reason : null, nanos, bytes, first, false)
                    : carryOut(RateStep.CLOSE, reason);
        }
        // What the application has seen the beginning of cannot be dropped any more.
        return carryOut(first || step.compareTo(RateStep.DELAY) > 0 ? step : RateStep.CLOSE, reason);
    }

    private void note(long nanos) {
        wait = nanos == RateDecision.NEVER ? 0 : nanos;
    }

    private Ruling hold(@Nullable Reason reason, long nanos, int bytes, boolean first, boolean passes) {
        held = bytes;
        heldFirst = first;
        heldPasses = passes;
        return Ruling.hold(reason, nanos);
    }

    private Ruling carryOut(RateStep step, Reason reason) {
        return switch (step) {
            case DROP -> Ruling.drop(reason, null);
            case REPLY -> Ruling.drop(reason, mayReply() ? reply() : null);
            case BAN -> new Ruling(Outcome.BAN, reason, 0, null, rates.action().closeCode());
            default -> new Ruling(Outcome.END, reason, 0, null, rates.action().closeCode());
        };
    }

    private String reply() {
        long seconds = retryAfter().plusSeconds(1).minusNanos(1).toSeconds();
        return rates.action().replyMessage().replace(WAIT, Long.toString(seconds));
    }

    private boolean mayReply() {
        RateMeter once = replies;
        if (once == null) {
            once = rates.openReplies();
            replies = once;
        }
        return RateDecision.isAllowed(once.acquire(0));
    }

    /** Gives back what was opened. To be called exactly once, by any thread. */
    @Override
    public void close() {
        meter.close();
        events.close();
    }
}
