package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ws-security.address.blockedFile} and {@code .allowedFile}, in the formats that lists come in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressListsIT {
    /** As FireHOL publishes its {@code *.netset}. */
    private static final String NETSET = """
            #
            # test_level1
            #
            # ipv4 hash:net ipset
            #
            # Maintainer      : nobody
            # Entries         : 3 subnets, 261 unique IPs
            #
            127.6.0.0/24
            127.6.1.7
            127.6.2.0/30
            """;

    /** As Spamhaus publishes DROP as text. */
    private static final String DROP_TEXT = """
            ; Test DROP List 2026/11/21
            ; Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT
            ; Expires: Sat, 21 Nov 2026 11:00:00 GMT
            127.6.16.0/20 ; SBL000001
            127.6.33.0/24 ; SBL000002
            """;

    /** As Spamhaus publishes DROP as JSON, an object on each line. */
    private static final String DROP_JSON = """
            {"cidr":"127.6.48.0/20","sblid":"SBL000003","rir":"ripencc"}
            {"cidr":"2001:db8::/32","sblid":"SBL000004","rir":"arin"}
            {"type":"metadata","timestamp":1795255200,"size":117,"records":2,"copyright":"nobody"}
            """;

    /** As the ranges of a country are published, here once through a Windows editor: a byte order mark, CRLF. */
    private static final String COUNTRY = "\uFEFF127.6.64.0/19\r\n127.6.97.0-127.6.97.9\r\n\r\n2001:db8:1::/48\r\n";

    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy"><Arg>/ee10/echo/drop/*</Arg><Set name="addressBlockedFile">lists/drop.txt</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/json/*</Arg><Set name="addressBlockedFile">lists/drop.json</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/country/*</Arg><Set name="addressAllowedFile">lists/country.zone</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/live/*</Arg><Set name="addressBlockedFile">lists/live.txt</Set></Call>
            </Configure>
            """;

    private static final String LIVE = "/ee10/echo/live";

    private Server server;
    private Path lists;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.complete("lists", "jmx").set("ws-security.address.blockedFile", "lists/test.netset");
        lists = Files.createDirectories(base.directory().resolve("lists"));
        Files.writeString(lists.resolve("test.netset"), NETSET);
        Files.writeString(lists.resolve("drop.txt"), DROP_TEXT);
        Files.writeString(lists.resolve("drop.json"), DROP_JSON);
        Files.writeString(lists.resolve("country.zone"), COUNTRY);
        Files.writeString(lists.resolve("live.txt"), "127.7.0.1\n");
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), POLICIES);
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Upgrade upgrade(Protocol protocol, String path, String client) {
        return Upgrade.to(protocol, Server.unique(path)).from(client);
    }

    private void assertBlocked(Server asked, String path, String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            SeenEvents.Seen event = asked.assertRefused(403, "ADDRESS_BLOCKED", upgrade(protocol, path, client));
            assertEquals("GATE", event.stage());
            assertEquals(client, event.address());
        }
    }

    private void assertPasses(Server asked, String path, String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            asked.assertAccepted(upgrade(protocol, path, client)).close();
        }
    }

    /** Each range with its first and last address, and the two around it. */
    @ParameterizedTest
    @CsvSource({
        "/ee10/echo, 127.6.0.0, 127.6.0.255, 127.5.255.255, 127.6.1.0",
        "/ee11/jakarta, 127.6.1.7, 127.6.1.7, 127.6.1.6, 127.6.1.8",
        "/ee10/own, 127.6.2.0, 127.6.2.3, 127.6.1.255, 127.6.2.4",
        "/ee10/echo/drop, 127.6.16.0, 127.6.31.255, 127.6.15.255, 127.6.32.255",
        "/ee10/echo/drop, 127.6.33.0, 127.6.33.255, 127.6.32.255, 127.6.34.0",
        "/ee10/echo/json, 127.6.48.0, 127.6.63.255, 127.6.47.255, 127.6.64.0",
        "/ee10/echo/country, 127.6.63.255, 127.6.96.0, 127.6.64.0, 127.6.95.255",
        "/ee10/echo/country, 127.6.96.255, 127.6.97.10, 127.6.97.0, 127.6.97.9"
    })
    void list_blocksWhatItListsAndNoMore(String path, String blocked, String also, String passes, String alsoPasses)
            throws IOException {
        assertBlocked(server, path, blocked);
        assertBlocked(server, path, also);
        assertPasses(server, path, passes);
        assertPasses(server, path, alsoPasses);
    }

    @Test
    void missingAndBrokenFile_stopStartWithALineForEach() throws IOException {
        JettyBase base = JettyBase.guarded("lists-broken", "http", "websocket-jetty")
                .set("ws-security.address.blockedFile", "lists/missing.txt")
                .set("ws-security.address.allowedFile", "lists/broken.txt");
        Path folder = Files.createDirectories(base.directory().resolve("lists"));
        Files.writeString(folder.resolve("broken.txt"), "# fine\n192.0.2.0/24\n  192.0.2.0/33 ; not fine\n");
        try (JettyProcess process = base.tryStart()) {
            assertNotEquals(0, process.awaitExit(), process::log);
            assertEquals(
                    1,
                    errors(
                            process,
                            "ws-security.address.blockedFile: 'lists/missing.txt': "
                                    + folder.resolve("missing.txt")
                                    + ": expected a file that can be read"),
                    process::log);
            assertEquals(
                    1,
                    errors(
                            process,
                            "ws-security.address.allowedFile: 'lists/broken.txt': "
                                    + folder.resolve("broken.txt")
                                    + ", line 3, column 3: \"192.0.2.0/33\": expected"),
                    process::log);
        }
    }

    private static long errors(JettyProcess process, String text) {
        return process.log()
                .lines()
                .filter(line -> line.contains(":ERROR") && line.contains(text))
                .count();
    }

    /** In one test, since all of it is about one file. */
    @Test
    void changes_areInForceWithoutRestart() throws Exception {
        Path file = lists.resolve("live.txt");
        Upgrade soonBlocked = upgrade(Protocol.HTTP1, LIVE, "127.7.0.2");
        Upgrade soonBlocked2 = upgrade(Protocol.HTTP2, LIVE, "127.7.0.2");
        Upgrade elsewhere = upgrade(Protocol.HTTP1, "/ee10/echo", "127.7.0.2");
        assertBlocked(server, LIVE, "127.7.0.1");
        try (Jmx jmx = Jmx.connect(server.process());
                Connection first = server.assertAccepted(soonBlocked);
                Connection second = server.assertAccepted(soonBlocked2);
                Connection other = server.assertAccepted(elsewhere);
                Connection twin = server.assertAccepted(upgrade(Protocol.HTTP1, LIVE, "127.7.0.3"))) {
            // Whole at once, as an editor or a download does it.
            Files.writeString(lists.resolve("live.txt.new"), "127.7.0.2\n");
            Files.move(lists.resolve("live.txt.new"), file, StandardCopyOption.ATOMIC_MOVE);
            assertEnded(soonBlocked, first);
            assertEnded(soonBlocked2, second);
            assertBlocked(server, LIVE, "127.7.0.2");
            assertPasses(server, LIVE, "127.7.0.1");
            assertPasses(server, "/ee10/echo", "127.7.0.2");
            assertTrue(state(jmx, file).startsWith("read at "), state(jmx, file));

            Files.writeString(file, "127.7.0.3\n  127.7.0.300\n");
            String broken = file + ", line 2, column 3: \"127.7.0.300\": expected";
            assertTrue(server.process().logs(broken), server.process()::log);
            assertTrue(state(jmx, file).startsWith("not read at "), state(jmx, file));
            assertTrue(state(jmx, file).contains(broken), state(jmx, file));
            assertBlocked(server, LIVE, "127.7.0.2");
            assertPasses(server, LIVE, "127.7.0.3");

            Files.delete(file);
            assertTrue(server.process().logs(file + ": expected a file that can be read"), server.process()::log);
            assertBlocked(server, LIVE, "127.7.0.2");
            // The file is looked at every second, and said of it what is to be said once.
            Eventually.pause(2500);
            assertEquals(1, errors(server.process(), broken), server.process()::log);
            assertEquals(
                    1, errors(server.process(), file + ": expected a file that can be read"), server.process()::log);

            for (Connection open : new Connection[] {other, twin}) {
                open.text("still here");
                assertEquals("text 10", open.readText());
            }
            assertOperations(jmx, file, twin);
        }
    }

    private void assertEnded(Upgrade upgrade, Connection connection) throws IOException {
        assertEquals(1008, connection.readClose());
        SeenEvents.Seen event = server.event(upgrade.path(), "ENDED");
        assertEquals("ADDRESS_BLOCKED", event.reason());
        assertTrue(event.enforced());
        assertEquals("1008", server.event(upgrade.path(), "CLOSED").closeCode());
    }

    /** An operator who does not want to wait. */
    private void assertOperations(Jmx jmx, Path file, Connection open) throws Exception {
        Files.writeString(file, "127.7.0.4\n");
        String read = String.valueOf(jmx.invoke("watchedfiles", "reload", file.toString()));
        assertTrue(read.startsWith("read at "), read);
        assertBlocked(server, LIVE, "127.7.0.4");
        assertPasses(server, LIVE, "127.7.0.2");

        Files.writeString(file, "127.7.0.3-127.7.0.4\n");
        Object all = jmx.invoke("watchedfiles", "reloadAll");
        assertEquals(jmx.attribute("watchedfiles", "files"), all);
        assertEquals(1008, open.readClose());
        assertBlocked(server, LIVE, "127.7.0.3");

        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> jmx.invoke("watchedfiles", "reload", "etc/passwd"));
        assertTrue(
                String.valueOf(unknown.getMessage()).startsWith("'etc/passwd': expected one of "), unknown::toString);
    }

    private static String state(Jmx jmx, Path file) throws Exception {
        return String.valueOf(((Map<?, ?>) jmx.attribute("watchedfiles", "files")).get(file.toString()));
    }

    @Test
    void closeOpenFalse_leavesOpenWhatIs() throws IOException {
        JettyBase base = JettyBase.complete("lists-open")
                .set("ws-security.address.blockedFile", "blocked.txt")
                .set("ws-security.address.closeOpen", "false");
        Path file = Files.writeString(base.directory().resolve("blocked.txt"), "");
        try (Server lenient = new Server(base.start());
                Connection open = lenient.assertAccepted(upgrade(Protocol.HTTP1, "/ee10/echo", "127.7.0.2"))) {
            Files.writeString(file, "127.7.0.2\n");
            assertTrue(lenient.process().logs("read again"), lenient.process()::log);
            assertBlocked(lenient, "/ee10/echo", "127.7.0.2");
            assertPasses(lenient, "/ee10/echo", "127.7.0.3");
            open.text("still here");
            assertEquals("text 10", open.readText());
        }
    }
}
