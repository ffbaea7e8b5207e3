package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {
    private static final String[] PATHS = {"--home=h", "--zip=z", "--war=w", "--listener=l", "--base=b"};

    @Test
    void parse_paths_areAbsoluteAndThePortHasADefault() throws DemoException {
        DemoOptions options = DemoOptions.parse(PATHS);

        assertEquals(Path.of("z").toAbsolutePath(), options.zip());
        assertEquals(8080, options.port());
    }

    @Test
    void parse_missing_isNamed() {
        DemoException e = assertThrows(DemoException.class, () -> DemoOptions.parse("--home=h", "--war=w"));

        assertEquals("--zip= is missing", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot=1", "zip=z", "--zip", "", "=", "--="})
    void parse_unknown_isNamed(String arg) {
        DemoException e = assertThrows(DemoException.class, () -> DemoOptions.parse(arg));

        assertTrue(e.getMessage().startsWith("unknown argument " + arg + ";"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999", "-1", "x", ""})
    void parse_badPort_isNamed(String port) {
        DemoException e = assertThrows(DemoException.class, () -> parsePort(port));

        assertEquals("--port=" + port + ": expected a number from 1 to 65535", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "65535"})
    void parse_port_isTaken(String port) throws DemoException {
        assertEquals(Integer.parseInt(port), parsePort(port).port());
    }

    @Test
    void check_missingFile_isNamed(@TempDir Path dir) throws IOException {
        Path home = Files.createDirectory(dir.resolve("home"));
        Path zip = dir.resolve("m.zip");
        Path war = Files.createFile(dir.resolve("d.war"));
        Path jar = Files.createFile(dir.resolve("l.jar"));
        DemoOptions options = new DemoOptions(home, zip, war, jar, dir.resolve("base"), 1);

        Files.createFile(home.resolve("start.jar"));
        DemoException e = assertThrows(DemoException.class, options::check);
        assertTrue(e.getMessage().startsWith("there is no zip of the module at " + zip), e.getMessage());

        Files.createFile(zip);
        assertDoesNotThrow(options::check);
    }

    private static DemoOptions parsePort(String port) throws DemoException {
        String[] args = PATHS.clone();
        return DemoOptions.parse(args[0], args[1], args[2], args[3], args[4], "--port=" + port);
    }
}
