package io.github.jettyws.security.auth;

import static io.github.jettyws.security.auth.ApiKeySamples.HASH;
import static io.github.jettyws.security.auth.ApiKeySamples.ID;
import static io.github.jettyws.security.auth.ApiKeySamples.LINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFileTest {
    private static final String FIELDS =
            "expected id, hash, name, roles, expires, addresses or origins, each with = and a value";
    private static final String REQUIRED = "expected a line with id, hash and name";
    private static final String NAMES = "expected names of 1 to 64 letters, digits and . _ @ -";
    private static final String HASHES = "expected the salt and the hash of a key as the tool printed them";
    private static final String ADDRESS =
            "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9";

    /** What no message may hold. */
    private static final String CANARY = "ZGVmZ2hpamtsbW5v";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("api.keys");
    }

    /** The line, the column, and what was expected there. */
    static Object[][] brokenLines() {
        return new Object[][] {
            {"x", 1, FIELDS},
            {CANARY, 1, FIELDS},
            {"=" + CANARY, 1, FIELDS},
            {CANARY + "=x", 1, FIELDS},
            {"ID=" + ID, 1, FIELDS},
            {"id=" + ID, 20, REQUIRED},
            {"id=" + ID + " name=ci", 28, REQUIRED},
            {"name=ci  hash=" + HASH, 81, REQUIRED},
            {"id=" + CANARY, 1, "expected 16 hexadecimal digits in lower case"},
            {"  id=0123456789ABCDEF", 3, "expected 16 hexadecimal digits in lower case"},
            {"id=" + ID + " hash=" + CANARY, 21, HASHES},
            {LINE + " name=" + CANARY, LINE.length() + 2, "expected each field at most once"},
            {"name=", 1, NAMES},
            {"name=a,b", 1, NAMES},
            {"name=" + "x".repeat(65), 1, NAMES},
            {LINE + " roles=", LINE.length() + 2, NAMES},
            {LINE + " roles=a,", LINE.length() + 2, NAMES},
            {LINE + " roles=" + CANARY + "=", LINE.length() + 2, NAMES},
            {LINE + " roles=a, b", LINE.length() + 2, NAMES},
            {LINE + " expires=" + CANARY, LINE.length() + 2, "expected a time such as 2027-01-01T00:00:00Z"},
            {LINE + " expires=2027-01-01", LINE.length() + 2, "expected a time such as 2027-01-01T00:00:00Z"},
            {LINE + " addresses=", LINE.length() + 2, ADDRESS},
            {LINE + " addresses=192.0.2.1," + CANARY, LINE.length() + 2, ADDRESS},
            {
                LINE + " addresses=192.0.2.1/24",
                LINE.length() + 2,
                "bits are set behind the prefix: expected 192.0.2.0/24, or the address alone"
            },
            {
                LINE + " origins=" + CANARY + "/x",
                LINE.length() + 2,
                "expected an origin such as https://app.example.com, https://*.example.com or"
                        + " https://example.com:*, a host such as example.com, or regex:\u2026"
            },
            {LINE + " origins=regex:(" + CANARY, LINE.length() + 2, "expected a regular expression: Unclosed group"},
            {LINE + " # why", LINE.length() + 2, FIELDS},
            {"x".repeat(4097), 4097, "expected a line of at most 4096 characters"},
        };
    }

    @ParameterizedTest
    @MethodSource("brokenLines")
    void load_brokenLine_isNamedAndNotShown(String line, int column, String expected) throws IOException {
        Files.writeString(file, "# ours\r\n" + LINE.replace("cdef", "0000") + "\r\n\r\n" + line + "\r\n");

        CredentialFileException error = assertThrows(CredentialFileException.class, this::load);
        assertEquals(file + ", line 4, column " + column + ": " + expected, error.getMessage());
        assertFalse(error.toString().contains(CANARY), error::toString);
    }

    @Test
    void load_idTwice_isRefused() throws IOException {
        Files.writeString(file, LINE + "\n" + LINE);

        assertEquals(
                file + ", line 2, column 1: expected an id that no line before has",
                assertThrows(CredentialFileException.class, this::load).getMessage());
    }

    @Test
    void load_count_upTo10000() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(LINE.replace(ID, String.format("%016x", i))).append('\n');
        }
        Files.writeString(file, text);
        assertEquals("10000 keys of " + file, load().toString());

        Files.writeString(file, text + LINE);
        assertEquals(
                file + ", line 10001, column 1: expected at most 10000 keys",
                assertThrows(CredentialFileException.class, this::load).getMessage());
    }

    @Test
    void load_longestLine_isRead() throws IOException {
        Files.writeString(file, LINE + " ".repeat(4096 - LINE.length()));

        assertEquals("1 keys of " + file, load().toString());
    }

    /** It is read, or it is refused with the one exception that says where. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void load_random_oneExceptionOnly(long seed) throws IOException {
        Random random = new Random(seed);
        String line = LINE + " roles=a,b expires=2027-01-01T00:00:00Z addresses=192.0.2.0/24,::/0"
                + " origins=https://*.example.com,regex:a+";
        String alphabet = " \t\n=,./:#()*[]{}\\\"0aZ-+\u00e9\u0000\ud800";
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder(line);
            for (int change = random.nextInt(4); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
            try {
                load();
            } catch (CredentialFileException e) {
                assertFalse(e.getMessage().contains(CANARY), e::getMessage);
                assertFalse(e.getMessage().contains("\n"), e::getMessage);
            }
        }
    }

    private ApiKeys load() {
        return ApiKeys.load(ApiKeys.HEADER, file, null, Clock.systemUTC());
    }
}
