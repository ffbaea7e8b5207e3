package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.ban.*}. All clients of these tests are on the loopback address, which by default is never banned. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BanIT {
    private static final int THRESHOLD = 3;
    private static final String ECHO = "/ee10/echo";
    private static final String BANS = "banlist";

    private Server server;
    private Jmx jmx;
    private int clients;

    @BeforeAll
    void start() throws Exception {
        server = new Server(base("bans")
                .set("ws-security.ban.never", "127.0.0.1, 192.0.2.0/24")
                .start());
        jmx = Jmx.connect(server.process());
    }

    @AfterAll
    void stop() throws IOException {
        jmx.close();
        server.close();
    }

    private static JettyBase base(String name) throws IOException {
        return JettyBase.complete(name, "jmx").set("ws-security.ban.threshold", String.valueOf(THRESHOLD));
    }

    private String nextClient() {
        clients++;
        return "127.0.20." + clients;
    }

    private static Upgrade upgrade(Protocol protocol, String client) {
        return Upgrade.to(protocol, Server.unique(ECHO)).from(client);
    }

    private static Upgrade offending(Protocol protocol, String client) {
        return upgrade(protocol, client).noOrigin();
    }

    private static void offend(Server offended, Protocol protocol, String client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            offended.assertRefused(403, "ORIGIN_MISSING", offending(protocol, client));
        }
    }

    private static void assertBanned(Server asked, String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            SeenEvents.Seen event = asked.assertRefused(403, "ADDRESS_BANNED", upgrade(protocol, client));
            assertEquals("GATE", event.stage());
            assertEquals(client, event.address());
        }
    }

    private static void assertPasses(Server asked, String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            asked.assertAccepted(upgrade(protocol, client)).close();
        }
    }

    private static List<String> bans(Jmx asked) throws Exception {
        Object bans = asked.attribute(BANS, "bans");
        return bans instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList((String[]) bans);
    }

    private static boolean isListed(Jmx asked, String client) throws Exception {
        return bans(asked).stream().anyMatch(ban -> ban.startsWith(client + " since "));
    }

    @ParameterizedTest
    @EnumSource
    void threshold_bansAndClosesWhatIsOpen(Protocol protocol) throws Exception {
        String client = nextClient();
        Upgrade early = upgrade(Protocol.HTTP1, client);
        Upgrade large = upgrade(protocol, client);
        try (Connection open = server.assertAccepted(early)) {
            offend(server, protocol, client, THRESHOLD - 2);
            try (Connection connection = server.assertAccepted(large)) {
                connection.frame(Frames.TEXT, true, new byte[70_000]);
                assertEquals(1009, connection.readClose());
            }
            // One less than the threshold.
            assertPasses(server, client);
            assertFalse(isListed(jmx, client));

            Upgrade last = offending(protocol, client);
            server.assertRefused(403, "ORIGIN_MISSING", last);
            SeenEvents.Seen ban = server.event(last.path(), "BANNED");
            assertEquals(client, ban.address());
            assertEquals("ORIGIN_MISSING", ban.reason());
            assertEquals(1008, open.readClose());
            assertEquals("ADDRESS_BANNED", server.event(early.path(), "ENDED").reason());
        }
        assertBanned(server, client);
        assertPasses(server, nextClient());
        assertTrue(isListed(jmx, client), () -> "not banned: " + client);

        assertEquals(true, jmx.invoke(BANS, "unban", client));
        assertEquals(false, jmx.invoke(BANS, "unban", client));
        assertPasses(server, client);
        // What was counted before is forgotten.
        offend(server, protocol, client, THRESHOLD - 1);
        assertPasses(server, client);
    }

    /** A foreign page can make a browser do that. */
    @Test
    void reasonThatDoesNotCount_bansNobody() throws Exception {
        String client = nextClient();
        for (int i = 0; i < 2 * THRESHOLD; i++) {
            server.assertRefused(
                    403, "ORIGIN_NOT_ALLOWED", upgrade(Protocol.HTTP1, client).origin("https://evil.example"));
        }
        assertPasses(server, client);
        assertFalse(isListed(jmx, client));
    }

    @Test
    void byHand_bannedUntilItEnds() throws Exception {
        String client = nextClient();
        Upgrade upgrade = upgrade(Protocol.HTTP2, client);
        String neighbour = nextClient();
        try (Connection open = server.assertAccepted(upgrade);
                Connection twin = server.assertAccepted(upgrade(Protocol.HTTP1, neighbour))) {
            jmx.invoke(BANS, "ban", client, "5s");
            assertEquals(1008, open.readClose());
            assertBanned(server, client);
            twin.text("still here");
            assertEquals("text 10", twin.readText());
        }
        assertTrue(server.process().logs("unbanned address=\"" + client + "\""), server.process()::log);
        assertPasses(server, client);
    }

    @Test
    void clientThatIsNeverBanned_isNot() throws Exception {
        offend(server, Protocol.HTTP1, "127.0.0.1", 2 * THRESHOLD);
        assertPasses(server, "127.0.0.1");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> jmx.invoke(BANS, "ban", "127.0.0.1", "10m"));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("127.0.0.1 is never banned: expected "),
                refused::toString);
    }

    @Test
    void file_keepsBansOverARestart() throws Exception {
        String client = "127.0.20.200";
        JettyBase base =
                base("bans-file").set("ws-security.ban.never", "192.0.2.1").set("ws-security.ban.file", "bans.txt");
        try (Server first = new Server(base.start())) {
            offend(first, Protocol.HTTP1, client, THRESHOLD);
            assertBanned(first, client);
            // Once a second.
            assertTrue(Eventually.isTrue(
                    Duration.ofSeconds(10), () -> content(base).contains(client + " ")));
        }
        try (Server second = new Server(base.start());
                Jmx control = Jmx.connect(second.process())) {
            assertBanned(second, client);
            assertPasses(second, "127.0.20.201");
            assertTrue(isListed(control, client));
            assertEquals(true, control.invoke(BANS, "unban", client));
            control.invoke(BANS, "ban", "127.0.20.202", "1h");
        }
        // What happened last before the stop is written at the stop.
        assertFalse(content(base).contains(client + " "), content(base));
        assertTrue(content(base).contains("127.0.20.202 "), content(base));
    }

    private static String content(JettyBase base) {
        try {
            return Files.readString(base.directory().resolve("bans.txt"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void byDefault_theLoopbackAddressIsNeverBanned() throws Exception {
        try (Server local = new Server(base("bans-default").start());
                Jmx control = Jmx.connect(local.process())) {
            offend(local, Protocol.HTTP1, "127.0.20.210", 2 * THRESHOLD);
            offend(local, Protocol.HTTP2, "127.0.20.210", THRESHOLD);
            assertPasses(local, "127.0.20.210");
            assertEquals(List.of(), bans(control));
        }
    }
}
