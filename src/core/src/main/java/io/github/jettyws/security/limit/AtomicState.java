package io.github.jettyws.security.limit;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A state that is one number of 63 bits, which is read once and replaced at once or not at all: there is no lock, nothing
 * is allocated, and of two threads that ask at the same moment one asks again. The 64th bit says that it is retired.
 *
 * <p>That taking only ever raises the number, and that the decision depends on it, the time and nothing else, is what
 * makes {@link #giveBack} safe. A number is put back only where it is still the one that the taking made. Draw each
 * taking as an arrow from the number before to the one after; whatever comes and goes between, removing the arrows that
 * were given back leaves one path from the first number to the last, on which every arrow is a decision within the
 * limit. Whatever has passed is on that path.
 */
abstract class AtomicState extends RateState {
    private static final AtomicLongFieldUpdater<AtomicState> STATE =
            AtomicLongFieldUpdater.newUpdater(AtomicState.class, "state");

    private volatile long state;

    /** Gives the state after so many units were taken, or {@link #REFUSED}. */
    abstract long next(long state, long now, long units);

    /** Tells when there is room where there is none, in nanoseconds from now. */
    abstract long untilRoom(long state, long now, long units);

    abstract long remaining(long state, long now);

    abstract boolean isEmpty(long state, long now);

    /** Gives the state that has as much room as that one of the two which has less. */
    abstract long stricter(long one, long other);

    /** Gives the state of who has done nothing. */
    abstract long nothing(long now);

    /** Makes one of the same rules. */
    abstract AtomicState blank();

    @Override
    final AtomicState renew(long now) {
        AtomicState renewed = blank();
        renewed.state = nothing(now);
        return renewed;
    }

    @Override
    final long take(long now, long units) {
        while (true) {
            long before = state;
            if (before < 0) {
                return RETIRED;
            }
            long after = next(before, now, units);
            if (after < 0) {
                return REFUSED;
            }
            if (STATE.compareAndSet(this, before, after)) {
                return before;
            }
        }
    }

    @Override
    final void giveBack(long receipt, long now, long units) {
        STATE.compareAndSet(this, next(receipt, now, units), receipt);
    }

    @Override
    final long peek(long now, long units) {
        long known = state;
        if (known < 0) {
            return RETIRED;
        }
        return next(known, now, units) < 0 ? untilRoom(known, now, units) : -delay(known, now);
    }

    @Override
    final long remaining(long now) {
        return remaining(counted(), now);
    }

    @Override
    final boolean isEmpty(long now) {
        return isEmpty(counted(), now);
    }

    @Override
    final AtomicState copy() {
        AtomicState copy = blank();
        copy.state = counted();
        return copy;
    }

    @Override
    final void retire() {
        STATE.accumulateAndGet(this, Long.MIN_VALUE, (known, bit) -> known | bit);
    }

    @Override
    final AtomicState absorb(RateState other) {
        long theirs = ((AtomicState) other).counted();
        STATE.updateAndGet(this, known -> (known & Long.MIN_VALUE) | stricter(known & Long.MAX_VALUE, theirs));
        return this;
    }

    private long counted() {
        return state & Long.MAX_VALUE;
    }
}
