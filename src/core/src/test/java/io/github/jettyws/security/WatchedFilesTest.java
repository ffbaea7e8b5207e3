package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.fixture.LogRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    private static final String READ = "read at 2026-11-21T10:00:00Z";
    private static final String READ_LATER = "read at 2026-11-21T10:01:00Z";

    @TempDir
    Path folder;

    private final DrivenClock clock = new DrivenClock();
    private final WatchedFiles files = new WatchedFiles(clock);
    private final AtomicInteger afterwards = new AtomicInteger();
    private final LogRecorder log = new LogRecorder(WatchedFiles.class);
    private Path one;

    @BeforeEach
    void write() throws IOException {
        one = Files.writeString(folder.resolve("one.txt"), "first");
    }

    @AfterEach
    void stop() throws Exception {
        files.stop();
        log.close();
    }

    /** Holds the text of its file, unless that says it is broken. */
    private static final class Text implements WatchedFiles.Content {
        private final Path file;
        private final BlockingQueue<String> tried = new LinkedBlockingQueue<>();
        private volatile String text = "";

        Text(Path file) {
            this.file = file;
        }

        @Override
        public Path file() {
            return file;
        }

        @Override
        public void reload() {
            try {
                String read = Files.readString(file);
                tried.add(read);
                if (read.startsWith("broken")) {
                    throw new IllegalArgumentException(file + ", line 1, column 1: expected better");
                }
                text = read;
            } catch (IOException e) {
                tried.add("gone");
                throw new UncheckedIOException("gone", e);
            }
        }

        @Override
        public String toString() {
            return "text of " + file.getFileName();
        }
    }

    private void start(Text... texts) throws Exception {
        files.watch(List.of(texts), afterwards::incrementAndGet);
        files.start();
        clock.advance(Duration.ofMinutes(1));
    }

    /** Waits until the file has been read; what comes of it is known once the files can be locked again. */
    private void assertReadAgain(String expected, Text text) throws InterruptedException {
        assertEquals(expected, text.tried.poll(10, TimeUnit.SECONDS));
        synchronized (files) {
            assertTrue(files.isRunning());
        }
    }

    @Test
    void getFiles_started_whenEachWasRead() throws Exception {
        start(new Text(one));

        assertEquals(Map.of(one.toString(), READ), files.getFiles());
    }

    @Test
    void start_nothingToWatch_noScanner() throws Exception {
        start();

        assertEquals(Map.of(), files.getFiles());
        assertEquals(Map.of(), files.reloadAll());
        assertEquals(List.of(), List.copyOf(files.getContainedBeans(Scanner.class)));
    }

    @Test
    void changed_oneOfTwoInAFolder_thatOneIsReadWithinSeconds() throws Exception {
        Path two = Files.writeString(folder.resolve("two.txt"), "first");
        Text changing = new Text(one);
        Text other = new Text(two);
        start(changing, other);
        Files.writeString(one, "second time");
        Files.writeString(folder.resolve("three.txt"), "of no interest");

        assertReadAgain("second time", changing);
        assertEquals("second time", changing.text);
        assertEquals(Map.of(one.toString(), READ_LATER, two.toString(), READ), files.getFiles());
        assertEquals(1, afterwards.get());
        assertEquals(List.of("INFO read again: text of one.txt"), log.lines());
        // The first of the two is watched, and so is the other.
        Files.writeString(two, "second time");
        assertReadAgain("second time", other);
    }

    @Test
    void changed_brokenThenGone_keepsWhatWasReadAndShowsIt() throws Exception {
        Text text = new Text(one);
        start(text);
        text.text = "first";
        Files.writeString(one, "broken now");
        assertReadAgain("broken now", text);

        assertEquals("first", text.text);
        assertEquals(
                Map.of(
                        one.toString(),
                        "not read at 2026-11-21T10:01:00Z, what was read before is in force: " + one
                                + ", line 1, column 1: expected better"),
                files.getFiles());
        assertEquals(
                List.of("ERROR what was read before stays in force: " + one + ", line 1, column 1: expected better"),
                log.lines());
        Files.delete(one);
        assertReadAgain("gone", text);
        assertEquals("first", text.text);
        assertEquals(
                "not read at 2026-11-21T10:01:00Z, what was read before is in force: gone",
                files.getFiles().get(one.toString()));
        assertEquals(0, afterwards.get());
    }

    @Test
    void vanished_withItsFolder_showsItAndIsReadWhenBack() throws Exception {
        try (LogRecorder scanner = new LogRecorder(Scanner.class.getName(), Level.OFF)) {
            Path lists = Files.createDirectory(folder.resolve("lists"));
            Path file = Files.writeString(lists.resolve("list.txt"), "first");
            Text text = new Text(file);
            start(text);
            Files.delete(file);
            Files.delete(lists);
            assertReadAgain("gone", text);
            assertTrue(files.getFiles().get(file.toString()).startsWith("not read at"), files.getFiles()::toString);

            Files.createDirectory(lists);
            Files.writeString(file, "back");
            assertReadAgain("back", text);
            assertEquals(READ_LATER, files.getFiles().get(file.toString()));
            assertEquals(List.of(), scanner.lines());
        }
    }

    /** As deployments do it that swap a whole set of files at once. */
    @Test
    void changed_targetOfALink_isReadAgain() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path target = Files.writeString(real.resolve("list-1.txt"), "first");
        Files.createSymbolicLink(folder.resolve("lists"), real);
        Path link = Files.createSymbolicLink(real.resolve("list.txt"), target);
        Text text = new Text(folder.resolve("lists").resolve("list.txt"));
        start(text);
        Files.writeString(real.resolve("list-2.txt"), "second time");
        Path swapped = Files.createSymbolicLink(real.resolve("new"), real.resolve("list-2.txt"));
        Files.move(swapped, link, StandardCopyOption.ATOMIC_MOVE);

        assertReadAgain("second time", text);
    }

    @Test
    void restart_changedAfterwards_isReadAgain() throws Exception {
        Text before = new Text(one);
        start(before);
        files.stop();
        assertEquals(List.of(), List.copyOf(files.getContainedBeans(Scanner.class)));
        Files.writeString(one, "while down");
        Text text = new Text(one);
        start(text);
        assertEquals(READ_LATER, files.getFiles().get(one.toString()));
        Files.writeString(one, "after the start");

        assertReadAgain("after the start", text);
        assertEquals(0, before.tried.size());
    }

    @Test
    void reload_byHand_whatBecameOfIt() throws Exception {
        Text text = new Text(one);
        start(text);

        assertEquals(READ_LATER, files.reload(one.toString()));
        assertEquals("first", text.text);
        assertEquals(1, afterwards.get());
        Files.writeString(one, "broken");
        assertTrue(files.reload(one.toString()).startsWith("not read at 2026-11-21T10:01:00Z, what was read before"));
        assertEquals(1, afterwards.get());
    }

    @Test
    void reload_otherFile_refused() throws Exception {
        start(new Text(one));

        String message = assertThrows(IllegalArgumentException.class, () -> files.reload("/etc/passwd"))
                .getMessage();
        assertEquals("'/etc/passwd': expected one of [" + one + "]", message);
    }

    /** Two lists may come of one file, and one broken file keeps no other from being read. */
    @Test
    void reloadAll_oneBroken_theOthersAreRead() throws Exception {
        Path two = Files.writeString(folder.resolve("two.txt"), "broken");
        Text broken = new Text(two);
        Text text = new Text(one);
        Text same = new Text(one);
        start(broken, text, same);

        Map<String, String> states = files.reloadAll();
        assertEquals(READ_LATER, states.get(one.toString()));
        assertTrue(String.valueOf(states.get(two.toString())).startsWith("not read"), states::toString);
        assertEquals("first", text.text);
        assertEquals("first", same.text);
        assertEquals(2, afterwards.get());
    }
}
