package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyHashTest {
    private static final ApiKeyText KEY = ApiKeyText.parse(ApiKeySamples.KEY).orElseThrow();

    @TempDir
    private Path directory;

    @Test
    void matches_hashMadeByPython_itsKeyAlone() throws IOException {
        Optional<SecretKeys> pepper = ApiKeys.pepper(Files.writeString(directory.resolve("p"), ApiKeySamples.PEPPER));
        ApiKeyHash plain = ApiKeyHash.parse(ApiKeySamples.HASH);
        ApiKeyHash peppered = ApiKeyHash.parse(ApiKeySamples.PEPPERED);
        ApiKeyText other =
                ApiKeyText.parse(ApiKeySamples.KEY.replace("_ZG", "_ZH")).orElseThrow();

        assertTrue(plain.matches(KEY, Optional.empty()));
        assertTrue(peppered.matches(KEY, pepper));
        assertFalse(plain.matches(KEY, pepper));
        assertFalse(peppered.matches(KEY, Optional.empty()));
        assertFalse(plain.matches(other, Optional.empty()));
        assertFalse(ApiKeyHash.NONE.matches(KEY, Optional.empty()));
    }

    @Test
    void of_sameKeyTwice_otherSalts() {
        Random random = new Random(1);
        ApiKeyHash one = ApiKeyHash.of(KEY, Optional.empty(), random);
        ApiKeyHash two = ApiKeyHash.of(KEY, Optional.empty(), random);

        assertNotEquals(one.text(), two.text());
        assertTrue(ApiKeyHash.parse(one.text()).matches(KEY, Optional.empty()));
    }

    @Test
    void make_key_isRead() {
        ApiKeyText made = ApiKeyText.make(new Random(1));

        assertEquals(Optional.of(made), ApiKeyText.parse(made.text()));
        assertNotEquals(made, ApiKeyText.make(new Random(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wsk",
                "wsk_0123456789abcdef_",
                "wsk_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgo",
                "wsk_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoMx",
                "wsk_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgo=",
                "wsk_0123456789ABCDEF_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM",
                "WSK_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM",
                "wsk-0123456789abcdef-ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM",
                "wsk_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgo\u00e9",
                "wsk_0123456789abcdef_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBg\n",
            })
    void parse_noKey_nothing(String text) {
        assertEquals(Optional.empty(), ApiKeyText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "AAECAwQFBgcICQoLDA0ODw",
                "AAECAwQFBgcICQoLDA0ODw.",
                ".HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--rIBk",
                "AAECAwQFBgcICQoLDA0ODx.HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--rIBk",
                "AAECAwQFBgcICQoLDA0O.HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--rIBk",
                "AAECAwQFBgcICQoLDA0ODw.HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--r",
                "AAECAwQFBgcICQoLDA0ODw==.HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--rIBk=",
            })
    void parse_noHash_throwsWithoutIt(String text) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> ApiKeyHash.parse(text));

        assertEquals("expected the salt and the hash of a key as the tool printed them", error.getMessage());
    }
}
