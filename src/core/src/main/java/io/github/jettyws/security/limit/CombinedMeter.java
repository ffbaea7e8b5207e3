package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;

/**
 * The meter of several limits. All are asked first, and only if all have room it is taken from one after the other, with
 * the clock read once. Should one of them have lost its room meanwhile, the others are given back what was taken; what
 * {@link RateState#giveBack} may leave counted then is a message that did not pass, never the other way round. So none of
 * the limits lets more pass than it would on its own.
 */
final class CombinedMeter implements RateMeter {
    private final StateMeter[] all;
    private final StateMeter[] ofBytes;
    private final Ticker ticker;

    /**
     * Makes a meter.
     *
     * @param meters what all have to let pass, at least one; the last one is asked for room last
     */
    CombinedMeter(List<StateMeter> meters, Ticker ticker) {
        this.all = meters.toArray(StateMeter[]::new);
        this.ofBytes = meters.stream()
                .filter(meter -> meter.limit() == RateLimit.BYTES)
                .toArray(StateMeter[]::new);
        this.ticker = ticker;
    }

    @Override
    public long acquire(int bytes) {
        return acquire(all, true, bytes);
    }

    @Override
    public long acquireMore(int bytes) {
        return acquire(ofBytes, false, bytes);
    }

    private long acquire(StateMeter[] meters, boolean begins, int bytes) {
        long now = ticker.read();
        long decision = RateDecision.PASS;
        for (StateMeter meter : meters) {
            long next = meter.state().peek(now, meter.limit().units(begins, bytes));
            if (next > 0) {
                decision = longer(decision, meter.decision(next));
            }
        }
        return RateDecision.isAllowed(decision) ? take(meters, 0, now, begins, bytes) : decision;
    }

    private static long longer(long one, long other) {
        return RateDecision.waitNanos(other) > RateDecision.waitNanos(one) ? other : one;
    }

    /** Takes from one of them, and from those after it. */
    private static long take(StateMeter[] meters, int from, long now, boolean begins, int bytes) {
        if (from == meters.length) {
            return RateDecision.PASS;
        }
        StateMeter meter = meters[from];
        RateState state = meter.state();
        long units = meter.limit().units(begins, bytes);
        long receipt = state.take(now, units);
        if (receipt < 0) {
            return meter.decision(Math.max(1, state.peek(now, units)));
        }
        long rest = take(meters, from + 1, now, begins, bytes);
        if (!RateDecision.isAllowed(rest)) {
            state.giveBack(receipt, now, units);
            return rest;
        }
        // Those that pass are at most 0, the longest wait being the least.
        return Math.min(rest, -state.delay(receipt, now));
    }

    @Override
    public Probe probe(long decision) {
        boolean messages = all.length > ofBytes.length;
        long remaining = Long.MAX_VALUE;
        for (StateMeter meter : all) {
            if (!messages || meter.limit() != RateLimit.BYTES) {
                remaining = Math.min(remaining, meter.remaining());
            }
        }
        return new Probe(RateDecision.isAllowed(decision), remaining, RateDecision.waitNanos(decision));
    }

    @Override
    public void close() {
        for (StateMeter meter : all) {
            meter.close();
        }
    }
}
