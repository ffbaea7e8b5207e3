package io.github.jettyws.security.limit;

/**
 * A bucket of B tokens, filled again at the rate of N in W. Kept as the time at which it is full again, which is the
 * theoretical arrival time of the generic cell rate algorithm (ITU-T I.371): taking puts it off, and there is room while
 * it is no farther away than it takes to fill the bucket.
 *
 * <p><b>Bound.</b> Let T = W / N be the time of a token. If k pass from t on until t + D, the bucket is full again no
 * earlier than t + kT, and at the last of them no later than t + D + BT: so k is at most B + D / T. Within any W, of which
 * the last moment is not a part, it is at most B + N - 1: B at once, and then one every T. Over a long time it is N in W.
 *
 * <p>T is rounded up, so that it never is more: to the nanosecond where it has a thousand of them, otherwise to as much of
 * one as makes no more than a thousandth. Then times have fewer bits, but never fewer than for 104 days; of the state that
 * nobody touched for so long {@link WindowGrid} tells. Thread-safe. A decision divides nothing.
 */
class TokenBucket extends AtomicState {
    private static final int PRECISION = 10;

    /** How much later than another a thread may come, and still be told that no time has passed: an hour and more. */
    private static final long LATEST = 1L << 52;

    private final long burst;
    private final long origin;
    private final int fraction;
    private final long one;
    private final long capacity;

    /**
     * Makes a full bucket.
     *
     * @param limit how many tokens there are for each length, 1 to {@link RateRules#MAX_BYTES}, and no more than it has
     *     nanoseconds
     * @param length in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param burst how many tokens the bucket holds, at least 1; as {@code limit}, or one more than
     *     {@link RateRules#MAX_MESSAGES} at most
     * @param origin the time of the ticker that times are told from
     */
    TokenBucket(long limit, long length, long burst, long origin) {
        this.burst = burst;
        this.origin = origin;
        this.fraction = Math.max(0, PRECISION + 1 - WindowGrid.bits(length / limit));
        this.one = ((length << fraction) + limit - 1) / limit;
        this.capacity = burst * one;
    }

    /** Makes a full bucket of the same rules. */
    TokenBucket(TokenBucket same) {
        burst = same.burst;
        origin = same.origin;
        fraction = same.fraction;
        one = same.one;
        capacity = same.capacity;
    }

    @Override
    final long next(long state, long now, long units) {
        if (units > burst) {
            return REFUSED;
        }
        long untilFull = untilFull(state, now) + units * one;
        return untilFull <= capacity ? (time(now) + untilFull) & Long.MAX_VALUE : REFUSED;
    }

    @Override
    final long untilRoom(long state, long now, long units) {
        return units > burst ? NEVER : nanos(untilFull(state, now) + units * one - capacity);
    }

    @Override
    final long remaining(long state, long now) {
        return Math.max(0, capacity - untilFull(state, now)) / one;
    }

    @Override
    final boolean isEmpty(long state, long now) {
        return untilFull(state, now) == 0;
    }

    @Override
    final long stricter(long first, long second) {
        return difference(first, second) > 0 ? first : second;
    }

    /** How long it takes until the bucket is full, in nanoseconds. */
    final long nanosUntilFull(long state, long now) {
        return nanos(untilFull(state, now));
    }

    private long untilFull(long state, long now) {
        long difference = difference(state, time(now));
        return difference - capacity > LATEST ? 0 : Math.max(0, difference);
    }

    /** Of two times of 63 bits, which run over. */
    private static long difference(long later, long earlier) {
        return ((later - earlier) << 1) >> 1;
    }

    private long time(long now) {
        return ((now - origin) << fraction) & Long.MAX_VALUE;
    }

    private long nanos(long time) {
        return (time + (1L << fraction) - 1) >> fraction;
    }

    @Override
    final long nothing(long now) {
        return time(now);
    }

    @Override
    TokenBucket blank() {
        return new TokenBucket(this);
    }

    @Override
    final long memory() {
        return nanos(capacity);
    }
}
