package io.github.jettyws.security.schema;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The schema of a file, which can be read anew while the server runs. Thread-safe; readers never wait. */
public final class SchemaFile {
    /** How many bytes a file may have. */
    public static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Duration timeLimit;
    private final Ticker ticker;
    private volatile SchemaGate current;

    private SchemaFile(Path file, Duration timeLimit, Ticker ticker) {
        this.file = file;
        this.timeLimit = timeLimit;
        this.ticker = ticker;
        this.current = read();
    }

    /**
     * Reads a file.
     *
     * @param file the file, of at most {@value #MAX_BYTES} bytes
     * @param timeLimit how long one message may take
     * @param ticker the time for that
     * @return its schema
     * @throws IllegalArgumentException if it cannot be read or understood, see {@link SchemaGate#parse}
     */
    public static SchemaFile load(Path file, Duration timeLimit, Ticker ticker) {
        return new SchemaFile(file, timeLimit, ticker);
    }

    /**
     * Reads the file anew, and puts its schema in the place of the one before.
     *
     * @throws IllegalArgumentException as above: the schema stays what it was
     */
    public void reload() {
        current = read();
    }

    private SchemaGate read() {
        try (InputStream content = Files.newInputStream(file)) {
            // One byte more shows that there are too many.
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(file + ": expected a file of at most " + MAX_BYTES + " bytes");
            }
            return SchemaGate.parse(bytes, timeLimit, ticker);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": expected a file that can be read: " + e, e);
        } catch (SchemaException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Holds a message against the schema that is in force.
     *
     * @param message the message
     * @return see {@link SchemaGate#check(JsonElement)}
     */
    public Optional<String> check(JsonElement message) {
        return current.check(message);
    }

    /**
     * Gives the file, which may have to be watched.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    @Override
    public String toString() {
        return "schema of messages from " + file;
    }
}
