package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketSessionListener;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.AbstractExtension;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Extension;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.IncomingFrames;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.OutgoingFrames;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * Guards the sessions of endpoints that are mapped past the mappings of their context, as {@code JettyWebSocketServlet}
 * does: their container announces a session before its first frame, and the guard steps between the extensions and the
 * endpoint.
 *
 * <p>Whatever the endpoint has raised is lowered again each time it asks for a frame. Jetty's parser goes on to hand
 * large frames over in pieces, so {@code maxFrameSize} is no limit of its own here: a frame is limited as the message
 * that it belongs to.
 */
final class SessionGuard implements WebSocketSessionListener {
    @Override
    public void onWebSocketSessionCreated(Session session) {
        if (session instanceof WebSocketSession jetty && jetty.getCoreSession() instanceof WebSocketCoreSession core) {
            PendingGuard pending = PendingGuard.take(core.getConnection());
            if (pending == null) {
                // The choke point lets nothing pass that is neither guarded nor pending.
                core.abort();
            } else {
                attach(core, pending);
            }
        }
    }

    private static void attach(WebSocketCoreSession core, PendingGuard pending) {
        GuardedConnection connection = pending.open();
        ExtensionStack stack = core.getExtensionStack();
        if (connection.policy().mode() == Mode.ENFORCE) {
            stack.setLastDemand(() -> {
                Caps.lower(core, connection.policy().limits());
                core.getConnection().demand();
            });
        }
        List<Extension> extensions = stack.getExtensions();
        IncomingFrames endpoint = extensions.isEmpty()
                ? stack.getNextIncoming()
                : ((AbstractExtension) extensions.get(extensions.size() - 1)).getNextIncoming();
        OutgoingFrames network = extensions.isEmpty()
                ? stack.getNextOutgoing()
                : ((AbstractExtension) extensions.get(0)).getNextOutgoing();
        stack.initialize(new Incoming(endpoint, connection, pending), entry -> send(network, entry, pending), core);
    }

    private static void send(OutgoingFrames network, OutgoingEntry entry, PendingGuard pending) {
        noteClose(entry.getFrame(), pending);
        network.sendFrame(entry);
    }

    private static void noteClose(Frame frame, PendingGuard pending) {
        if (frame.getOpCode() == OpCode.CLOSE) {
            pending.closing(CloseStatus.getCloseStatus(frame).getCode());
        }
    }

    private record Incoming(IncomingFrames endpoint, GuardedConnection connection, PendingGuard pending)
            implements IncomingFrames {
        @Override
        public void onFrame(Frame frame, Callback callback) {
            noteClose(frame, pending);
            Optional<Reason> refused = DataFrames.decide(connection, frame);
            if (refused.isPresent()) {
                callback.failed(Refusals.close(refused.get()));
            } else {
                endpoint.onFrame(frame, callback);
            }
        }
    }
}
