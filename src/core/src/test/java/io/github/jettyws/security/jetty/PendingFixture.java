package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.limit.PendingCount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;

/** A server whose pending connections are counted by a limit of three, and clients on bare sockets. */
abstract class PendingFixture {
    static final int LIMIT = 3;
    static final String LOCAL = "Origin: http://localhost";
    static final String GET = "GET /app/none HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static final String H2C = GET.replace(
            "\r\n\r\n",
            "\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    static final Function<InetAddress, Optional<Object>> EACH = Optional::of;

    final TestServer server = new TestServer();
    final PendingCount count = new PendingCount(LIMIT);
    final BlockingQueue<InetAddress> refused = new LinkedBlockingQueue<>();
    final List<Socket> sockets = new ArrayList<>();
    PendingConnections pending;

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        awaitSize(0);
        assertEquals(0, count.clients());
    }

    void start(Function<InetAddress, Optional<Object>> keys) throws Exception {
        pending = new PendingConnections(count, keys, refused::add, true);
        for (Connector connector : server.server.getConnectors()) {
            connector.addBean(pending);
        }
        server.start();
    }

    ServerConnector connector(ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server.server, 1, 1, factories);
        connector.setHost(LOOPBACK.getHostAddress());
        server.server.addConnector(connector);
        return connector;
    }

    Socket open(int port) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    List<Socket> open(int port, int connections) throws IOException {
        List<Socket> opened = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            opened.add(open(port));
        }
        return opened;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void assertRefused(Socket socket, InetAddress peer) throws Exception {
        try {
            // The end, and nothing before it.
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            // A reset: the client had written what nobody will read. A time-out is no such exception.
        }
        assertEquals(peer, refused.poll(10, TimeUnit.SECONDS));
    }

    static void assertAnswered(Socket socket) throws IOException {
        String head = new RawClient(socket).send(GET);
        assertTrue(head.startsWith("HTTP/1.1 404"), head);
    }

    boolean isAnswered() {
        try {
            return new RawClient(open(server.port())).send(GET).startsWith("HTTP/1.1 404");
        } catch (IOException e) {
            return false;
        }
    }

    static void assertUpgraded(RawClient client) throws IOException {
        String head = client.upgrade("/app/echo", LOCAL);
        assertTrue(head.startsWith("HTTP/1.1 101"), head);
    }

    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "not within ten seconds");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    void awaitSize(int size) {
        await(() -> pending.size() == size);
    }
}
