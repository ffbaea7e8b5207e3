package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Translates frames to the pieces of messages that a policy decides about. */
final class DataFrames {
    private DataFrames() {}

    /** Control frames are no piece of a message, and pass. */
    static Optional<Reason> decide(GuardedConnection connection, Frame frame) {
        return switch (frame.getOpCode()) {
            case OpCode.TEXT -> connection.onData(Kind.TEXT, frame.getPayloadLength());
            case OpCode.BINARY -> connection.onData(Kind.BINARY, frame.getPayloadLength());
            case OpCode.CONTINUATION -> connection.onData(null, frame.getPayloadLength());
            default -> Optional.empty();
        };
    }
}
