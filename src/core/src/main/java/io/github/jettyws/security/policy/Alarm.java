package io.github.jettyws.security.policy;

import java.time.Duration;

/** Calls {@link Deadlines#run()} after a while, on a thread of its own. */
@FunctionalInterface
public interface Alarm {
    /**
     * Sets the alarm; what it was set to before does not count any more. Must not block, nor call back at once.
     *
     * @param wait after how long, at least a millisecond
     */
    void set(Duration wait);
}
