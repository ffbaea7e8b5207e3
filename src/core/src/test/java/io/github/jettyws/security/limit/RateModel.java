package io.github.jettyws.security.limit;

import java.util.ArrayList;
import java.util.List;

/** What each algorithm says by its definition, from the list of all that has passed; slow, exact and plain. */
final class RateModel {
    private record Passed(long at, long units) {}

    private final RateRules rules;
    private final long length;
    private final List<Passed> passed = new ArrayList<>();

    /** Of a bucket, times its limit: whole numbers, whatever the rate. */
    private long level;

    private long levelAt;

    /** Begins at 0. */
    RateModel(RateRules rules) {
        this.rules = rules;
        this.length = rules.window().toNanos();
    }

    /** Asks at a time that is no earlier than the one before. */
    boolean take(long now, long units) {
        boolean room = room(now, units);
        if (room) {
            passed.add(new Passed(now, units));
            level = leaked(now) + units * length;
            levelAt = now;
        }
        return room;
    }

    /** How long what comes now has to wait until all that came before has leaked, rounded up. */
    long delay(long now) {
        return (leaked(now) + rules.limit() - 1) / rules.limit();
    }

    private boolean room(long now, long units) {
        long limit = rules.limit();
        return switch (rules.algorithm()) {
            case FIXED_WINDOW -> inFixed(now / length) + units <= limit;
            case SLIDING_WINDOW -> {
                long share = inFixed(now / length - 1) * (length - now % length);
                yield (share + length - 1) / length + inFixed(now / length) + units <= limit;
            }
            case SLIDING_LOG ->
                passed.stream()
                                        .filter(one -> now - one.at < length)
                                        .mapToLong(Passed::units)
                                        .sum()
                                + units
                        <= limit;
            case TOKEN_BUCKET -> leaked(now) + units * length <= rules.burst() * length;
            case LEAKY_BUCKET -> leaked(now) + units * length <= (rules.burst() + 1) * length;
        };
    }

    private long inFixed(long window) {
        return passed.stream()
                .filter(one -> one.at / length == window)
                .mapToLong(Passed::units)
                .sum();
    }

    private long leaked(long now) {
        return Math.max(0, level - (now - levelAt) * rules.limit());
    }
}
