package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the plugin in {@code lib/ext} was told. */
record SeenEvents(Path file) {
    /** One event, as the plugin wrote it down. */
    record Seen(
            String type,
            String reason,
            String stage,
            boolean enforced,
            String address,
            String peer,
            String origin,
            String path,
            String protocol,
            String user,
            String connection,
            String closeCode,
            String headers) {
        static Seen parse(String line) {
            String[] field = line.split("\t", -1);
            return new Seen(
                    field[0],
                    field[1],
                    field[2],
                    Boolean.parseBoolean(field[3]),
                    field[4],
                    field[5],
                    field[6],
                    field[7],
                    field[8],
                    field[9],
                    field[10],
                    field[11],
                    field[12]);
        }
    }

    /** Everything there is for a path by now. */
    List<Seen> of(String path) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // The last line may still be in the making.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Seen::parse)
                    .filter(event -> event.path().equals(path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the first event of a type for a path. */
    Seen await(String path, String type) {
        Eventually.isTrue(Duration.ofSeconds(10), () -> find(path, type).isPresent());
        return find(path, type)
                .orElseThrow(() -> new AssertionError("no event " + type + " for " + path + " but " + of(path)));
    }

    private Optional<Seen> find(String path, String type) {
        return of(path).stream().filter(event -> event.type().equals(type)).findFirst();
    }
}
