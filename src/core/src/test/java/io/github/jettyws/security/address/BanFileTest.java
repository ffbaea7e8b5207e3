package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.at;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.randomClient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanFileTest {
    private static final Instant NOW = DrivenClock.START;
    private static final Ban ANN =
            new Ban(ip("192.0.2.1"), 32, at(Duration.ofMinutes(-1)), at(Duration.ofMinutes(9)), 1);
    private static final Ban PREFIX = new Ban(ip("2001:db8::"), 64, NOW, at(Duration.ofMinutes(20)), 2);
    private static final String ANN_LINE = "192.0.2.1 2026-11-21T09:59:00Z 2026-11-21T10:09:00Z 1\n";
    private static final String PREFIX_LINE = "2001:db8::/64 2026-11-21T10:00:00Z 2026-11-21T10:20:00Z 2\n";

    @TempDir
    private Path directory;

    private Path file;
    private final List<String> unreadable = new ArrayList<>();

    @BeforeEach
    void name() {
        file = directory.resolve("bans.txt");
    }

    @Test
    void write_bans_oneLineEachBelowAComment() throws IOException {
        BanFile.write(file, List.of(ANN, PREFIX));

        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.get(0).startsWith("# "), lines.get(0));
        assertEquals(List.of(ANN_LINE.strip(), PREFIX_LINE.strip()), lines.subList(1, lines.size()));
    }

    @Test
    void read_written_theSame() throws IOException {
        Random random = new Random(7);
        List<Ban> bans = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int prefix = 1 + random.nextInt(128);
            ClientPrefix client = ClientPrefix.of(randomClient(random), prefix);
            Instant since = NOW.plusNanos(-random.nextInt(1_000_000_000));
            Instant until = NOW.plusMillis(1 + random.nextInt(Integer.MAX_VALUE));
            bans.add(new Ban(client.first(), client.length(), since, until, random.nextInt(20)));
        }
        BanFile.write(file, bans);

        assertEquals(bans, read());
        assertEquals(List.of(), unreadable);
    }

    /** The file of as many bans as there can be, with the longest lines there can be. */
    @Test
    void read_fullTable_all() throws IOException {
        Instant until = Instant.parse("2026-12-31T23:59:59.999999999Z");
        List<Ban> bans = IntStream.range(0, Bans.MAX_BANS)
                .mapToObj(i -> new Ban(
                        new IpAddress(0x2001_1db8_1111_1111L, 0x1111_1111_0000_0000L | (0x1000_0000 + i)),
                        127 + i % 2,
                        NOW.plusNanos(1),
                        until,
                        999_999_999))
                .map(ban -> new Ban(ban.client().first(ban.prefix()), ban.prefix(), ban.since(), until, ban.count()))
                .toList();
        BanFile.write(file, bans);

        assertEquals(bans, read());
    }

    @Test
    void write_existingFile_isReplacedAndNothingElseIsLeft() throws IOException {
        BanFile.write(file, List.of(ANN, PREFIX));
        BanFile.write(file, List.of(PREFIX));

        assertEquals(List.of(PREFIX), read());
        assertEquals(List.of(file), entries());
    }

    @Test
    void write_newFile_forTheOwnerAlone() throws IOException {
        BanFile.write(file, List.of(ANN));

        // Windows knows no such permissions.
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    /** A directory that is not empty cannot be replaced. */
    @Test
    void write_cannotReplace_leavesTheOldAndNoTemporaryFile() throws IOException {
        Files.createDirectories(file.resolve("in the way"));

        assertThrows(FileSystemException.class, () -> BanFile.write(file, List.of(ANN)));
        assertEquals(List.of(file), entries());
    }

    @Test
    void write_noDirectory_fails() {
        assertThrows(
                IOException.class, () -> BanFile.write(directory.resolve("none").resolve("bans.txt"), List.of(ANN)));
    }

    @Test
    void read_noFile_noBans() throws IOException {
        assertEquals(List.of(), read());
    }

    @Test
    void read_directory_fails() {
        assertThrows(IOException.class, () -> BanFile.read(directory, NOW, (number, quoted) -> {}));
    }

    @Test
    void read_endedBan_skippedAtItsEnd() throws IOException {
        Files.writeString(file, ANN_LINE + PREFIX_LINE);

        assertEquals(List.of(ANN, PREFIX), read(ANN.until().minusNanos(1)));
        assertEquals(List.of(PREFIX), read(ANN.until()));
        assertEquals(List.of(), read(PREFIX.until()));
        assertEquals(List.of(), unreadable);
    }

    @Test
    void read_blankLinesCommentsAndCarriageReturns_skippedInSilence() throws IOException {
        Files.writeString(file, "# comment\r\n\r\n  \n" + ANN_LINE.replace("\n", "\r\n") + "#\n" + PREFIX_LINE.strip());

        assertEquals(List.of(ANN, PREFIX), read());
        assertEquals(List.of(), unreadable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "192.0.2.1 2026-11-21T10:00:00Z",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1 1",
                "192.0.2.1  2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z -1",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1000000000",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10 1",
                "192.0.2.1 2026-11-21T10:00:00Z 2026-02-30T10:10:00Z 1",
                "192.0.2.1 2026-11-21T10:10:00Z 2026-11-21T10:00:00Z 1",
                "192.0.2.1 2026-11-21T10:00:00Z 2099-11-21T10:00:00Z 1",
                "192.0.2.1 2026-11-21T10:00:00Z +999999999-11-21T10:00:00Z 1",
                "192.0.2.0/24 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1",
                "2001:db8::1/64 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1",
                "example.com 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1",
                "\u0000\u0000\u0000"
            })
    void read_lineThatIsNoBan_skippedAndTold(String line) throws IOException {
        Files.writeString(file, ANN_LINE + line + "\n" + PREFIX_LINE);

        assertEquals(List.of(ANN, PREFIX), read());
        assertEquals(List.of("2 '" + line.replace('\u0000', '?') + "'"), unreadable);
    }

    /** Wherever the file was cut off: what is whole is read, and of a cut line no ban comes that was not there. */
    @Test
    void read_halfWritten_whatIsWhole() throws IOException {
        String whole = ANN_LINE + PREFIX_LINE;
        for (int length = 0; length <= whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            List<Ban> expected = length < ANN_LINE.length() - 1
                    ? List.of()
                    : length < whole.length() - 1 ? List.of(ANN) : List.of(ANN, PREFIX);

            assertEquals(expected, read(), "of " + length + " characters");
        }
    }

    @Test
    void read_garbage_boundedAndNoLineOfTheLogIsForged() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(3).nextBytes(garbage);
        Files.write(file, garbage);

        assertEquals(List.of(), read());
        assertTrue(unreadable.size() > 100);
        for (String told : unreadable) {
            assertTrue(told.matches("\\d+ '[ -&(-~]{1,83}'"), told);
        }
    }

    @Test
    void read_longLine_quotedInPart() throws IOException {
        Files.writeString(file, "x".repeat(1_000_000) + "'\u001b\n");

        assertEquals(List.of(), read());
        assertEquals(List.of("1 '" + "x".repeat(80) + "...'"), unreadable);
    }

    @Test
    void read_moreLinesThanAreRead_saysSoOnce() throws IOException {
        Files.writeString(file, "#\n".repeat(BanFile.MAX_LINES - 1) + ANN_LINE);
        assertEquals(List.of(ANN), read());
        assertEquals(List.of(), unreadable);

        Files.writeString(file, "#\n".repeat(BanFile.MAX_LINES) + ANN_LINE.repeat(2));
        assertEquals(List.of(), read());
        assertEquals(List.of((BanFile.MAX_LINES + 1) + " '" + ANN_LINE.strip() + "'"), unreadable);
    }

    @Test
    void read_moreBytesThanAreRead_fails() throws IOException {
        byte[] content = (ANN_LINE + "#".repeat(BanFile.MAX_BYTES)).getBytes(StandardCharsets.US_ASCII);
        Files.write(file, Arrays.copyOf(content, BanFile.MAX_BYTES));
        assertEquals(List.of(ANN), read());

        Files.write(file, Arrays.copyOf(content, BanFile.MAX_BYTES + 1));
        String message = assertThrows(IOException.class, this::read).getMessage();
        assertEquals(file + ": expected at most 16777216 bytes", message);
    }

    private List<Ban> read() throws IOException {
        return read(NOW);
    }

    private List<Ban> read(Instant now) throws IOException {
        return BanFile.read(file, now, (number, quoted) -> unreadable.add(number + " " + quoted));
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toList());
        }
    }
}
