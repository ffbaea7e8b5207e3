package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Translates the frames of one connection to the pieces of messages that its policy decides about, and ends it. */
final class DataFrames {
    private final GuardedConnection connection;
    private final CoreSession session;
    private boolean ended;

    DataFrames(GuardedConnection connection, CoreSession session) {
        this.connection = connection;
        this.session = session;
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
        if (isLargePiece(frame)) {
            connection.violate(Reason.FRAME_TOO_LARGE);
        }
        return switch (frame.getOpCode()) {
            case OpCode.TEXT -> connection.onData(Kind.TEXT, frame.getPayloadLength());
            case OpCode.BINARY -> connection.onData(Kind.BINARY, frame.getPayloadLength());
            case OpCode.CONTINUATION -> connection.onData(null, frame.getPayloadLength());
            default -> Optional.empty();
        };
    }

    /**
     * In mode {@code report} Jetty's parser does not refuse large frames, but hands them over in pieces. A piece that is
     * too long is a frame that is; the others cannot be told from frames. What was inflated has no mask.
     */
    private boolean isLargePiece(Frame frame) {
        return connection.policy().mode() == Mode.REPORT
                && frame.isDataFrame()
                && frame.isMasked()
                && frame.getPayloadLength() > connection.policy().limits().maxFrameSize();
    }
}
