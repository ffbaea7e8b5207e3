package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.limits.idleTimeout}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdleIT {
    private static final long LIMIT_MILLIS = 2000;

    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("idle")
                .set("ws-security.limits.idleTimeout", "2s")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void silence_endsConnection(Protocol protocol) throws IOException {
        assertBetween(LIMIT_MILLIS - 500, 3 * LIMIT_MILLIS, silence(protocol, "/ee10/echo"));
    }

    @ParameterizedTest
    @EnumSource
    void applicationThatWantsMore_doesNotGetIt(Protocol protocol) throws IOException {
        assertBetween(LIMIT_MILLIS - 500, 3 * LIMIT_MILLIS, silence(protocol, "/ee10/raised"));
        assertBetween(LIMIT_MILLIS - 500, 3 * LIMIT_MILLIS, silence(protocol, "/ee11/jakarta-raised"));
    }

    @ParameterizedTest
    @EnumSource
    void applicationThatWantsLess_getsIt(Protocol protocol) throws IOException {
        assertBetween(300, LIMIT_MILLIS - 200, silence(protocol, "/ee10/lowered"));
    }

    @ParameterizedTest
    @EnumSource
    void traffic_keepsConnection(Protocol protocol) throws IOException {
        String path = Server.unique("/ee10/echo");
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            for (int i = 0; i < 4; i++) {
                connection.text("hello");
                assertEquals("text 5", connection.readText());
                Eventually.pause(LIMIT_MILLIS / 2 - 100);
            }
        }
    }

    /** Says something once, and tells how long the server then bears the silence. */
    private long silence(Protocol protocol, String endpoint) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            connection.text("hello");
            assertEquals("text 5", connection.readText());
            long start = System.nanoTime();
            connection.readClose();
            long millis = (System.nanoTime() - start) / 1_000_000;
            server.event(path, "CLOSED");
            return millis;
        }
    }

    private static void assertBetween(long least, long most, long actual) {
        assertTrue(actual >= least && actual <= most, () -> least + " <= " + actual + " <= " + most);
    }
}
