package io.github.jettyws.security.limit;

/**
 * One connection's access to what counts its client. A message is taken from all limits, or from none of them. Decisions
 * are those of {@link RateDecision}. Thread-safe.
 */
public interface RateMeter extends AutoCloseable {
    /** Lets every message pass. */
    RateMeter UNLIMITED = new RateMeter() {
        @Override
        public long acquire(int bytes) {
            return RateDecision.PASS;
        }

        @Override
        public long acquireMore(int bytes) {
            return RateDecision.PASS;
        }

        @Override
        public Probe probe(long decision) {
            return new Probe(true, Long.MAX_VALUE, 0);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    };

    /**
     * Asks for room for one message, and takes it if there is.
     *
     * @param bytes the length of the message, or of its first piece, at least 0
     * @return the decision; what is refused does not count
     */
    long acquire(int bytes);

    /**
     * Asks for room for a further piece of a message, and takes it if there is.
     *
     * @param bytes the length of the piece, at least 0
     * @return the decision; what is refused does not count
     */
    long acquireMore(int bytes);

    /**
     * Tells more about a decision, for events and replies.
     *
     * @param decision what this meter just said
     * @return what is left now
     */
    Probe probe(long decision);

    /** Gives back what was opened. To be called exactly once. */
    @Override
    void close();
}
