package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void bool_trueOrFalse_understood() {
        assertTrue(Values.bool("true"));
        assertFalse(Values.bool("false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "True", "yes", "1", "0", "on", " true", "true "})
    void bool_anythingElse_refused(String text) {
        assertEquals("expected true or false", refusal(() -> Values.bool(text)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 64", "128, 128", "064, 64"})
    void number_withinBounds_understood(String text, long expected) {
        assertEquals(expected, Values.number(text, 1, 128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "129",
                "-1",
                "+1",
                "1.0",
                "1e2",
                "0x10",
                "1_0",
                " 1",
                "1 ",
                "64k",
                "\u0661",
                "99999999999999999999"
            })
    void number_anythingElse_refused(String text) {
        assertEquals("expected a number from 1 to 128", refusal(() -> Values.number(text, 1, 128)));
    }

    @ParameterizedTest
    @CsvSource({"1000ms, 1000", "1500ms, 1500", "1s, 1000", "90s, 90000", "1m, 60000", "60m, 3600000", "1h, 3600000"})
    void duration_withinBounds_understood(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Values.duration(text, SECOND, HOUR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "s",
                "10 s",
                " 10s",
                "10S",
                "10sec",
                "10d",
                "-10s",
                "+10s",
                "1.5s",
                "1h30m",
                "PT10S",
                "1000000000ms",
                "\u0661s"
            })
    void duration_noDuration_refused(String text) {
        assertEquals(
                "expected a duration such as 500ms, 10s, 5m or 1h", refusal(() -> Values.duration(text, SECOND, HOUR)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0h", "999ms", "3600001ms", "3601s", "61m", "2h", "999999999h"})
    void duration_outOfBounds_refused(String text) {
        assertEquals("expected a duration from 1s to 1h", refusal(() -> Values.duration(text, SECOND, HOUR)));
    }

    @Test
    void duration_outOfOddBounds_namedInTheUnitThatFits() {
        Duration most = Duration.ofSeconds(90);

        assertEquals(
                "expected a duration from 1ms to 90s",
                refusal(() -> Values.duration("91s", Duration.ofMillis(1), most)));
    }

    @Test
    void list_entries_stripped() {
        assertEquals(List.of(), Values.list(""));
        assertEquals(List.of(), Values.list("  "));
        assertEquals(List.of("a"), Values.list("a"));
        assertEquals(List.of("a", "b c", "d"), Values.list(" a,b c , d "));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "a,", ",a", "a,,b", "a, ,b"})
    void list_emptyEntry_refused(String text) {
        assertEquals("expected a value between every two commas", refusal(() -> Values.list(text)));
    }

    @Test
    void name_lowerCase_understood() {
        assertEquals(Mode.ENFORCE, Values.name(Mode.class, "enforce"));
        assertEquals(Mode.REPORT, Values.name(Mode.class, "report"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ENFORCE", "Report", "off", " report"})
    void name_anythingElse_refused(String text) {
        assertEquals("expected one of [enforce, report]", refusal(() -> Values.name(Mode.class, text)));
    }

    private static String refusal(Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }
}
