package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ws-security.origin.*} as it comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("origin").start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }

    @ParameterizedTest
    @EnumSource
    void sameOrigin_accepted(Protocol protocol) throws IOException {
        Upgrade upgrade = upgrade(protocol);
        try (Connection connection = server.assertAccepted(upgrade)) {
            SeenEvents.Seen event = server.event(upgrade.path(), "ACCEPTED");
            assertEquals(server.endpoint().origin(), event.origin());
            assertEquals("127.0.0.1", event.address());
            assertEquals(protocol.version(), event.protocol());
            assertTrue(connection.accepted());
        }
    }

    @ParameterizedTest
    @EnumSource
    void localhost_accepted(Protocol protocol) throws IOException {
        server.assertAccepted(upgrade(protocol).origin("http://localhost:3000")).close();
    }

    @ParameterizedTest
    @EnumSource
    void otherSite_refused(Protocol protocol) throws IOException {
        Upgrade upgrade = upgrade(protocol).origin("https://evil.example");
        SeenEvents.Seen event = server.assertRefused(403, "ORIGIN_NOT_ALLOWED", upgrade);
        assertEquals("GATE", event.stage());
        assertEquals("https://evil.example", event.origin());
        assertEquals("127.0.0.1", event.address());
        assertEquals(protocol.version(), event.protocol());
        assertTrue(server.process()
                .logs("refused ORIGIN_NOT_ALLOWED address=\"127.0.0.1\" origin=\"https://evil.example\" path=\""
                        + upgrade.path() + "\" protocol=\"" + protocol.version() + "\" user=- connection=-"));
    }

    @ParameterizedTest
    @EnumSource
    void noOrigin_refused(Protocol protocol) throws IOException {
        server.assertRefused(403, "ORIGIN_MISSING", upgrade(protocol).noOrigin());
    }

    @ParameterizedTest
    @EnumSource
    void nullOrigin_refused(Protocol protocol) throws IOException {
        server.assertRefused(403, "ORIGIN_NOT_ALLOWED", upgrade(protocol).origin("null"));
    }

    @ParameterizedTest
    @EnumSource
    void twoOrigins_refused(Protocol protocol) throws IOException {
        server.assertRefused(
                400,
                "MALFORMED_HANDSHAKE",
                upgrade(protocol).origin("http://localhost").origin("http://localhost"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://localhost.",
                "http://localhost@evil.example",
                "http://evil.example/localhost",
                "http://127.0.0.1.evil.example",
                "http://localhost http://evil.example",
                "http://127.0.0.2",
                "localhost",
            })
    void lookalike_refused(String origin) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(403, "ORIGIN_NOT_ALLOWED", upgrade(protocol).origin(origin));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket",
                "connection: upgrade\r\nupgrade: WEBSOCKET",
                "Connection: Upgrade\r\nUpgrade: h2c, websocket",
                "Connection: Upgrade\r\nConnection: keep-alive\r\nUpgrade: h2c\r\nUpgrade: websocket",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 12",
                "Connection: Upgrade\r\nUpgrade: websocket/13",
            })
    void upgradeInOtherWords_getsNobodyIn(String words) throws IOException {
        String path = Server.unique("/ee10/echo");
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: " + server.endpoint().authority()
                        + "\r\n" + words + "\r\nOrigin: https://evil.example\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        try (Connection connection = Http1.send(server.endpoint().connect(null), request)) {
            assertFalse(connection.accepted(), () -> "status " + connection.status());
        }
        assertEquals("created=0 parts=0 messages=0", server.counts(path));
    }
}
