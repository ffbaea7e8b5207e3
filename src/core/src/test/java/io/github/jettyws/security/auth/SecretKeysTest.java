package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {
    private static final String EXPECTED = "expected a key of 32 to 512 bytes in base64, with padding";
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "4MLh2vPpYdGZ1dQn6VdXZ1QzkbmOG4yTmqCNmDyS1o8=";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                KEY + "\n",
                "\ufeff" + KEY,
                "# ours\r\n\r\n  \t\r\n" + KEY + "\r\n",
                "  # ours\r \t" + KEY + " \t\r# end",
            })
    void read_file_theKey(String text) throws IOException {
        SecretKeys keys = read(text);

        assertEquals(1, keys.size());
        assertArrayEquals(Base64.getDecoder().decode(KEY), keys.first().getEncoded());
    }

    /** Test case 6 of RFC 4231: a key of 131 bytes. */
    @Test
    void verify_rfc4231_isTheCode() throws IOException {
        byte[] key = HexFormat.of().parseHex("aa".repeat(131));
        byte[] data = "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(StandardCharsets.US_ASCII);
        byte[] code = HexFormat.of().parseHex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        SecretKeys keys = read(KEY + "\n" + Base64.getEncoder().encodeToString(key));

        assertTrue(keys.verify(code, data));
        code[31] ^= 1;
        assertFalse(keys.verify(code, data));
        assertFalse(keys.verify(new byte[0], data));
    }

    @Test
    void read_several_theFirstIsFirst() throws IOException {
        SecretKeys keys = read(KEY + "\n" + OTHER);

        assertEquals(2, keys.size());
        assertArrayEquals(Base64.getDecoder().decode(KEY), keys.first().getEncoded());
    }

    @ParameterizedTest
    @CsvSource({"31, false", "32, true", "512, true", "513, false"})
    void read_length_32To512Bytes(int length, boolean good) throws IOException {
        String text = Base64.getEncoder().encodeToString(new byte[length]);
        if (good) {
            assertEquals(length, read(text).first().getEncoded().length);
        } else {
            assertBroken(text, ", line 1, column 1: " + EXPECTED);
        }
    }

    @Test
    void read_count_upTo8() throws IOException {
        assertEquals(8, read((KEY + "\n").repeat(8)).size());
        assertBroken((KEY + "\n").repeat(9), ", line 9, column 1: expected at most 8 keys");
    }

    @Test
    void read_broken_namesTheLineAndNotTheKey() throws IOException {
        assertBroken("# a\n\n  " + KEY.replace("=", ""), ", line 3, column 3: " + EXPECTED);
        assertBroken(KEY + "\n" + KEY + " # why", ", line 2, column 1: " + EXPECTED);
        assertBroken(KEY.replace("h8=", "h9="), ", line 1, column 1: " + EXPECTED);
        assertBroken("-" + KEY.substring(1), ", line 1, column 1: " + EXPECTED);
        assertBroken("correct horse battery staple", ", line 1, column 1: " + EXPECTED);
    }

    @Test
    void read_noKey_isRefused() throws IOException {
        assertBroken("", ": " + EXPECTED);
        assertBroken("# none yet\n", ": " + EXPECTED);
    }

    @Test
    void read_notUtf8_isRefused() throws IOException {
        Files.write(file, new byte[] {'#', (byte) 0xe9, '\n'});

        CredentialFileException error = assertThrows(CredentialFileException.class, () -> SecretKeys.read(file));
        assertEquals(file + ": expected text in UTF-8", error.getMessage());
    }

    @Test
    void read_length_upTo8MiB() throws IOException {
        String comment = "#".repeat(CredentialFile.MOST_BYTES - KEY.length() - 1) + "\n" + KEY;

        assertEquals(1, read(comment).size());
        assertBroken("#" + comment, ": expected a file of at most 8388608 bytes");
    }

    @Test
    void read_noFile_isRefused() {
        CredentialFileException error = assertThrows(CredentialFileException.class, () -> SecretKeys.read(file));
        assertTrue(error.getMessage().startsWith(file + ": expected a file that can be read: "), error::getMessage);
    }

    private SecretKeys read(String text) throws IOException {
        Files.writeString(file, text);
        return SecretKeys.read(file);
    }

    private void assertBroken(String text, String message) throws IOException {
        Files.writeString(file, text);
        CredentialFileException error = assertThrows(CredentialFileException.class, () -> SecretKeys.read(file));
        assertEquals(file + message, error.getMessage());
    }
}
