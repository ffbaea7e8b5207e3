package io.github.jettyws.security.policy;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Arrival;
import io.github.jettyws.security.limit.Outgoing;
import io.github.jettyws.security.limit.TrafficRules;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Holds the traffic of one connection to its rules, beside what its messages say. Thread-safe. */
public final class Traffic {
    /** What becomes of a frame that is to be sent. */
    public enum Way {
        /** It goes at once, and those behind it wait for it where they queue. */
        STRAIGHT,
        /** It is counted; whoever sends it sees to the order. */
        COUNTED,
        /** It goes as if nobody counted, in mode {@code report}. */
        UNCOUNTED,
        /** It does not go: the connection ends. */
        REFUSED
    }

    private final Lifetimes lifetimes;
    private final TrafficRules rules;
    private final boolean enforced;
    private final Consumer<Reason> offend;
    private final Consumer<Reason> end;
    private final Outgoing outgoing;
    private final Stall writes;
    private final AtomicLong sentData = new AtomicLong();
    private @Nullable Stall messages;
    private @Nullable Stall idle;
    private boolean closed;

    Traffic(Lifetimes lifetimes, Policy policy, boolean enforced, Consumer<Reason> offend, Consumer<Reason> end) {
        this.lifetimes = lifetimes;
        this.rules = policy.traffic();
        this.enforced = enforced;
        this.offend = offend;
        this.end = end;
        this.outgoing = new Outgoing(rules.maxOutgoingFrames(), rules.maxOutgoingBytes());
        this.writes =
                new Stall(lifetimes, rules.writeTimeout(), outgoing::progress, () -> offend.accept(Reason.SLOW_READER));
    }

    /**
     * Begins to watch what comes in.
     *
     * @param arrival what comes in
     * @param received how many bytes have been read so far
     */
    public synchronized void open(Arrival arrival, LongSupplier received) {
        if (closed) {
            return;
        }
        messages = new Stall(
                lifetimes,
                rules.messageTimeout(),
                () -> arrival.unfinished(received.getAsLong()),
                () -> offend.accept(Reason.MESSAGE_TIMEOUT));
        if (!rules.dataTimeout().isZero()) {
            idle = new Stall(
                    lifetimes,
                    rules.dataTimeout(),
                    () -> 1 + arrival.dataFrames() + sentData.get(),
                    () -> end.accept(Reason.IDLE_TIMEOUT));
            idle.begin();
        }
    }

    /** Notes that a message, or a part of a frame, has begun to come in. */
    public void arrives() {
        Stall unfinished = messages;
        if (unfinished != null) {
            unfinished.begin();
        }
    }

    /**
     * Asks whether a frame may be sent. Where it may not, the connection is being ended.
     *
     * @param bytes the length of its payload
     * @param straight whether it goes straight on where nothing queues
     * @return what becomes of it; {@link #sent} is to be told of what goes and is counted
     */
    public Way send(int bytes, boolean straight) {
        Outgoing.Way way = outgoing.begin(bytes, straight);
        if (way == Outgoing.Way.REFUSED) {
            offend.accept(Reason.SLOW_READER);
            return enforced ? Way.REFUSED : Way.UNCOUNTED;
        }
        writes.begin();
        return way == Outgoing.Way.STRAIGHT ? Way.STRAIGHT : Way.COUNTED;
    }

    /**
     * Counts the close frame, which may always be sent.
     *
     * @return what becomes of it; {@link #sent} is to be told of no bytes
     */
    public Way sendClose() {
        return outgoing.beginLast() ? Way.STRAIGHT : Way.COUNTED;
    }

    /**
     * Has frames queue from now on.
     *
     * @return whether the queue has nothing to wait for
     */
    public boolean queue() {
        return outgoing.queue();
    }

    /**
     * Notes that a frame has gone, or will not go any more.
     *
     * @param bytes the length of its payload
     * @param way what {@link #send} said
     * @param data whether it is a data frame that the client has taken
     * @return whether it was the last of those that the queue waits for
     */
    public boolean sent(int bytes, Way way, boolean data) {
        if (data) {
            sentData.lazySet(sentData.getPlain() + 1);
        }
        return outgoing.end(bytes, way == Way.STRAIGHT);
    }

    synchronized void close() {
        closed = true;
        writes.close();
        if (messages != null) {
            messages.close();
        }
        if (idle != null) {
            idle.close();
        }
    }
}
