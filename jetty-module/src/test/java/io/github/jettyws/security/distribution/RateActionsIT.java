package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code ws-security.rate.action} and what belongs to it, for endpoints of Jetty's API, of Jakarta and of the core. Each test
 * comes from an address of its own; what the application saw is what it counted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateActionsIT {
    private static final int LIMIT = 3;
    private static final int TURN_MILLIS = 200;
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final int PING = 9;

    /** What the messages below the path of an endpoint are ruled by, besides {@link #LIMIT} in an hour. */
    private static final Map<String, String> AREAS = new TreeMap<>(Map.of(
            "drop", "<Set name=\"rateAction\">drop</Set>",
            "reply", "<Set name=\"rateAction\">reply</Set><Set name=\"rateReplyMessage\">Not so fast</Set>",
            "delay", "<Set name=\"rateAction\">delay</Set><Set name=\"rateWindow\">" + LIMIT * TURN_MILLIS + "ms</Set>",
            "close", "<Set name=\"rateCloseCode\">1013</Set>",
            "ladder", "<Set name=\"rateEscalate\">drop:2,close:1,ban</Set>",
            "bytes", "<Set name=\"rateMessages\">0</Set><Set name=\"rateBytes\">100</Set>",
            "control", "<Set name=\"rateControlFrames\">4</Set><Set name=\"rateControlWindow\">1h</Set>",
            "connection", "<Set name=\"rateKey\">connection</Set>",
            "user", "<Set name=\"rateKey\">user</Set><Set name=\"authRequired\">true</Set>"));

    private Server server;
    private int clients;

    @BeforeAll
    void start() throws IOException {
        List<MatrixEnvironment> environments = List.of(MatrixEnvironment.EE10, MatrixEnvironment.CORE);
        List<String> modules = new ArrayList<>(List.of("http2c", "resources"));
        environments.forEach(environment -> modules.addAll(environment.modules()));
        JettyBase base = JettyBase.guarded("rate-actions", modules.toArray(String[]::new))
                .set("ws-security.auth.schemes", "jwt")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.token.sources", "bearer")
                .set("ws-security.rate.algorithm", "token-bucket")
                .set("ws-security.rate.messages", String.valueOf(LIMIT))
                .set("ws-security.rate.window", "1h")
                .set("ws-security.ban.never", "127.0.0.1");
        Path directory = base.directory();
        Files.writeString(directory.resolve("etc/token.key"), SECRET);
        Files.writeString(directory.resolve("etc/ws-security-listeners.xml"), policies());
        for (MatrixEnvironment environment : environments) {
            new MatrixApps(environment, directory).deploy();
        }
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String policies() {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
                """);
        paths().forEach(path -> AREAS.forEach((area, settings) -> xml.append("<Call name=\"addPolicy\"><Arg>")
                .append(path + "/" + area + "/*</Arg>" + settings + "</Call>\n")));
        return xml.append("</Configure>\n").toString();
    }

    private static Stream<String> paths() {
        return Stream.concat(
                Stream.of(MatrixKind.MAPPED, MatrixKind.SERVLET, MatrixKind.ANNOTATED)
                        .map(kind -> kind.path(MatrixEnvironment.EE10)),
                Stream.of(MatrixKind.CORE_MAPPED, MatrixKind.CORE_RAW).map(kind -> kind.path(MatrixEnvironment.CORE)));
    }

    static Stream<Arguments> endpoints() {
        return paths().flatMap(path -> Arrays.stream(Protocol.values()).map(protocol -> Arguments.of(path, protocol)));
    }

    private String nextClient() {
        clients++;
        return "127.0.21." + clients;
    }

    private static void say(Connection connection, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            connection.text("hello");
            assertEquals("text 5", connection.readText());
        }
    }

    /** Says goodbye, and expects that nothing has come before the answer. */
    private static void leave(Connection connection) throws IOException {
        connection.frame(Frames.CLOSE, true, new byte[] {3, (byte) 0xe8});
        assertEquals(1000, connection.readClose());
    }

    private void assertTold(String path, String reason) {
        assertEquals(reason, server.event(path, "VIOLATED").reason());
        server.event(path, "CLOSED");
        assertEquals(
                1,
                server.process().events().of(path).stream()
                        .filter(event -> event.type().equals("VIOLATED"))
                        .count());
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void drop_overTheLimit_neverSeenAndToldOnce(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/drop");
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            say(connection, LIMIT);
            connection.text("one too many");
            connection.frame(Frames.TEXT, false, new byte[1]);
            connection.frame(Frames.CONTINUATION, true, new byte[1]);
            connection.text("and another");
            leave(connection);
        }
        assertEquals(LIMIT, server.messages(path));
        assertTold(path, "MESSAGE_RATE");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void reply_overTheLimit_saidOnce(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/reply");
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            say(connection, LIMIT);
            connection.text("one too many");
            assertEquals("Not so fast", connection.readText());
            connection.text("and another");
            leave(connection);
        }
        assertEquals(LIMIT, server.messages(path));
        assertTold(path, "MESSAGE_RATE");
    }

    /** Three at once, and then one every fifth of a second. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void delay_overTheLimit_allSeenInOrderAndNoneEarly(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/delay");
        int more = 3;
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            long begin = System.nanoTime();
            for (int i = 1; i <= LIMIT + more; i++) {
                connection.text("x".repeat(i));
            }
            for (int i = 1; i <= LIMIT + more; i++) {
                assertEquals("text " + i, connection.readText());
                long earliest = TimeUnit.MILLISECONDS.toNanos((long) TURN_MILLIS * Math.max(0, i - LIMIT));
                assertTrue(System.nanoTime() - begin >= earliest, () -> path + " came early");
            }
            leave(connection);
        }
        assertEquals(LIMIT + more, server.messages(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void close_overTheLimit_withTheCodeOfTheOperator(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/close");
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            say(connection, LIMIT);
            connection.text("one too many");
            server.assertViolated(1013, "MESSAGE_RATE", path, connection);
        }
        assertEquals(LIMIT, server.messages(path));
    }

    /** The connection of a client on another path is closed with it. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void escalate_stepByStep_endsWithABan(String endpoint, Protocol protocol) throws IOException {
        String client = nextClient();
        String path = Server.unique(endpoint + "/ladder");
        String again = Server.unique(endpoint + "/ladder");
        String elsewhere = Server.unique(endpoint + "/drop");
        try (Connection bystander = server.open(Upgrade.to(protocol, elsewhere).from(client))) {
            try (Connection connection = server.open(Upgrade.to(protocol, path).from(client))) {
                say(connection, LIMIT);
                connection.text("dropped");
                connection.text("dropped");
                connection.text("closed");
                assertEquals(1008, connection.readClose());
            }
            server.event(path, "CLOSED");
            say(bystander, 1);
            try (Connection connection = server.open(Upgrade.to(protocol, again).from(client))) {
                connection.text("banned");
                server.assertViolated(1008, "MESSAGE_RATE", again, connection);
            }
            assertEquals(client, server.event(again, "BANNED").address());
            assertEquals(1008, bystander.readClose());
            assertEquals("ADDRESS_BANNED", server.event(elsewhere, "ENDED").reason());
        }
        server.assertRefused(
                403,
                "ADDRESS_BANNED",
                Upgrade.to(protocol, Server.unique(endpoint + "/drop")).from(client));
        assertEquals(LIMIT, server.messages(path));
        assertEquals(0, server.messages(again));
    }

    /** Payloads alone are counted, over all messages. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void bytes_ofTheLimitPassAndOneMoreCloses(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/bytes");
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            connection.text("x".repeat(60));
            assertEquals("text 60", connection.readText());
            connection.text("x".repeat(40));
            assertEquals("text 40", connection.readText());
            connection.text("");
            assertEquals("text 0", connection.readText());
            connection.text("x");
            server.assertViolated(1008, "BYTE_RATE", path, connection);
        }
        assertEquals(3, server.messages(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void controlFrames_ofTheLimitPassAndOneMoreCloses(String endpoint, Protocol protocol) throws IOException {
        String path = Server.unique(endpoint + "/control");
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(nextClient()))) {
            say(connection, 1);
            for (int i = 0; i < 5; i++) {
                connection.frame(PING, true, new byte[0]);
            }
            server.assertViolated(1008, "CONTROL_RATE", path, connection);
        }
        assertEquals(1, server.messages(path));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void keyConnection_eachHasItsOwnLimit(String endpoint, Protocol protocol) throws IOException {
        String client = nextClient();
        for (int i = 0; i < 2; i++) {
            String path = Server.unique(endpoint + "/connection");
            try (Connection connection = server.open(Upgrade.to(protocol, path).from(client))) {
                say(connection, LIMIT);
                connection.text("one too many");
                server.assertViolated(1008, "MESSAGE_RATE", path, connection);
            }
            assertEquals(LIMIT, server.messages(path));
        }
    }

    /** One user from two addresses has one limit; another user from the same address has another. */
    @ParameterizedTest
    @MethodSource("endpoints")
    void keyUser_overAllAddresses(String endpoint, Protocol protocol) throws IOException {
        String user = "user" + endpoint.replace('/', '-') + protocol;
        String here = nextClient();
        String first = Server.unique(endpoint + "/user");
        String second = Server.unique(endpoint + "/user");
        String third = Server.unique(endpoint + "/user");
        try (Connection one = server.open(as(user, protocol, first).from(here));
                Connection two = server.open(as(user, protocol, second).from(nextClient()));
                Connection other =
                        server.open(as("not-" + user, protocol, third).from(here))) {
            say(one, LIMIT - 1);
            say(two, 1);
            two.text("one too many");
            server.assertViolated(1008, "MESSAGE_RATE", second, two);
            say(other, LIMIT);
        }
        assertEquals(LIMIT - 1, server.messages(first));
        assertEquals(1, server.messages(second));
        assertEquals(LIMIT, server.messages(third));
    }

    private static Upgrade as(String user, Protocol protocol, String path) {
        return Upgrade.to(protocol, path).field("Authorization", "Bearer " + Tokens.jwt(SECRET, user, Tokens.FAR));
    }

    /** By default loopback addresses are never banned: the last step closes, and the client may return. */
    @Test
    void total_oneMore_closesWith1013AndNobodyIsBannedOnLoopback() throws IOException {
        try (Server limited = new Server(JettyBase.complete("rate-total")
                .set("ws-security.rate.messages", String.valueOf(LIMIT))
                .set("ws-security.rate.window", "1h")
                .set("ws-security.rate.escalate", "ban")
                .set("ws-security.rate.totalMessages", String.valueOf(LIMIT + 2))
                .set("ws-security.rate.totalWindow", "1h")
                .start())) {
            String greedy = nextClient();
            String path = Server.unique("/ee10/echo");
            try (Connection connection =
                    limited.open(Upgrade.to(Protocol.HTTP1, path).from(greedy))) {
                say(connection, LIMIT);
                connection.text("one too many");
                limited.assertViolated(1008, "MESSAGE_RATE", path, connection);
            }
            assertEquals(LIMIT, limited.messages(path));
            path = Server.unique("/ee11/jakarta");
            try (Connection connection =
                    limited.open(Upgrade.to(Protocol.HTTP2, path).from(greedy))) {
                connection.text("not banned, and over the rate");
                limited.assertViolated(1008, "MESSAGE_RATE", path, connection);
            }
            // What was refused took nothing of what all share.
            path = Server.unique("/ee10/echo");
            try (Connection connection =
                    limited.open(Upgrade.to(Protocol.HTTP2, path).from(nextClient()))) {
                say(connection, 2);
                connection.text("one more than all may send");
                limited.assertViolated(1013, "TOTAL_RATE", path, connection);
            }
            assertEquals(2, limited.messages(path));
        }
    }
}
