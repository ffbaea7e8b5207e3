package io.github.jettyws.security.limit;

/** One connection's access to the rate window of its client. Thread-safe. */
public interface RateMeter extends AutoCloseable {
    /** Lets every message pass. */
    RateMeter UNLIMITED = new RateMeter() {
        @Override
        public boolean tryAcquire() {
            return true;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    };

    /**
     * Asks for room for one message.
     *
     * @return whether it is within the limit; one that is not does not count
     */
    boolean tryAcquire();

    /** Gives the window back. To be called exactly once. */
    @Override
    void close();
}
