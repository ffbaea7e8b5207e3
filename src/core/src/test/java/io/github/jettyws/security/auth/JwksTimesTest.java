package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwksTimesTest {
    @ParameterizedTest
    @CsvSource({
        "PT1M, PT1M, PT1S, PT1M",
        "PT1M, PT24H, PT1M, PT24H",
        "PT24H, PT24H, PT24H, PT168H",
        "PT5M, PT1H, PT30S, PT1H"
    })
    void construct_inRange_isTaken(Duration shortest, Duration longest, Duration interval, Duration outage) {
        assertDoesNotThrow(() -> new JwksTimes(shortest, longest, interval, outage));
    }

    @ParameterizedTest
    @CsvSource({
        "PT59.999S, PT1H, PT30S, PT24H, shortest lifetime PT59.999S: expected PT1M to PT24H",
        "PT24H0.001S, PT24H, PT30S, PT24H, shortest lifetime PT24H0.001S: expected PT1M to PT24H",
        "PT5M, PT4M59S, PT30S, PT24H, longest lifetime PT4M59S: expected PT5M to PT24H",
        "PT5M, PT24H0.001S, PT30S, PT48H, longest lifetime PT24H0.001S: expected PT5M to PT24H",
        "PT5M, PT1H, PT0.999S, PT24H, interval PT0.999S: expected PT1S to PT5M",
        "PT5M, PT1H, PT5M1S, PT24H, interval PT5M1S: expected PT1S to PT5M",
        "PT5M, PT1H, PT30S, PT59M59S, outage PT59M59S: expected PT1H to PT168H",
        "PT5M, PT1H, PT30S, PT168H1S, outage PT168H1S: expected PT1H to PT168H"
    })
    void construct_outOfRange_isRefused(
            Duration shortest, Duration longest, Duration interval, Duration outage, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new JwksTimes(shortest, longest, interval, outage));
        assertEquals(message, e.getMessage());
    }

    @Test
    void construct_default_isAsDocumented() {
        assertEquals(
                new JwksTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofDays(1)),
                JwksTimes.DEFAULT);
    }
}
