package io.github.jettyws.security.limit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows whether a message, or only a part of a frame, has begun to come in on one connection and not ended. Told by one
 * thread at a time; asked by any.
 *
 * <p>A parser may keep what it has of a frame to itself until it has all of it. So the bytes that were read are compared
 * to those of the frames that came of them.
 */
public final class Arrival {
    private static final int MASKED_HEADER = 6;

    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong parsed = new AtomicLong();
    private final AtomicLong dataFrames = new AtomicLong();

    /** The number of the frame that the unfinished message began with; zero where there is none. */
    private final AtomicLong begun = new AtomicLong();

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicLong unwanted = new AtomicLong();
    private volatile boolean isInPieces;

    /** Knows of nothing yet. */
    public Arrival() {}

    /** Notes that a frame is asked for. */
    public void demand() {
        wanted.setRelease(true);
    }

    /**
     * Notes a frame.
     *
     * @param data whether it is a data frame
     * @param last whether a message ends with it
     * @param bytes the length of its payload
     * @param whole whether it is a frame as the client sent it, and not a piece of one
     */
    public void frame(boolean data, boolean last, int bytes, boolean whole) {
        wanted.setRelease(false);
        long number = add(frames, 1);
        add(parsed, header(bytes) + (long) bytes);
        if (!whole) {
            isInPieces = true;
        }
        if (data) {
            add(dataFrames, 1);
            if (last) {
                begun.lazySet(0);
            } else if (begun.getPlain() == 0) {
                begun.lazySet(number);
            }
        }
    }

    /** One thread at a time adds, so that nothing has to be atomic but the number. */
    private static long add(AtomicLong count, long more) {
        long sum = count.getPlain() + more;
        count.lazySet(sum);
        return sum;
    }

    /** RFC 6455, section 5.2: the length takes as few bytes as it can. */
    private static int header(int bytes) {
        return MASKED_HEADER + (bytes < 126 ? 0 : bytes < 1 << 16 ? 2 : 8);
    }

    /**
     * Tells what is unfinished.
     *
     * @param received how many bytes have been read
     * @return zero where nothing is; otherwise a number that is the same for as long as the same message, or a frame that
     *     begins one, is unfinished and the server waits for the client. Where it is the server that does not ask for
     *     more, it is another one each time
     */
    public long unfinished(long received) {
        long message = begun.getAcquire();
        boolean begins = !isInPieces && received > parsed.getAcquire();
        if (message == 0 && !begins) {
            return 0;
        }
        if (!wanted.getAcquire()) {
            return -unwanted.incrementAndGet();
        }
        // What a message begins with keeps its number as the message goes on.
        return message == 0 ? frames.getAcquire() + 1 : message;
    }

    /**
     * Tells how many data frames have come in.
     *
     * @return the number
     */
    public long dataFrames() {
        return dataFrames.getAcquire();
    }
}
