package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.rate.*}. Each test comes from an address of its own, since the address is what is counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateIT {
    private static final int LIMIT = 5;

    private Server server;
    private int clients;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("rate")
                .set("ws-security.rate.messages", String.valueOf(LIMIT))
                .set("ws-security.rate.window", "1h")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String nextClient() {
        clients++;
        return "127.0.8." + clients;
    }

    private static void say(Connection connection, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            connection.text("hello");
            assertEquals("text 5", connection.readText());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneMore_refused(Protocol protocol) throws IOException {
        for (String endpoint : new String[] {"/ee10/echo", "/ee10/partial", "/ee11/stream", "/ee11/jakarta"}) {
            String path = Server.unique(endpoint);
            try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
                say(connection, LIMIT);
                connection.text("hello");
                server.assertViolated(1008, "MESSAGE_RATE", path, connection);
            }
            assertEquals(LIMIT, server.messages(path));
        }
    }

    @Test
    void oneMoreOverSeveralConnections_refused() throws IOException {
        String client = nextClient();
        String first = Server.unique("/ee10/echo");
        String second = Server.unique("/ee11/jakarta");
        try (Connection one = server.open(Upgrade.to(Protocol.HTTP1, first).from(client));
                Connection two = server.open(Upgrade.to(Protocol.HTTP2, second).from(client))) {
            say(one, LIMIT - 2);
            say(two, 2);
            two.text("hello");
            server.assertViolated(1008, "MESSAGE_RATE", second, two);
            one.text("hello");
            server.assertViolated(1008, "MESSAGE_RATE", first, one);
        }
        assertEquals(LIMIT - 2, server.messages(first));
        assertEquals(2, server.messages(second));
    }

    @Test
    void otherAddress_notCounted() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = server.open(
                    Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo")).from(nextClient()))) {
                say(connection, LIMIT);
            }
        }
    }

    @Test
    void afterTheWindow_acceptedAgain() throws IOException {
        try (Server shortWindow = new Server(JettyBase.complete("rate-window")
                .set("ws-security.rate.messages", String.valueOf(LIMIT))
                .set("ws-security.rate.window", "2s")
                .start())) {
            String path = Server.unique("/ee10/echo");
            try (Connection connection = shortWindow.open(Upgrade.to(Protocol.HTTP1, path))) {
                say(connection, LIMIT);
                connection.text("hello");
                shortWindow.assertViolated(1008, "MESSAGE_RATE", path, connection);
            }
            Eventually.pause(4500);
            try (Connection connection = shortWindow.open(Upgrade.to(Protocol.HTTP1, path))) {
                say(connection, LIMIT);
            }
        }
    }
}
