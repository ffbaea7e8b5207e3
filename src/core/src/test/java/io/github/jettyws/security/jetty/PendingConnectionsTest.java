package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.LogRecorder;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts, what is closed, and what makes room again. */
class PendingConnectionsTest extends PendingFixture {
    @Test
    void http_atLimit_nextIsClosedAndTheOthersGoOn() throws Exception {
        start(EACH);
        List<Socket> within = open(server.port(), LIMIT);

        assertRefused(open(server.port()), LOOPBACK);
        assertRefused(open(server.port()), LOOPBACK);

        for (Socket socket : within) {
            assertAnswered(socket);
        }
        assertEquals(LIMIT, pending.size());
        assertEquals(LIMIT, count.open(LOOPBACK));
        assertEquals(0, refused.size());
    }

    @Test
    void http_begunAndNotFinished_counts() throws Exception {
        start(EACH);
        for (Socket socket : open(server.port(), LIMIT)) {
            write(socket, "GET /app/echo HTTP/1.1\r\nUpgrade: websocket\r\n");
        }

        assertRefused(open(server.port()), LOOPBACK);
    }

    @Test
    void http_handshakeRefused_goesOnCounting() throws Exception {
        start(EACH);
        for (Socket socket : open(server.port(), LIMIT)) {
            assertTrue(new RawClient(socket).upgrade("/app/echo").startsWith("HTTP/1.1 403"));
        }

        assertRefused(open(server.port()), LOOPBACK);
    }

    @Test
    void http_closed_makesRoomForOne() throws Exception {
        start(EACH);
        List<Socket> within = open(server.port(), LIMIT);
        awaitSize(LIMIT);
        within.get(1).close();
        awaitSize(LIMIT - 1);

        assertAnswered(open(server.port()));
        assertRefused(open(server.port()), LOOPBACK);
    }

    @Test
    void http_closedByServer_makesRoom() throws Exception {
        start(EACH);
        for (Socket socket : open(server.port(), LIMIT)) {
            write(socket, "no HTTP\r\n\r\n");
            assertTrue(socket.getInputStream().readAllBytes().length > 0);
        }
        awaitSize(0);

        assertAnswered(open(server.port()));
    }

    @Test
    void webSocket_open_countsNoLonger() throws Exception {
        start(EACH);
        List<RawClient> webSockets = new ArrayList<>();
        for (int i = 0; i < 2 * LIMIT; i++) {
            webSockets.add(new RawClient(open(server.port())));
            assertUpgraded(webSockets.get(i));
            awaitSize(0);
        }
        List<Socket> within = open(server.port(), LIMIT);
        assertRefused(open(server.port()), LOOPBACK);

        // The end of a WebSocket gives nothing back a second time.
        for (Socket socket : sockets.subList(0, 2 * LIMIT - 1)) {
            socket.close();
        }
        await(() -> server.events.stream()
                        .filter(event -> event.type() == SecurityEvent.Type.CLOSED)
                        .count()
                == 2 * LIMIT - 1);
        webSockets.get(2 * LIMIT - 1).text("still open");
        assertEquals("still open", webSockets.get(2 * LIMIT - 1).receive().text());
        assertRefused(open(server.port()), LOOPBACK);
        assertAnswered(within.get(0));
    }

    @Test
    void connectors_two_countTogether() throws Exception {
        ServerConnector other = connector(new HttpConnectionFactory());
        start(EACH);
        List<Socket> within = open(server.port(), LIMIT);
        awaitSize(LIMIT);

        assertRefused(open(other.getLocalPort()), LOOPBACK);
        within.get(0).close();
        awaitSize(LIMIT - 1);
        assertAnswered(open(other.getLocalPort()));
    }

    @Test
    void key_none_isExempt() throws Exception {
        start(address -> Optional.empty());
        for (Socket socket : open(server.port(), 10 * LIMIT)) {
            assertAnswered(socket);
        }

        assertEquals(10 * LIMIT, pending.size());
        assertEquals(0, count.clients());
        assertEquals(0, refused.size());
    }

    @Test
    void key_fails_isClosed() throws Exception {
        try (LogRecorder log = new LogRecorder("org.eclipse.jetty.io", Level.WARN)) {
            start(address -> {
                throw new IllegalStateException("on purpose");
            });
            assertEquals(-1, open(server.port()).getInputStream().read());
            await(() -> log.events().size() == 1);
        }
    }

    @Test
    void unixDomain_peer_isNotCounted(@TempDir Path sockets) throws Exception {
        pending = new PendingConnections(count, EACH, refused::add, true);
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(sockets.resolve("s"));
            listening.bind(address);
            for (int i = 0; i <= LIMIT; i++) {
                try (SocketChannel client = SocketChannel.open(address);
                        SocketChannel accepted = listening.accept()) {
                    pending.onAccepting(accepted);
                    assertTrue(accepted.isOpen() && client.isOpen());
                    assertEquals(0, pending.size());
                }
            }
        }
        assertEquals(0, refused.size());
    }

    @Test
    void flood_ofAllKinds_nothingRemains() throws Exception {
        try (LogRecorder log = new LogRecorder("org.eclipse.jetty", Level.WARN)) {
            // A backlog that is full would make the client's system wait for a second.
            ((ServerConnector) server.server.getConnectors()[0]).setAcceptQueueSize(2_000);
            start(EACH);
            Random random = new Random(7);
            String[] begun = {"", "GET /app", GET, "no HTTP\r\n\r\n", H2C};
            for (int i = 0; i < 2_000; i++) {
                try {
                    write(open(server.port()), begun[random.nextInt(begun.length)]);
                } catch (SocketException e) {
                    // Refused before it was written.
                }
                if (sockets.size() == 2 * LIMIT) {
                    sockets.remove(random.nextInt(sockets.size())).close();
                }
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            // Once all that were waiting to be accepted have been.
            await(this::isAnswered);
            awaitSize(1);
            assertTrue(refused.size() > 100, refused.size() + " of 2000");
            assertEquals(List.of(), log.lines());
        }
    }

    @Test
    void stop_withConnectionsOpen_nothingRemains() throws Exception {
        start(EACH);
        open(server.port(), LIMIT);
        awaitSize(LIMIT);
        server.close();

        assertEquals(0, pending.size());
        assertEquals(0, count.clients());
    }

    @Test
    void connector_startedAgain_countsFromZero() throws Exception {
        // No thread that accepts: Jetty interrupts that of a connector that stops, even if it has been started again.
        ServerConnector other = new ServerConnector(server.server, 0, 1, new HttpConnectionFactory());
        other.setHost(LOOPBACK.getHostAddress());
        server.server.addConnector(other);
        start(EACH);
        for (int i = 0; i < 3; i++) {
            open(other.getLocalPort(), LIMIT);
            assertRefused(open(other.getLocalPort()), LOOPBACK);
            other.stop();
            assertEquals(0, pending.size());
            other.start();
        }
    }
}
