package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** Translates the frames of one connection to the pieces of messages that its policy decides about. */
final class DataFrames {
    private final GuardedConnection connection;
    private final @Nullable WireFrames wire;

    DataFrames(GuardedConnection connection) {
        this.connection = connection;
        // Otherwise Jetty's parser measures frames, and more exactly.
        this.wire = connection.policy().mode() == Mode.REPORT ? new WireFrames() : null;
    }

    /** Control frames are no piece of a message, and pass. */
    Optional<Reason> decide(Frame frame) {
        if (wire != null
                && frame.isDataFrame()
                && wire.exceeds(frame, connection.policy().limits().maxFrameSize())) {
            connection.violate(Reason.FRAME_TOO_LARGE);
        }
        return switch (frame.getOpCode()) {
            case OpCode.TEXT -> connection.onData(Kind.TEXT, frame.getPayloadLength());
            case OpCode.BINARY -> connection.onData(Kind.BINARY, frame.getPayloadLength());
            case OpCode.CONTINUATION -> connection.onData(null, frame.getPayloadLength());
            default -> Optional.empty();
        };
    }
}
