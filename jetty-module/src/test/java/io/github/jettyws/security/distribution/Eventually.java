package io.github.jettyws.security.distribution;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does in its own time. */
final class Eventually {
    private static final long STEP_MILLIS = 20;

    private Eventually() {}

    /** Tells whether the condition came true in time. */
    static boolean isTrue(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause(STEP_MILLIS);
        }
        return true;
    }

    /** Lets time pass, where the passing of time is what the test is about. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
