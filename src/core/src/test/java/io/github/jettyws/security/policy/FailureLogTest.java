package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.LogRecorder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final FailureLog failures = new FailureLog(ticker);
    private final LogRecorder log = new LogRecorder(FailureLog.class);

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void log_first_withStackTrace() {
        failures.log("here", new IllegalStateException("broken"));

        assertEquals(List.of("ERROR the guard failed in here, and refused"), log.lines());
        assertEquals("broken", log.events().get(0).getThrowableProxy().getMessage());
    }

    @Test
    void log_withinAMinute_onlyTheFirst() {
        failures.log("here", new Error());
        failures.log("here", new Error());
        ticker.advance(MINUTE.minusNanos(1));
        failures.log("here", new Error());

        assertEquals(1, log.lines().size());
    }

    @Test
    void log_everyMinute_again() {
        for (int minute = 0; minute < 3; minute++) {
            failures.log("here", new Error());
            failures.log("here", new Error());
            ticker.advance(MINUTE);
        }

        assertEquals(3, log.lines().size());
    }

    /** What was not logged does not put off what will be. */
    @Test
    void log_oftenWithinAMinute_againAfterIt() {
        failures.log("here", new Error());
        for (int second = 0; second < 59; second++) {
            ticker.advance(Duration.ofSeconds(1));
            failures.log("here", new Error());
        }
        ticker.advance(Duration.ofSeconds(1));
        failures.log("here", new Error());

        assertEquals(2, log.lines().size());
    }

    @Test
    void log_twoPlaces_each() {
        failures.log("here", new Error());
        failures.log("there", new Error());

        assertEquals(
                List.of("ERROR the guard failed in here, and refused", "ERROR the guard failed in there, and refused"),
                log.lines());
    }
}
