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

/** {@code ws-security.mode=report}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("report")
                .set("ws-security.mode", "report")
                .set("ws-security.address.blocked", "127.0.7.0/24")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.session.attribute", "user")
                .set("ws-security.limits.maxTextMessageSize", "100")
                .set("ws-security.limits.maxFrameSize", "200")
                .set("ws-security.rate.messages", "2")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyRule_reportedAndNothingRefused(Protocol protocol) throws IOException {
        assertReported("ADDRESS_BLOCKED", Upgrade.to(protocol, path()).from("127.0.7.1"));
        assertReported("ORIGIN_NOT_ALLOWED", Upgrade.to(protocol, path()).origin("https://evil.example"));
        assertReported("ORIGIN_MISSING", Upgrade.to(protocol, path()).noOrigin());
        assertReported("UNAUTHENTICATED", Upgrade.to(protocol, path()));
    }

    private static String path() {
        return Server.unique("/ee10/echo");
    }

    private void assertReported(String reason, Upgrade upgrade) throws IOException {
        server.assertAccepted(upgrade).close();
        SeenEvents.Seen event = server.event(upgrade.path(), "REFUSED");
        assertEquals(reason, event.reason());
        assertFalse(event.enforced());
        assertTrue(server.process().logs("would refuse " + reason));
        assertEquals("created=1 parts=0 messages=1", server.counts(upgrade.path()));
    }

    @ParameterizedTest
    @EnumSource
    void messages_reportedAndDelivered(Protocol protocol) throws IOException {
        String client = protocol == Protocol.HTTP1 ? "127.0.9.1" : "127.0.9.2";
        assertReported("MESSAGE_TOO_LARGE", 1, 101, Upgrade.to(protocol, path()).from(client));
        assertReported("FRAME_TOO_LARGE", 1, 201, Upgrade.to(protocol, path()).from(client));
        assertReported("MESSAGE_RATE", 3, 1, Upgrade.to(protocol, path()).from(client));
    }

    private void assertReported(String reason, int messages, int size, Upgrade upgrade) throws IOException {
        try (Connection connection = server.open(upgrade)) {
            for (int i = 0; i < messages; i++) {
                connection.text("x".repeat(size));
                assertEquals("text " + size, connection.readText());
            }
            SeenEvents.Seen event = server.event(upgrade.path(), "VIOLATED");
            assertEquals(reason, event.reason());
            assertFalse(event.enforced());
        }
        assertEquals(messages, server.messages(upgrade.path()));
    }
}
