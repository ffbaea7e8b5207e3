package io.github.jettyws.security.limit;

/**
 * Lets one pass every T = W / N, where N is the rate in W. What comes earlier waits for its turn, as long as no more than
 * B are waiting; what comes then is refused. Who waits, and where, is for the caller to say.
 *
 * <p>It is a {@link TokenBucket} of B + 1, since one need not wait, whose tokens are worth a turn each: the turn is when
 * the bucket would have been full, were it not for this one.
 *
 * <p><b>Bound.</b> Turns are T apart, so no more than N pass within any W. Of what is sent up to B + N is taken in that
 * time, and nothing waits for longer than B times T.
 */
final class LeakyBucket extends TokenBucket {
    /**
     * Makes an empty queue.
     *
     * @param limit how many pass in each length, 1 to {@link RateRules#MAX_BYTES}, and no more than it has nanoseconds
     * @param length in nanoseconds, at most {@link RateRules#MAX_WINDOW}
     * @param burst how many may wait, at least 0; one less than {@code limit}, or {@link RateRules#MAX_MESSAGES} at most
     * @param origin the time of the ticker that times are told from
     */
    LeakyBucket(long limit, long length, long burst, long origin) {
        super(limit, length, burst + 1, origin);
    }

    private LeakyBucket(LeakyBucket same) {
        super(same);
    }

    @Override
    long delay(long receipt, long now) {
        return nanosUntilFull(receipt, now);
    }

    @Override
    LeakyBucket blank() {
        return new LeakyBucket(this);
    }
}
