package io.github.jettyws.security.address;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bans in a text file, a line each: client, since, until, count, with a space between. Blank lines and those that begin
 * with {@code #} say nothing. No two threads may write the same file at once.
 *
 * <pre>
 * 192.0.2.1 2026-11-21T10:00:00Z 2026-11-21T10:10:00Z 1
 * 2001:db8::/64 2026-11-21T10:00:00Z 2026-11-21T10:20:00Z 2
 * </pre>
 */
public final class BanFile {
    /** How many lines are read at most: twice the bans there can be. */
    public static final int MAX_LINES = 2 * Bans.MAX_BANS;

    /** How many bytes are read at most, more than {@link Bans#MAX_BANS} lines of the longest. */
    public static final int MAX_BYTES = 16 << 20;

    private static final String HEADER = "# Bans of jetty-ws-security: client, since, until, count."
            + " Read at the start of the server and replaced while it runs.\n";

    /** Years of four digits: the arithmetic of {@link Ban} holds for them. */
    private static final Pattern LINE = Pattern.compile("(\\S{1,45}) (\\d{4}-\\S{1,30}) (\\d{4}-\\S{1,30}) (\\d{1,9})");

    private static final int MAX_QUOTED = 80;

    private BanFile() {}

    /** Is told of the lines that are skipped because they are no ban. */
    @FunctionalInterface
    public interface Unreadable {
        /**
         * Is told of a line.
         *
         * @param number the number of the line, from 1; one more than {@link #MAX_LINES} when that line and all after it
         *     are skipped
         * @param quoted its first characters in single quotes, with a question mark for what could forge a log line
         */
        void line(int number, String quoted);
    }

    /**
     * Replaces the file, so that a reader finds the old content or the new and nothing in between, even after a crash.
     * The new file can be read and written by the owner alone, where the file system knows of owners.
     *
     * @param file the file; its directory exists
     * @param bans the bans
     * @throws IOException if it cannot be written; the old file is as it was
     */
    public static void write(Path file, Collection<Ban> bans) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "expected a file, not a root");
        // In the same directory, for only within one file system a move is atomic. Made for the owner alone by the JDK.
        Path written = Files.createTempFile(directory, file.getFileName() + ".", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE);
                    Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.US_ASCII))) {
                writer.write(HEADER);
                for (Ban ban : bans) {
                    writer.write(ban.text() + " " + ban.since() + " " + ban.until() + " " + ban.count() + "\n");
                }
                writer.flush();
                // Else the move could reach the disk before the content does.
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * Reads the file. What is no ban is skipped and told; what has ended is skipped.
     *
     * @param file the file; if there is none, there are no bans
     * @param now the time
     * @param unreadable is told of lines that are no ban
     * @return the bans in the order of the file
     * @throws IOException if there is a file, and it cannot be read or is longer than {@link #MAX_BYTES}
     */
    public static List<Ban> read(Path file, Instant now, Unreadable unreadable) throws IOException {
        List<Ban> bans = new ArrayList<>();
        int number = 0;
        for (Iterator<String> lines = content(file).lines().iterator(); lines.hasNext(); ) {
            String line = lines.next().strip();
            number++;
            if (number > MAX_LINES) {
                unreadable.line(number, quote(line));
                return bans;
            }
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<Ban> ban = parse(line);
            ban.filter(read -> read.until().isAfter(now)).ifPresent(bans::add);
            if (ban.isEmpty()) {
                unreadable.line(number, quote(line));
            }
        }
        return bans;
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + ": expected at most " + MAX_BYTES + " bytes");
            }
            // Every byte is a character of ISO 8859-1: garbage spoils no more than its line.
            return new String(content, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static Optional<Ban> parse(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            return Optional.empty();
        }
        try {
            ClientPrefix client = ClientPrefix.parse(fields.group(1));
            return Optional.of(new Ban(
                    client.first(),
                    client.length(),
                    Instant.parse(fields.group(2)),
                    Instant.parse(fields.group(3)),
                    Integer.parseInt(fields.group(4))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String quote(String line) {
        String start = line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "..." : line;
        return "'" + start.replaceAll("[^ -~]|'", "?") + "'";
    }
}
