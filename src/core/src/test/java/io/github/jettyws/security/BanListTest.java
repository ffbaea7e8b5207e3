package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.policy.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanListTest {
    private static final String ANN = "192.0.2.1";
    private static final String TEN_MINUTES = "192.0.2.1 since 2026-11-21T10:00:00Z until 2026-11-21T10:10:00Z count 0";

    @TempDir
    Path folder;

    private final DrivenClock clock = new DrivenClock();
    private final Recorder recorder = new Recorder();
    private final Events events = new Events(List.of(recorder));
    private final BanList bans = new BanList(clock);
    private final LogRecorder log = new LogRecorder(BanList.class);
    private Path file;

    @BeforeEach
    void start() {
        file = folder.resolve("bans.txt");
        events.start();
    }

    @AfterEach
    void stop() throws Exception {
        bans.stop();
        events.stop();
        log.close();
    }

    private Guard guard() {
        FakeTicker ticker = new FakeTicker();
        return new Guard(events, clock, ticker, Guards.clients(64, clock), Guards.lifetimes(clock, ticker));
    }

    private void start(Path keptIn) throws Exception {
        bans.begin(guard().clientBans(), keptIn);
        bans.start();
    }

    private void restart() throws Exception {
        bans.stop();
        start(file);
    }

    @Test
    void ban_unban_listed() throws Exception {
        start((Path) null);
        assertEquals(List.of(), bans.getBans());
        bans.ban(ANN, "10m");
        bans.ban("2001:db8::1", "1s");

        assertEquals(
                List.of("2001:db8::/64 since 2026-11-21T10:00:00Z until 2026-11-21T10:00:01Z count 0", TEN_MINUTES),
                bans.getBans());
        assertTrue(bans.unban("2001:db8::/64"));
        assertFalse(bans.unban("2001:db8::/64"));
        assertEquals(List.of(TEN_MINUTES), bans.getBans());
        assertEquals(2, events.counters().of(SecurityEvent.Type.BANNED));
        assertEquals(1, events.counters().of(SecurityEvent.Type.UNBANNED));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "192.0.2.1, 10, '10': expected a duration such as",
                "192.0.2.1, 0s, '0s': expected a duration from 1s to 8760h",
                "192.0.2.1, 8761h, '8761h': expected a duration from 1s to 8760h",
                "example.com, 10m, 'example.com': expected",
                "2001:db8::/48, 10m, '2001:db8::/48': expected"
            })
    void ban_badValue_namesItAndWhatWasExpected(String client, String duration, String message) throws Exception {
        start((Path) null);

        String said = assertThrows(IllegalArgumentException.class, () -> bans.ban(client, duration))
                .getMessage();
        assertTrue(said.startsWith(message), said);
        assertEquals(List.of(), bans.getBans());
    }

    @Test
    void ban_serverNotStarted_refused() {
        assertThrows(IllegalStateException.class, () -> bans.ban(ANN, "10m"));
        assertThrows(IllegalStateException.class, () -> bans.unban(ANN));
        assertEquals(List.of(), bans.getBans());
    }

    @Test
    void file_bansWritten_inForceAfterARestart() throws Exception {
        start(file);
        bans.ban(ANN, "10m");
        bans.ban("192.0.2.2", "1m");
        clock.advance(Duration.ofMinutes(1));
        restart();

        assertEquals(List.of(TEN_MINUTES), bans.getBans());
        bans.unban(ANN);
        restart();
        assertEquals(List.of(), bans.getBans());
        assertEquals(List.of(), log.lines());
    }

    /** Not only when it stops: a server may be killed. */
    @Test
    void file_whileRunning_writtenWithinSeconds() throws Exception {
        try (WatchService watcher = folder.getFileSystem().newWatchService()) {
            folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            start(file);
            bans.ban(ANN, "10m");
            // First the temporary file, then this one.
            while (!Files.exists(file)) {
                var key = watcher.poll(10, TimeUnit.SECONDS);
                assertNotNull(key, "nothing was written");
                key.pollEvents();
                key.reset();
            }

            assertTrue(Files.readString(file).endsWith("192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 0\n"));
        }
    }

    @Test
    void file_nobodyBanned_isNotMade() throws Exception {
        start(file);
        bans.stop();

        assertFalse(Files.exists(file));
    }

    @Test
    void file_linesThatAreNoBan_skippedAndNamed() throws Exception {
        Files.writeString(file, "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 0\nnonsense\n");
        start(file);

        assertEquals(List.of(TEN_MINUTES), bans.getBans());
        assertEquals(List.of("WARN " + file + ", line 2: 'nonsense' is no ban"), log.lines());
    }

    @Test
    void file_cannotBeRead_startsWithNobodyBanned() throws Exception {
        Files.createDirectory(file);
        start(file);

        assertEquals(List.of(), bans.getBans());
        assertEquals(1, log.lines().size());
        assertTrue(log.lines().get(0).startsWith("WARN cannot read the bans of " + file), log.lines()::toString);
    }

    @Test
    void file_cannotBeWritten_saidOnceAndTriedAgain() throws Exception {
        Path lists = Files.createDirectory(folder.resolve("lists"));
        file = lists.resolve("bans.txt");
        start(file);
        bans.ban(ANN, "10m");
        Files.deleteIfExists(file);
        removeFolder(lists);
        bans.ban("192.0.2.2", "10m");
        // Each stop writes.
        bans.stop();
        bans.start();
        bans.stop();
        assertEquals(1, errors());

        Files.createDirectory(lists);
        bans.start();
        bans.stop();
        assertTrue(Files.exists(file));
        assertEquals(1, errors());
    }

    /** A sweep of the list may be writing at this very moment. */
    private static void removeFolder(Path lists) throws IOException {
        try (var left = Files.list(lists)) {
            for (Path path : left.toList()) {
                Files.deleteIfExists(path);
            }
        }
        Files.delete(lists);
    }

    private long errors() {
        return log.lines().stream()
                .filter(line -> line.startsWith("ERROR cannot write the bans to " + file))
                .count();
    }

    @Test
    void bans_over_takenOutAndToldWithinSeconds() throws Exception {
        start((Path) null);
        bans.ban(ANN, "10m");
        assertEquals(SecurityEvent.Type.BANNED, recorder.next().type());
        clock.advance(Duration.ofMinutes(10));

        SecurityEvent over = recorder.next();
        assertEquals(SecurityEvent.Type.UNBANNED, over.type());
        assertEquals(ANN, over.clientAddress());
        assertEquals(List.of(), bans.getBans());
    }

    /** The next guard knows nothing of what is not kept. */
    @Test
    void begin_withoutFile_endsTheBansOfTheLastRun() throws Exception {
        start((Path) null);
        bans.ban(ANN, "10m");
        bans.stop();
        Guard next = guard();
        bans.begin(next.clientBans(), null);

        assertEquals(List.of(), bans.getBans());
        assertFalse(next.clientBans().bans().isBanned(IpAddress.parse(ANN).orElseThrow()));
    }
}
