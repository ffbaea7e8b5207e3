package io.github.jettyws.security.jetty;

import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.GuardedConnection;
import java.util.Objects;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.AbstractExtension;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.util.DemandChain;
import org.jspecify.annotations.Nullable;

/**
 * Guards endpoints that are mapped past the mappings of their context ({@code JettyWebSocketServlet}, Jetty's core), as
 * an extension next to the endpoint. It is offered by the gate in the name of the client, since what is offered and
 * known is negotiated by every API in every environment; the client never sees it.
 *
 * <p>Whatever the endpoint has raised is lowered again each time it asks for a frame. Jetty's parser goes on to hand
 * large frames over in pieces, and takes their masks off, so that nothing tells a piece from a frame: {@code maxFrameSize}
 * is no limit of its own here. A frame is limited as the message that it belongs to.
 *
 * <p>Public, with a public constructor, because Jetty makes it: it is named in {@code META-INF/services}.
 */
public final class GuardExtension extends AbstractExtension implements DemandChain, Connection.Listener {
    static final String NAME = "ws-security";
    static final String ID = "id";

    private @Nullable ExtensionConfig config;
    private @Nullable GuardedRequest request;
    private @Nullable Attempt attempt;
    private @Nullable Object owner;
    private @Nullable GuardedConnection connection;
    private @Nullable SessionCloser closer;
    private @Nullable Incoming incoming;
    private @Nullable Replies replies;
    private @Nullable DemandChain nextDemand;
    private boolean standsAside;
    private volatile int closeCode = CloseStatus.NO_CLOSE;

    /** Made by Jetty, once to learn the name and then for each connection. */
    public GuardExtension() {}

    /** A name with an {@code @} is internal to Jetty and not told to the client; a client may not offer one either. */
    @Override
    public String getName() {
        return config == null ? NAME : "@" + NAME;
    }

    /**
     * Finds the request that offered it.
     *
     * @throws IllegalArgumentException if no request did
     */
    @Override
    public void init(ExtensionConfig offered, WebSocketComponents components) {
        super.init(offered, components);
        config = offered;
        request = GuardedRequest.offering(offered.getParameter(ID, ""));
    }

    /** Told first when the extension has become part of the connection that is about to be made. */
    @Override
    public void setCoreSession(CoreSession session) {
        super.setCoreSession(session);
        GuardedRequest offering = request;
        if (offering != null) {
            offering.attach(this);
            request = null;
        }
    }

    /** Tells the path that is about to open, to which a rewrite may have led since the gate. */
    String path() {
        return Handshakes.path(HttpURI.from(getCoreSession().getRequestURI()));
    }

    /** Told by the choke point, which is the last to know the attempt before the connection opens. */
    void guard(Attempt admitted, Object context) {
        attempt = admitted;
        owner = context;
    }

    /** Told by the choke point where the endpoint has a guard of its own. */
    void standAside() {
        standsAside = true;
    }

    @Override
    public void onOpened(Connection opened) {
        GuardedCoreSession session = (GuardedCoreSession) getCoreSession();
        SessionCloser waiting = new SessionCloser(session);
        closer = waiting;
        connection = Objects.requireNonNull(attempt).open(Objects.requireNonNull(owner), waiting);
        if (connection.policy().answers()) {
            replies = new Replies(this::nextOutgoingFrame, entry -> session.sendFrame(entry, this::nextOutgoingFrame));
        }
        incoming = new Incoming(
                connection.messages(),
                session,
                this::nextIncomingFrame,
                Objects.requireNonNull(nextDemand),
                session.guard(connection),
                replies,
                session::later);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (standsAside) {
            nextIncomingFrame(frame, callback);
            return;
        }
        noteClose(frame);
        Objects.requireNonNull(incoming).onFrame(frame, callback);
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        noteClose(entry.getFrame());
        if (replies == null) {
            nextOutgoingFrame(entry);
        } else {
            replies.sendFrame(entry);
        }
    }

    /**
     * As Jetty has it, but for the line at level {@code DEBUG} with what the frame carries, which may be a newer token. The
     * logger would be the guard's own, since it has the name of this class.
     */
    @Override
    protected void nextIncomingFrame(Frame frame, Callback callback) {
        getNextIncoming().onFrame(frame, callback);
    }

    /** As Jetty has it, but for the log. */
    @Override
    protected void nextOutgoingFrame(OutgoingEntry entry) {
        getNextOutgoing().sendFrame(entry);
    }

    /** The first close frame, of whichever side, is what the connection is closed with. */
    private void noteClose(Frame frame) {
        if (frame.getOpCode() == OpCode.CLOSE && closeCode == CloseStatus.NO_CLOSE) {
            closeCode = CloseStatus.getCloseStatus(frame).getCode();
        }
    }

    @Override
    public void setNextDemand(DemandChain next) {
        nextDemand = next;
    }

    @Override
    public void demand() {
        GuardedConnection current = connection;
        if (current != null && current.policy().mode() == Mode.ENFORCE) {
            Caps.lower(getConfiguration(), current.policy().limits());
        }
        if (incoming == null) {
            Objects.requireNonNull(nextDemand).demand();
        } else {
            incoming.demand();
        }
        // Whoever asks for frames has been told of the beginning.
        ready();
    }

    private void ready() {
        if (closer != null) {
            closer.ready();
        }
    }

    @Override
    public void onClosed(Connection closed) {
        GuardedConnection current = connection;
        if (current != null) {
            current.close(closeCode);
        }
        if (incoming != null) {
            incoming.closed();
        }
        ready();
    }
}
