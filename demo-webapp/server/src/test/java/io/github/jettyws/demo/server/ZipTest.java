package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    @TempDir
    Path dir;

    @Test
    void unpack_filesAndDirectories_areThere() throws IOException {
        Path zip = zip("empty/", "modules/a.mod");
        Path base = Files.createDirectory(dir.resolve("base"));

        Zip.unpack(zip, base);

        assertTrue(Files.isDirectory(base.resolve("empty")));
        assertEquals("modules/a.mod", Files.readString(base.resolve("modules/a.mod")));
    }

    @Test
    void unpack_entryOutside_isRefused() throws IOException {
        Path zip = zip("../evil");
        Path base = Files.createDirectory(dir.resolve("base"));

        assertThrows(IOException.class, () -> Zip.unpack(zip, base));
        assertFalse(Files.exists(dir.resolve("evil")));
    }

    /** Each file holds its own name. */
    private Path zip(String... names) throws IOException {
        Path zip = dir.resolve("test.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            for (String name : names) {
                entries.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    entries.write(name.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return zip;
    }
}
