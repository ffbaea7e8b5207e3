package io.github.jettyws.security.limit;

/**
 * Compares what messages become by inflation to what came over the wire. Deflate makes at most 1032 bytes of one; what
 * people send, seldom more than 20.
 *
 * <p>Not thread-safe: what comes over the wire is inflated before more comes.
 */
public final class Inflation {
    /** So many bytes of a message may come of anything: a short text of one character is no attack. */
    static final int FREE = 65_536;

    private final int maxRatio;
    private long wire;
    private long inflated;
    private boolean told;

    /**
     * Has compared nothing yet.
     *
     * @param maxRatio how many bytes may come of one; zero is no limit
     */
    public Inflation(int maxRatio) {
        this.maxRatio = maxRatio;
    }

    /**
     * Notes a data frame on the wire.
     *
     * @param first whether a message begins with it
     * @param bytes the length of its payload
     */
    public void wire(boolean first, int bytes) {
        wire = (first ? 0 : wire) + bytes;
    }

    /**
     * Notes what came of it.
     *
     * @param first whether a message begins with it
     * @param bytes its length
     * @return whether that is too much; told only once of a message
     */
    public boolean isTooMuch(boolean first, int bytes) {
        if (first) {
            inflated = 0;
            told = false;
        }
        inflated += bytes;
        boolean tooMuch = maxRatio > 0 && inflated > FREE && inflated > wire * maxRatio;
        boolean tells = tooMuch && !told;
        told |= tooMuch;
        return tells;
    }
}
