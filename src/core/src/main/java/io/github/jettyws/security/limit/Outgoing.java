package io.github.jettyws.security.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the frames that an endpoint has sent and the client has not taken yet, together with the order that they keep: in
 * one number, so that a frame costs one atomic operation as it goes and one as it has gone. Thread-safe.
 *
 * <p>Frames go straight on until the first one that has to wait in a queue. From then on they queue, and those of the
 * queue go on once the last that went straight has gone.
 */
public final class Outgoing {
    /** What there is room to count. */
    public static final int MAX_FRAMES = 65_535;

    /** What becomes of a frame. */
    public enum Way {
        /** It may go at once, and those behind it wait for it where they queue. */
        STRAIGHT,
        /** It is counted; whoever sends it sees to the order. */
        COUNTED,
        /** It is one too many, and is not counted. */
        REFUSED
    }

    /** From the lowest bit on: whether frames queue; how many went straight; how many there are; their bytes. */
    private static final long QUEUING = 1;

    private static final long STRAIGHT = 2;
    private static final long FRAME = 1L << 17;
    private static final int BYTES = 33;

    private final int maxFrames;
    private final int maxBytes;
    private final AtomicLong state = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();

    /**
     * Counts nothing yet.
     *
     * @param maxFrames how many frames may wait, 1 to {@link #MAX_FRAMES}
     * @param maxBytes how many bytes they may have, from 1
     */
    public Outgoing(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /**
     * Counts a frame. One that finds no other waiting is never refused: how large a message is, is for the application to
     * say.
     *
     * @param bytes the length of its payload
     * @param straight whether it goes straight on where nothing queues
     * @return what becomes of it; unless it is refused, {@link #end} is to be told once it has gone
     */
    public Way begin(int bytes, boolean straight) {
        return begin(bytes, straight, true);
    }

    /**
     * Counts a frame that is never refused: the close frame, which ends all waiting.
     *
     * @return whether it may go at once; {@link #end} is to be told of no bytes once it has gone
     */
    public boolean beginLast() {
        return begin(0, true, false) == Way.STRAIGHT;
    }

    private Way begin(int bytes, boolean straight, boolean limited) {
        long current = state.get();
        while (true) {
            if (limited && isTooMuch(current, bytes)) {
                return Way.REFUSED;
            }
            boolean goesStraight = straight && (current & QUEUING) == 0;
            long next = current + FRAME + ((long) bytes << BYTES) + (goesStraight ? STRAIGHT : 0);
            if (state.compareAndSet(current, next)) {
                return goesStraight ? Way.STRAIGHT : Way.COUNTED;
            }
            current = state.get();
        }
    }

    private boolean isTooMuch(long current, int bytes) {
        int frames = frames(current);
        return frames > 0 && (frames >= maxFrames || (current >>> BYTES) + bytes > maxBytes);
    }

    private static int frames(long state) {
        return (int) (state >>> 17) & MAX_FRAMES;
    }

    private static boolean isNoneStraight(long state) {
        return (state >>> 1 & MAX_FRAMES) == 0;
    }

    /**
     * Notes that a frame has gone, or will not go any more.
     *
     * @param bytes the length of its payload
     * @param straight whether it went straight
     * @return whether it was the last of those that the queue waits for
     */
    public boolean end(int bytes, boolean straight) {
        // Frames go one after the other. Where they fail, a step that is lost does no harm.
        gone.lazySet(gone.getPlain() + 1);
        long after = state.addAndGet(-(FRAME + ((long) bytes << BYTES) + (straight ? STRAIGHT : 0)));
        return straight && (after & QUEUING) != 0 && isNoneStraight(after);
    }

    /**
     * Has frames queue from now on.
     *
     * @return whether the queue has nothing to wait for
     */
    public boolean queue() {
        return isNoneStraight(state.getAndUpdate(current -> current | QUEUING));
    }

    /**
     * Tells how far it has come.
     *
     * @return zero where nothing waits; otherwise a number that is another one whenever a frame has gone
     */
    public long progress() {
        return frames(state.get()) == 0 ? 0 : gone.get() + 1;
    }
}
