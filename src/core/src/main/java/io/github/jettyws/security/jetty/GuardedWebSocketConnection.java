package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.Arrival;
import io.github.jettyws.security.policy.Traffic;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * Jetty's connection, in whose place it opens. It notes what has begun to come in and has not ended: where a frame may not
 * be handed over in pieces, Jetty's parser keeps it until it is whole, and nobody else knows of it.
 */
final class GuardedWebSocketConnection extends WebSocketConnection {
    private final Arrival arrival = new Arrival();
    private final GuardedCoreSession session;

    /** What came with the upgrade request. */
    private long initial;

    private GuardedWebSocketConnection(WebSocketConnection replaced, Connector connector, GuardedCoreSession session) {
        super(
                replaced.getEndPoint(),
                replaced.getExecutor(),
                connector.getScheduler(),
                connector.getByteBufferPool(),
                session);
        this.session = session;
    }

    /** Takes the place of a connection that has not been opened. */
    static GuardedWebSocketConnection of(
            WebSocketConnection replaced, Connector connector, GuardedCoreSession session) {
        GuardedWebSocketConnection connection = new GuardedWebSocketConnection(replaced, connector, session);
        session.setWebSocketConnection(connection);
        session.whenGuarded(connection::watch);
        connection.setUseInputDirectByteBuffers(replaced.isUseInputDirectByteBuffers());
        connection.setUseOutputDirectByteBuffers(replaced.isUseOutputDirectByteBuffers());
        connector.getEventListeners().forEach(connection::addEventListener);
        return connection;
    }

    private void watch() {
        Traffic traffic = session.traffic();
        if (traffic != null) {
            traffic.open(arrival, this::received);
        }
    }

    private long received() {
        return initial + getBytesIn();
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        initial = buffer.remaining();
        super.onUpgradeTo(buffer);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        noteUnfinished();
    }

    @Override
    public void onFillable() {
        super.onFillable();
        noteUnfinished();
    }

    @Override
    public void run() {
        super.run();
        noteUnfinished();
    }

    /** To be called once all has been parsed that was read. */
    private void noteUnfinished() {
        Traffic traffic = session.traffic();
        if (traffic != null && arrival.unfinished(received()) != 0) {
            traffic.arrives();
        }
    }

    @Override
    public void demand() {
        arrival.demand();
        super.demand();
    }

    @Override
    protected void onFrame(Frame.Parsed frame) {
        arrival.frame(frame.isDataFrame(), frame.isFin(), frame.getPayloadLength(), !session.isAutoFragment());
        super.onFrame(frame);
    }
}
