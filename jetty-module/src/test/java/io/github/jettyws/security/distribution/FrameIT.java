package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ws-security.limits.maxFrameSize}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameIT {
    private static final int LIMIT = 1000;

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("frame")
                .set("ws-security.limits.maxFrameSize", String.valueOf(LIMIT))
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ee10/echo", "/ee11/upgrading", "/ee10/raised", "/ee10/partial", "/ee11/jakarta-raised"})
    void limitPassesAndOneMoreIsRefused(String endpoint) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            String path = Server.unique(endpoint);
            try (Connection connection = server.open(Upgrade.to(protocol, path))) {
                connection.text("x".repeat(LIMIT));
                assertEquals("text " + LIMIT, connection.readText());
                // Of several such frames, a larger message may be made.
                connection.frame(Frames.TEXT, false, new byte[LIMIT]);
                connection.frame(Frames.CONTINUATION, true, new byte[LIMIT]);
                assertEquals("text " + 2 * LIMIT, connection.readText());

                connection.text("x".repeat(LIMIT + 1));
                server.assertViolated(1009, "FRAME_TOO_LARGE", path, connection);
            }
            assertEquals(2, server.messages(path));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hugeFrameAnnounced_refusedAtItsHeader(Protocol protocol) throws IOException {
        for (int opcode : new int[] {Frames.TEXT, Frames.BINARY}) {
            String path = Server.unique("/ee10/echo");
            try (Connection connection = server.open(Upgrade.to(protocol, path))) {
                connection.announce(opcode, 1L << 62);
                server.assertViolated(1009, "FRAME_TOO_LARGE", path, connection);
            }
            assertEquals(0, server.messages(path));
        }
    }
}
