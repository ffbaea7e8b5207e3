package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.fixture.LogRecorder;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, HTTP/2 and the PROXY protocol: one connection of the transport counts once, whatever is inside. */
class PendingProtocolsTest extends PendingFixture {
    @TempDir
    static Path directory;

    private static TestKeyStore keyStore;

    @BeforeAll
    static void makeKeys() throws Exception {
        keyStore = new TestKeyStore(directory);
    }

    /** Speaks TLS over a connection, and keeps hold of it: one that is collected as garbage is closed. */
    private Socket secure(Socket socket) throws Exception {
        Socket secured = keyStore.wrap(socket);
        sockets.add(secured);
        return secured;
    }

    @Test
    void tls_nothingSent_counts() throws Exception {
        ServerConnector secure =
                connector(new SslConnectionFactory(keyStore.server(), "http/1.1"), new HttpConnectionFactory());
        start(EACH);
        open(secure.getLocalPort(), LIMIT);

        assertRefused(open(secure.getLocalPort()), LOOPBACK);
    }

    @Test
    void tls_httpInside_countsOnceAndUpgradedNoLonger() throws Exception {
        ServerConnector secure =
                connector(new SslConnectionFactory(keyStore.server(), "http/1.1"), new HttpConnectionFactory());
        start(EACH);
        for (int i = 0; i < LIMIT; i++) {
            assertAnswered(secure(open(secure.getLocalPort())));
            assertEquals(i + 1, pending.size());
        }
        assertRefused(open(secure.getLocalPort()), LOOPBACK);
        sockets.get(0).close();
        awaitSize(LIMIT - 1);

        for (int i = 0; i < 2; i++) {
            RawClient webSocket = new RawClient(secure(open(secure.getLocalPort())));
            assertUpgraded(webSocket);
            awaitSize(LIMIT - 1);
        }
    }

    @Test
    void http2_webSocketInside_countsUntilClosed() throws Exception {
        start(EACH);
        try (Http2Client client = new Http2Client(server.port())) {
            HttpFields origin =
                    HttpFields.build().add("sec-websocket-version", "13").add("origin", "http://localhost");
            HostPortHttpField authority = new HostPortHttpField("localhost:" + server.port());
            for (int i = 0; i < 2 * LIMIT; i++) {
                Stream stream =
                        client.tunnel(new MetaData.ConnectRequest("http", authority, "/app/echo", origin, "websocket"));
                await(() -> server.events.size() > 0);
                server.events.clear();
                assertEquals(1, pending.size());
                if (i % 2 == 0) {
                    Http2Client.reset(stream);
                    await(() -> server.events.size() > 0);
                    server.events.clear();
                    assertEquals(1, pending.size());
                }
            }
            open(server.port(), LIMIT - 1);
            assertRefused(open(server.port()), LOOPBACK);
        }
        awaitSize(LIMIT - 1);
    }

    /** RFC 7540, section 3.2: over HTTP/1.1 to HTTP/2 on the same connection. */
    @Test
    void http2_byUpgrade_isTheSameConnection() throws Exception {
        start(EACH);
        for (Socket socket : open(server.port(), LIMIT)) {
            String head = new RawClient(socket).send(H2C);
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
        }
        assertEquals(LIMIT, pending.size());
        assertRefused(open(server.port()), LOOPBACK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void proxyProtocol_named_countsAgainstWhomItNames(boolean tls) throws Exception {
        ServerConnector proxied = tls
                ? connector(
                        new ProxyConnectionFactory(),
                        new SslConnectionFactory(keyStore.server(), "http/1.1"),
                        new HttpConnectionFactory())
                : connector(new ProxyConnectionFactory(), new HttpConnectionFactory());
        start(address -> address.isLoopbackAddress() ? Optional.empty() : Optional.of(address));
        InetAddress client = InetAddress.getByName("192.0.2.7");

        try (LogRecorder log = new LogRecorder("org.eclipse.jetty", Level.WARN)) {
            for (int i = 0; i < LIMIT; i++) {
                assertAnswered(named(proxied, "192.0.2.7", tls));
            }
            assertEquals(LIMIT, count.open(client));
            Socket above = open(proxied.getLocalPort());
            write(above, "PROXY TCP4 192.0.2.7 127.0.0.1 4711 80\r\n");
            assertRefused(above, client);
            awaitSize(LIMIT);

            RawClient other = new RawClient(named(proxied, "192.0.2.8", tls));
            assertUpgraded(other);
            awaitSize(LIMIT);
            assertEquals(1, count.clients());
            sockets.get(0).close();
            awaitSize(LIMIT - 1);
            assertAnswered(named(proxied, "192.0.2.7", tls));
            assertEquals(List.of(), log.lines());
        }
    }

    private Socket named(ServerConnector proxied, String client, boolean tls) throws Exception {
        Socket socket = open(proxied.getLocalPort());
        write(socket, "PROXY TCP4 " + client + " 127.0.0.1 4711 80\r\n");
        return tls ? secure(socket) : socket;
    }

    /** Whoever does not say whom it speaks for counts itself. */
    @Test
    void proxyProtocol_notNamed_countsAgainstThePeer() throws Exception {
        ServerConnector proxied = connector(new ProxyConnectionFactory(), new HttpConnectionFactory());
        start(EACH);
        write(open(proxied.getLocalPort()), "PROXY UNKNOWN\r\n");
        open(proxied.getLocalPort(), LIMIT - 1);

        assertRefused(open(proxied.getLocalPort()), LOOPBACK);
    }
}
