package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.distribution.FuzzingClient.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonIT {
    private static final Verdict OK = verdict("OK");
    private static final Verdict LATE = verdict("NON-STRICT");

    private static Verdict verdict(String behavior) {
        return new Verdict(behavior, "OK", Duration.ofMillis(5));
    }

    @Test
    void differing_sameVerdicts_none() {
        assertEquals(
                List.of(),
                Comparison.of(Map.of("1", OK, "2", LATE), Map.of("1", OK, "2", LATE))
                        .differing());
    }

    @Test
    void differing_verdictThatOnlyTheGuardGets_differs() {
        Comparison once = Comparison.of(Map.of("1", OK, "2", OK), Map.of("1", OK, "2", LATE));

        assertEquals(List.of("2"), once.differing());
        assertEquals(List.of("2"), once.plus(Map.of("2", OK), Map.of("2", OK)).differing());
    }

    @Test
    void differing_verdictThatBothGetNowAndThen_doesNot() {
        Comparison again = Comparison.of(Map.of("2", OK), Map.of("2", LATE)).plus(Map.of("2", LATE), Map.of("2", OK));

        assertEquals(List.of(), again.differing());
        assertTrue(again.markdown().contains("| 2 | NON-STRICT, OK or OK, OK | NON-STRICT, OK or OK, OK |"));
    }

    @Test
    void differing_caseThatRanOnOneOnly_differs() {
        assertEquals(
                List.of("1", "2"),
                Comparison.of(Map.of("1", OK), Map.of("2", OK)).differing());
    }
}
