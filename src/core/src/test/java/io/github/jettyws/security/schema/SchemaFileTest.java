package io.github.jettyws.security.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import io.github.jettyws.security.fixture.FakeTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFileTest {
    private static final String STRING = "{\"type\":\"string\"}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("a.schema.json"), STRING);
    }

    private SchemaFile load() {
        return SchemaFile.load(file, Duration.ofMillis(100), new FakeTicker());
    }

    private static boolean takesNumbers(SchemaFile schema) {
        return schema.check(new JsonPrimitive(1)).isEmpty();
    }

    @Test
    void reload_changedFile_isInForce() throws IOException {
        SchemaFile schema = load();
        assertEquals(Optional.of(""), schema.check(new JsonPrimitive(1)));

        Files.writeString(file, "{\"type\":\"number\"}");
        assertEquals(false, takesNumbers(schema));
        schema.reload();
        assertTrue(takesNumbers(schema));
    }

    @Test
    void reload_brokenOrMissingFile_leavesTheOldOneInForce() throws IOException {
        SchemaFile schema = load();

        Files.writeString(file, "{\"type\":\"nmber\"}");
        String broken =
                assertThrows(IllegalArgumentException.class, schema::reload).getMessage();
        assertEquals(file + ": expected a JSON Schema 2020-12 at /type", broken);
        Files.delete(file);
        String missing =
                assertThrows(IllegalArgumentException.class, schema::reload).getMessage();
        assertTrue(String.valueOf(missing).startsWith(file + ": expected a file that can be read: "), missing);
        assertEquals(false, takesNumbers(schema));
    }

    @Test
    void load_file_upToItsSize() throws IOException {
        Files.writeString(file, STRING + " ".repeat(SchemaFile.MAX_BYTES - STRING.length()));
        load();

        Files.writeString(file, STRING + " ".repeat(SchemaFile.MAX_BYTES - STRING.length() + 1));
        assertEquals(
                file + ": expected a file of at most 1048576 bytes",
                assertThrows(IllegalArgumentException.class, this::load).getMessage());
    }

    @Test
    void toString_namesTheFile() {
        assertEquals("schema of messages from " + file, load().toString());
    }
}
