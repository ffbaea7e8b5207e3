package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtKeyFileTest {
    private static final Set<JwtAlgorithm> ES256 = Set.of(JwtAlgorithm.ES256);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("keys");
    }

    @Test
    void reload_otherKey_replacesTheOneBefore() throws IOException {
        Files.writeString(file, "{\"keys\":[" + TestTokens.EC.replace("{", "{\"kid\":\"old\",") + "]}");
        JwtKeyFile keys = JwtKeyFile.load(file, ES256);
        Files.writeString(file, "{\"keys\":[" + TestTokens.EC.replace("{", "{\"kid\":\"new\",") + "]}");
        assertEquals(1, keys.candidates(JwtAlgorithm.ES256, "old").size());

        keys.reload();

        assertEquals(0, keys.candidates(JwtAlgorithm.ES256, "old").size());
        assertEquals(1, keys.candidates(JwtAlgorithm.ES256, "new").size());
        assertEquals("1 key for [ES256] from " + file, keys.toString());
        assertEquals(file, keys.file());
    }

    @Test
    void reload_fileThatCannotBeUsed_leavesTheKeys() throws IOException {
        Files.writeString(file, TestTokens.EC_PEM);
        JwtKeyFile keys = JwtKeyFile.load(file, ES256);
        JwtVerifier verifier = new JwtVerifier(JwtRules.builder(ES256).build(), keys, TestTokens.CLOCK);
        String token = TestTokens.sign(JwtAlgorithm.ES256, TestTokens.CLAIMS);

        Files.writeString(file, "");
        assertThrows(IllegalArgumentException.class, keys::reload);
        Files.writeString(file, "{\"keys\":[" + TestTokens.RSA + "]}");
        assertThrows(IllegalArgumentException.class, keys::reload);
        Files.delete(file);
        assertThrows(IllegalArgumentException.class, keys::reload);

        assertInstanceOf(Proof.Proved.class, verifier.verify(token));
    }

    /** A public key is good for nothing where the rules name HMAC: it does not become a secret. */
    @Test
    void load_keyForOtherAlgorithms_isTold() throws IOException {
        Files.writeString(file, TestTokens.EC_PEM);

        refused(
                "1 key for [ES256]: expected one for any of [HS256, HS384, HS512]",
                EnumSet.range(JwtAlgorithm.HS256, JwtAlgorithm.HS512));
        Files.writeString(file, "x".repeat(32));
        refused("1 key for [HS256]: expected one for any of [HS512]", Set.of(JwtAlgorithm.HS512));
        refused("1 key for [HS256]: expected one for any of [ES256]", ES256);
    }

    @Test
    void load_fileThatCannotBeRead_isTold() {
        refused("expected a file that can be read: java.nio.file.NoSuchFileException: " + file, ES256);
    }

    @Test
    void load_hugeFile_isNotRead() throws IOException {
        Files.write(file, new byte[JwtKeySet.MAX_BYTES + 1]);

        refused("more than 262144 bytes: expected keys", ES256);
    }

    private void refused(String message, Set<JwtAlgorithm> algorithms) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> JwtKeyFile.load(file, algorithms));
        assertEquals(file + ": " + message, e.getMessage());
    }
}
