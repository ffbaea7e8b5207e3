package io.github.jettyws.security.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/** How many messages everybody may send together, one state for the whole server. Thread-safe. */
public final class TotalRate {
    private final @Nullable RateState state;
    private final RateRules rules;
    private final Ticker ticker;

    /**
     * Begins to count.
     *
     * @param rules how many messages in which time
     * @param ticker the time
     */
    public TotalRate(RateRules rules, Ticker ticker) {
        this.rules = rules;
        this.ticker = ticker;
        this.state = rules.isLimited() ? rules.open(ticker.read()) : null;
    }

    /** Makes the meter of a connection, {@code null} where there is no limit. */
    @Nullable
    StateMeter meter() {
        return state == null ? null : new StateMeter(RateLimit.TOTAL, state, ticker);
    }

    @Override
    public String toString() {
        return rules.isLimited() ? rules.limit() + " messages in total in " + rules.window() : "unlimited";
    }
}
