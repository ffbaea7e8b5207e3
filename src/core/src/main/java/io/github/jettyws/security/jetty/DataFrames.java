package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** Translates the frames of one connection to the pieces of messages that its policy decides about, and ends it. */
final class DataFrames {
    private final GuardedConnection connection;
    private final CoreSession session;
    private final @Nullable WireFrames wire;
    private boolean ended;

    /**
     * Stands before an endpoint.
     *
     * @param measure whether large frames have to be measured here, because Jetty's parser does not refuse them
     */
    DataFrames(GuardedConnection connection, CoreSession session, boolean measure) {
        this.connection = connection;
        this.session = session;
        this.wire = measure ? new WireFrames() : null;
    }

    /**
     * Tells whether a frame may go on. Where it may not, the connection is being closed: the endpoint is told of its end
     * and not of an error, which Jetty would log at length for every client that provokes it.
     */
    boolean pass(Frame frame, Callback callback) {
        if (!ended) {
            Optional<Reason> refused = decide(frame);
            if (refused.isEmpty()) {
                return true;
            }
            ended = true;
            CompletableFuture<?> unused = Refusals.close(session, refused.get().closeCode());
        }
        callback.succeeded();
        return false;
    }

    /** Control frames are no piece of a message, and pass. */
    private Optional<Reason> decide(Frame frame) {
        if (wire != null
                && frame.isDataFrame()
                && wire.exceeds(frame, connection.policy().limits().maxFrameSize())) {
            Optional<Reason> refused = connection.violate(Reason.FRAME_TOO_LARGE);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return switch (frame.getOpCode()) {
            case OpCode.TEXT -> connection.onData(Kind.TEXT, frame.getPayloadLength());
            case OpCode.BINARY -> connection.onData(Kind.BINARY, frame.getPayloadLength());
            case OpCode.CONTINUATION -> connection.onData(null, frame.getPayloadLength());
            default -> Optional.empty();
        };
    }
}
