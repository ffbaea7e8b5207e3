package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ws-security.limits.maxTextMessageSize} and {@code maxBinaryMessageSize}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeIT {
    private static final int TEXT_LIMIT = 1000;
    private static final int BINARY_LIMIT = 600;

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("size")
                .set("ws-security.limits.maxTextMessageSize", String.valueOf(TEXT_LIMIT))
                .set("ws-security.limits.maxBinaryMessageSize", String.valueOf(BINARY_LIMIT))
                .set("ws-security.rate.messages", "100000")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Every style of endpoint, and those that give themselves more. */
    static Stream<Arguments> endpoints() {
        return Stream.of("echo", "own", "upgrading", "partial", "stream", "raised", "jakarta", "jakarta-raised")
                .flatMap(way -> Arrays.stream(TestApp.values())
                        .flatMap(app -> Arrays.stream(Protocol.values())
                                .map(protocol -> Arguments.of(protocol, app.path("/" + way)))));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void text_limitPassesAndOneMoreIsRefused(Protocol protocol, String endpoint) throws IOException {
        assertLimit(protocol, endpoint, Frames.TEXT, TEXT_LIMIT);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void binary_limitPassesAndOneMoreIsRefused(Protocol protocol, String endpoint) throws IOException {
        assertLimit(protocol, endpoint, Frames.BINARY, BINARY_LIMIT);
    }

    @Test
    void jakartaPartial_limitPassesAndOneMoreIsRefused() throws IOException {
        for (Protocol protocol : Protocol.values()) {
            for (TestApp app : TestApp.values()) {
                assertLimit(protocol, app.path("/jakarta-partial"), Frames.TEXT, TEXT_LIMIT);
            }
        }
    }

    private void assertLimit(Protocol protocol, String endpoint, int opcode, int limit) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            String answer = (opcode == Frames.TEXT ? "text " : "binary ") + limit;
            connection.frame(opcode, true, payload(limit));
            assertEquals(answer, connection.readText());

            // Each limit is that of the whole message, however it was cut.
            connection.frame(opcode, false, payload(limit / 2));
            connection.frame(Frames.CONTINUATION, false, payload(limit / 2 - 1));
            connection.frame(Frames.CONTINUATION, true, payload(1));
            assertEquals(answer, connection.readText());

            connection.frame(opcode, true, payload(limit + 1));
            server.assertViolated(1009, "MESSAGE_TOO_LARGE", path, connection);
        }
        assertEquals(2, server.messages(path));

        path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            connection.frame(opcode, false, payload(limit / 2));
            connection.frame(Frames.CONTINUATION, false, payload(limit / 2));
            connection.frame(Frames.CONTINUATION, true, payload(1));
            server.assertViolated(1009, "MESSAGE_TOO_LARGE", path, connection);
        }
        assertEquals(0, server.messages(path));
    }

    private static byte[] payload(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 'x');
        return payload;
    }

    @Test
    void text_bytesAreCountedNotCharacters() throws IOException {
        String path = Server.unique("/ee10/echo");
        try (Connection connection = server.open(Upgrade.to(Protocol.HTTP1, path))) {
            connection.text("\u00e4".repeat(TEXT_LIMIT / 2));
            assertEquals("text " + TEXT_LIMIT / 2, connection.readText());
            connection.text("\u00e4".repeat(TEXT_LIMIT / 2) + "x");
            server.assertViolated(1009, "MESSAGE_TOO_LARGE", path, connection);
        }
        assertEquals(1, server.messages(path));
    }

    /** Extensions are between the guard and the wire: what counts is what the application would see. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void compressed_inflatedBytesAreCounted(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        Upgrade upgrade = Upgrade.to(protocol, path).field("Sec-WebSocket-Extensions", "permessage-deflate");
        try (Connection connection = server.open(upgrade)) {
            connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(payload(TEXT_LIMIT)));
            assertEquals("text " + TEXT_LIMIT, connection.readText());
            connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(payload(TEXT_LIMIT + 1)));
            server.assertViolated(1009, "MESSAGE_TOO_LARGE", path, connection);
        }
        assertEquals(1, server.messages(path));
    }

    @Test
    void compressionNotAllowed_isNotNegotiated() throws IOException {
        try (Server plain = new Server(JettyBase.complete("compression")
                .set("ws-security.compression.allow", "false")
                .start())) {
            for (Protocol protocol : Protocol.values()) {
                for (String endpoint : new String[] {"/ee10/echo", "/ee10/own", "/ee11/jakarta"}) {
                    Upgrade upgrade = Upgrade.to(protocol, Server.unique(endpoint))
                            .field("Sec-WebSocket-Extensions", "permessage-deflate");
                    try (Connection connection = plain.assertAccepted(upgrade)) {
                        // A bit that no extension has claimed breaks the protocol, RFC 6455, section 5.2.
                        connection.frame(Frames.TEXT | Frames.COMPRESSED, true, Deflate.deflate(payload(1)));
                        assertEquals(1002, connection.readClose());
                    }
                }
            }
        }
    }

    @Test
    void applicationWithLowerLimit_keepsIt() throws IOException {
        for (Protocol protocol : Protocol.values()) {
            String path = Server.unique("/ee11/lowered");
            try (Connection connection = server.open(Upgrade.to(protocol, path))) {
                connection.text("x".repeat(100));
                assertEquals("text 100", connection.readText());
                connection.text("x".repeat(101));
                assertEquals(1009, connection.readClose());
            }
            assertEquals(1, server.messages(path));
        }
    }
}
