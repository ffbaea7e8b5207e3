package io.github.jettyws.security.jetty;

import io.github.jettyws.security.limit.PendingCount;
import io.github.jettyws.security.policy.Guard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many connections one peer may have open that carry no WebSocket: handshakes that are begun and never
 * finished, and all other HTTP. The one above the limit is closed as soon as it is accepted, before anything is made for
 * it, and nothing is written. To be added as a bean to each connector before that starts.
 *
 * <ul>
 *   <li>What counts is the connection of the transport, from its acceptance: TLS from before its first byte.
 *   <li>An upgrade over HTTP/1.1 makes it a WebSocket, which counts no longer. A connection of HTTP/2 counts as one until
 *       it is closed, whatever its streams carry.
 *   <li>Where a connector reads the PROXY protocol, a connection counts against the peer of the socket until it says
 *       whom it comes from, and from then on against that address.
 *   <li>Peers without an IP address (Unix-domain sockets) do not count, and neither do the datagrams of HTTP/3, over
 *       which Jetty upgrades nothing.
 * </ul>
 *
 * <p>Thread-safe. What is kept is bounded by what is open.
 */
public final class PendingConnections
        implements SelectorManager.AcceptListener, Connection.Listener, LifeCycle.Listener {
    private final PendingCount count;
    private final Function<InetAddress, Optional<Object>> keys;
    private final Consumer<InetAddress> refused;
    private final boolean enforced;

    /** What each pending connection is counted by; nothing for those that are exempt. */
    private final ConcurrentHashMap<SelectableChannel, Optional<Object>> pending = new ConcurrentHashMap<>();

    /**
     * Makes a listener for any number of connectors, over which it counts together.
     *
     * @param count the limit
     * @param keys gives what an address is counted by, nothing for one that is exempt; asked on the thread that accepts,
     *     and so must not block
     * @param refused told of the address whose connection has just been closed, on the same thread, for each of them
     * @param enforced whether it is closed; otherwise it is only told, and does not count
     */
    PendingConnections(
            PendingCount count,
            Function<InetAddress, Optional<Object>> keys,
            Consumer<InetAddress> refused,
            boolean enforced) {
        this.count = count;
        this.keys = keys;
        this.refused = refused;
        this.enforced = enforced;
    }

    /**
     * Limits the connections of all connectors that a server has, from its next start on.
     *
     * @param server the server
     * @param guard says what peers are counted by, and is told
     * @param limit how many one peer may have open, at least 1
     * @param enforced whether one more is closed, or only told
     * @return takes the limit away again
     */
    public static Runnable install(Server server, Guard guard, int limit, boolean enforced) {
        PendingConnections pending = new PendingConnections(
                new PendingCount(limit), guard::pendingKey, peer -> guard.refusePending(peer, enforced), enforced);
        List<AbstractConnector> connectors = Arrays.stream(server.getConnectors())
                .filter(AbstractConnector.class::isInstance)
                .map(AbstractConnector.class::cast)
                .toList();
        connectors.forEach(connector -> connector.addBean(pending));
        return () -> connectors.forEach(connector -> connector.removeBean(pending));
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        InetAddress peer = channel instanceof SocketChannel socket ? address(socket) : null;
        if (peer == null) {
            return;
        }
        boolean within = false;
        try {
            Optional<Object> key = keys.apply(peer);
            within = acquire(key);
            if (within) {
                pending.put(channel, key);
            } else if (!enforced) {
                pending.put(channel, Optional.empty());
            }
        } finally {
            // A failure closes it too: Jetty would log the exception and go on.
            if (!pending.containsKey(channel)) {
                IO.close(channel);
            }
        }
        if (!within) {
            refused.accept(peer);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        release(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        release(channel);
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        EndPoint transport = transport(endPoint);
        if (!(transport.getTransport() instanceof SocketChannel channel)) {
            return;
        }
        if (connection instanceof WebSocketConnection) {
            release(channel);
        } else if (endPoint instanceof EndPoint.Wrapper) {
            InetAddress peer = address(endPoint.getRemoteSocketAddress());
            if (peer != null && !move(channel, peer)) {
                if (enforced) {
                    transport.close();
                }
                refused.accept(peer);
            }
        }
    }

    /** A connector that stops does not tell the end of each of its connections, but it has closed them. */
    @Override
    public void lifeCycleStopped(LifeCycle connector) {
        pending.keySet().stream().filter(channel -> !channel.isOpen()).forEach(this::release);
    }

    /** Looks through TLS and the PROXY protocol. A stream of HTTP/2 wraps nothing, and its transport is no channel. */
    private static EndPoint transport(EndPoint endPoint) {
        EndPoint transport = endPoint;
        while (transport instanceof EndPoint.Wrapper wrapper) {
            transport = wrapper.unwrap();
        }
        return transport;
    }

    /** Gives back once, however often an end is told of. */
    private void release(SelectableChannel channel) {
        Optional<Object> key = pending.remove(channel);
        if (key != null) {
            key.ifPresent(count::release);
        }
    }

    /**
     * Counts a connection against whom the PROXY protocol has named. Over TLS alone nothing changes.
     *
     * @return false if there is no room; it is then counted against nobody, and to be closed
     */
    private boolean move(SelectableChannel channel, InetAddress peer) {
        Optional<Object> to = keys.apply(peer);
        Optional<Object> now = pending.computeIfPresent(channel, (same, from) -> {
            if (from.equals(to)) {
                return from;
            }
            from.ifPresent(count::release);
            return acquire(to) ? to : Optional.empty();
        });
        // Closed in the meantime, or accepted before this listener was added: it is not held here.
        return now == null || now.equals(to);
    }

    private boolean acquire(Optional<Object> key) {
        return key.isEmpty() || count.tryAcquire(key.get());
    }

    private static @Nullable InetAddress address(SocketChannel channel) {
        try {
            return address(channel.getRemoteAddress());
        } catch (IOException e) {
            // It is closed already, or of no use to anybody.
            IO.close(channel);
            return null;
        }
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /**
     * Tells how many connections are open that carry no WebSocket.
     *
     * @return their number, those of exempt peers among them
     */
    public int size() {
        return pending.size();
    }
}
