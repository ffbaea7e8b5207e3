package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {
    @ParameterizedTest
    @ValueSource(strings = {"ann", "Ann B.", "Zoë", "世界", "😀", "12345678901234567890123456789012"})
    void name_visibleCharacters_isTaken(String typed) {
        assertEquals(Optional.of(typed), User.name(typed));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "a\nb", "a\0", "a\u202eb", "a\u200bb", "123456789012345678901234567890123"})
    void name_anythingElse_isRefused(String typed) {
        assertEquals(Optional.empty(), User.name(typed));
    }

    @Test
    void name_spaceAround_isStripped() {
        assertEquals(Optional.of("ann"), User.name("  ann "));
    }

    @Test
    void name_lengthIsCountedInCharacters() {
        assertEquals(Optional.of("😀".repeat(32)), User.name("😀".repeat(32)));
        assertEquals(Optional.empty(), User.name("😀".repeat(33)));
    }

    @Test
    void of_noSession_isNobody() {
        assertNull(User.of(null));
    }
}
