package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.ApiKeys;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.fixture.Requests;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00.123Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void run_allOptions_keyAndLineThatBelongTogether() throws IOException {
        assertEquals(
                0,
                run("--expires", "90d", "--name", "ci", "--roles", "a,b", "--addresses", "192.0.2.0/24,2001:db8::/32"));
        List<String> lines = lines(out);
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(1)
                        .matches("id=\\S+ hash=\\S+ name=ci expires=2027-02-19T10:00:00Z roles=a,b"
                                + " addresses=192.0.2.0/24,2001:db8::/32"),
                lines.get(1));
        String id = lines.get(0).substring(4, 20);
        assertEquals(
                new Proof.Proved(new Identity(
                        "ci",
                        Set.of("a", "b"),
                        "apiKey",
                        Map.of(),
                        Optional.of(Instant.parse("2027-02-19T10:00:00Z")),
                        Optional.of(id))),
                prove(lines.get(0), lines.get(1), null));
        assertFalse(lines.get(1).contains(lines.get(0).substring(21)));
        assertFalse(err.toString(StandardCharsets.UTF_8).contains(lines.get(0).substring(21)));
    }

    @Test
    void run_pepper_isInTheHash() throws IOException {
        Path pepper = Files.writeString(directory.resolve("p"), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

        assertEquals(0, run("--name", "ci", "--pepper-file", pepper.toString()));
        List<String> lines = lines(out);
        assertTrue(prove(lines.get(0), lines.get(1), pepper) instanceof Proof.Proved);
        assertEquals(new Proof.Rejected("unknown key"), prove(lines.get(0), lines.get(1), null));
    }

    @Test
    void run_twice_otherKeys() {
        assertEquals(0, run("--name", "ci"));
        assertEquals(0, run("--name", "ci"));

        assertNotEquals(lines(out).get(0), lines(out).get(2));
    }

    @Test
    void run_help_usage() {
        assertEquals(0, run("--help"));
        assertTrue(lines(out).get(0).startsWith("usage: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| --name: expected a value",
                "--name| --name: expected a value",
                "--name ci --roles| --roles: expected a value",
                "--name ci --name cd| --name: expected once",
                "ci| argument 1: expected one of [--name, --roles, --expires, --addresses, --origins, --pepper-file]",
                "--name ci --hash x| argument 3: expected one of [--name, --roles, --expires, --addresses, --origins,"
                        + " --pepper-file]",
                "--name a/b| name: expected names of 1 to 64 letters, digits and . _ @ -",
                "--name ci --roles a,| roles: expected names of 1 to 64 letters, digits and . _ @ -",
                "--name ci --expires 3651d| expires: expected 1d to 3650d",
                "--name ci --expires 0d| expires: expected a time such as 2027-01-01T00:00:00Z",
                "--name ci --expires soon| expires: expected a time such as 2027-01-01T00:00:00Z",
                "--name ci --addresses 192.0.2.0/33| addresses: expected a prefix length from 0 to 32 after the slash",
                "--name ci --origins regex:| origins: expected an expression after regex:",
            })
    void run_misuse_saysWhatWasExpected(String args, String message) {
        assertEquals(2, run(args.isEmpty() ? new String[0] : args.split(" ", -1)));
        assertEquals(message, lines(err).get(0));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void run_longestExpiry_isTaken() {
        assertEquals(0, run("--name", "ci", "--expires", "3650d"));
        assertEquals(0, run("--name", "ci", "--expires", "2027-01-01T00:00:00Z"));
    }

    @Test
    void run_noPepperFile_fails() {
        Path file = directory.resolve("none");

        assertEquals(1, run("--name", "ci", "--pepper-file", file.toString()));
        assertTrue(lines(err).get(0).startsWith(file + ": expected a file that can be read: "));
    }

    @Test
    void run_valueThatBreaksTheLine_isRefused() {
        assertEquals(2, run("--name", "ci", "--origins", "https://a.example\nid=x"));
        assertEquals(2, run("--name", "ci", "--origins", "regex:a b"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    /** As operators run it: with the core jar, and no other. */
    @Test
    void main_withoutAnyOtherJar_makesAKey() throws Exception {
        String classes = Path.of(ApiKeyCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-cp",
                        classes,
                        ApiKeyCommand.class.getName(),
                        "--name",
                        "ci",
                        "--roles",
                        "a",
                        "--addresses",
                        "192.0.2.1",
                        "--origins",
                        "example.com")
                .redirectError(directory.resolve("err").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> printed);
        assertTrue(printed.startsWith("wsk_"), printed);
    }

    private int run(String... args) {
        return new ApiKeyCommand(CLOCK, new SecureRandom(), print(out), print(err)).run(List.of(args));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Proof prove(String key, String line, Path pepper) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), line);
        return ApiKeys.load(ApiKeys.HEADER, file, pepper, CLOCK)
                .prove(Requests.request().header(ApiKeys.HEADER, key).make());
    }
}
