package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxAgeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "Max-Age=60 | 60",
                "max-age=\"60\" | 60",
                "public, max-age=19493, must-revalidate, no-transform | 19493",
                "private,max-age=007,max-age=8 | 7",
                " , ,max-age=60, | 60",
                "max-age=999999999 | 999999999",
                "max-age=1000000000 | 2147483647",
                "max-age=18446744073709551617 | 2147483647",
                "no-store | 0",
                "max-age=60, no-cache | 0",
                "NO-CACHE, max-age=60 | 0"
            })
    void parse_lifetime_isThat(String cacheControl, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), MaxAge.parse(cacheControl));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-",
                "''",
                "public",
                "s-maxage=60",
                "x-max-age=60",
                "max-age",
                "max-age=",
                "max-age=-1",
                "max-age=+1",
                "max-age=1.5",
                "max-age=1 0",
                "max-age=\"60",
                "max-age=60\"",
                "max-age=\u0661",
                "no-cache=\"Set-Cookie\""
            })
    void parse_noLifetime_isNone(@Nullable String cacheControl) {
        assertEquals(Optional.empty(), MaxAge.parse(cacheControl));
    }

    @Test
    void parse_hugeField_takesNoTime() {
        assertEquals(Optional.empty(), MaxAge.parse("max-age=,".repeat(100_000)));
        assertEquals(
                Optional.of(Duration.ofSeconds(Integer.MAX_VALUE)), MaxAge.parse("max-age=" + "9".repeat(400_000)));
    }
}
