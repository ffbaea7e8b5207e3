package io.github.jettyws.security.jetty;

import io.github.jettyws.security.policy.Traffic;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;

/** The callback of a frame that counts until it is called, once, before that of the application. */
final class CountedFrame extends Callback.Nested {
    private final Traffic traffic;
    private final Traffic.Way way;
    private final int bytes;
    private final boolean data;
    private final Runnable whenLast;

    private CountedFrame(OutgoingEntry entry, Traffic traffic, Traffic.Way way, Runnable whenLast) {
        super(entry.getCallback());
        this.traffic = traffic;
        this.way = way;
        // The payload is consumed as it is sent. That of a close frame does not count.
        this.bytes = entry.getFrame().getOpCode() == OpCode.CLOSE
                ? 0
                : entry.getFrame().getPayloadLength();
        this.data = entry.getFrame().isDataFrame();
        this.whenLast = whenLast;
    }

    /**
     * Makes an entry of one that was counted.
     *
     * @param whenLast what to do once the last frame has gone that a queue waits for
     */
    static OutgoingEntry of(OutgoingEntry entry, Traffic traffic, Traffic.Way way, Runnable whenLast) {
        return new OutgoingEntry.Builder(entry)
                .callback(new CountedFrame(entry, traffic, way, whenLast))
                .build();
    }

    @Override
    public void succeeded() {
        end(data);
        super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        end(false);
        super.failed(failure);
    }

    private void end(boolean taken) {
        if (traffic.sent(bytes, way, taken)) {
            whenLast.run();
        }
    }
}
