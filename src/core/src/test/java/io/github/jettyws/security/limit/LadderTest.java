package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Ladder LADDER = Ladder.parse("drop:3,delay:2,close:1,ban");

    private final FakeTicker ticker = new FakeTicker();
    private final Violations violations = new Violations(LADDER, WINDOW, ticker, new Random(1));

    @ParameterizedTest
    @CsvSource({"1, DROP", "3, DROP", "4, DELAY", "5, DELAY", "6, CLOSE", "7, BAN", "8, BAN", "9223372036854775807, BAN"
    })
    void step_ofViolation_lastOfOneAndFirstOfTheNext(long violation, RateStep step) {
        assertEquals(step, LADDER.step(violation));
    }

    @Test
    void last_isTheFirstOfTheLastStep() {
        assertEquals(7, LADDER.last());
        assertEquals(1, Ladder.of(RateStep.CLOSE).last());
        assertEquals(
                4_000_001,
                Ladder.parse("drop:1000000,reply:1000000,delay:1000000,close:1000000,ban")
                        .last());
    }

    @Test
    void has_stepsThatAreThere_andNoOther() {
        assertTrue(LADDER.has(RateStep.DROP));
        assertTrue(LADDER.has(RateStep.BAN));
        assertFalse(LADDER.has(RateStep.REPLY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ban", "drop", "drop:1,close", "drop:3,reply:3,delay:3,close:3,ban", "close:1000000,ban"})
    void parse_ladder_readsAsItIsWritten(String text) {
        assertEquals(text, Ladder.parse(text).toString());
    }

    @Test
    void parse_blanks_areNothing() {
        assertEquals(LADDER, Ladder.parse(" drop:3 , delay:2,close:1, ban "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "drop:3",
                "drop,close",
                "drop:3,",
                ",close",
                "drop:0,close",
                "drop:-1,close",
                "drop:1000001,close",
                "drop:99999999,close",
                "drop: 3,close",
                "drop:3:4,close",
                "drop:x,close",
                "close:3,drop",
                "drop:3,drop",
                "DROP:3,close",
                "kick:3,close",
                "drop:3,kick"
            })
    void parse_noLadder_saysWhatWasExpected(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ladder.parse(text))
                .getMessage();

        assertTrue(message.contains("expected"), message);
    }

    @Test
    void count_violations_upTheLadder() {
        assertEquals(
                List.of(
                        RateStep.DROP,
                        RateStep.DROP,
                        RateStep.DROP,
                        RateStep.DELAY,
                        RateStep.DELAY,
                        RateStep.CLOSE,
                        RateStep.BAN,
                        RateStep.BAN,
                        RateStep.BAN),
                steps("ann", 9));
        assertEquals(RateStep.DROP, violations.count("bob"));
        assertEquals(2, violations.size());
    }

    /** Half of those seven are left in the middle of the next window, rounded up. */
    @Test
    void count_later_theyFade() {
        steps("ann", 7);
        ticker.advance(WINDOW.multipliedBy(3).dividedBy(2));

        assertEquals(RateStep.DELAY, violations.count("ann"));
        ticker.advance(WINDOW.multipliedBy(2));
        assertEquals(RateStep.DROP, violations.count("ann"));
    }

    /** Were they forgotten, a spray of addresses would lead back to the foot of the ladder. */
    @Test
    void count_sprayOfOtherClients_staysWhereItWas() {
        for (int client = 0; client < 20; client++) {
            steps("ann " + client, 7);
        }
        for (int client = 0; client < 3 * WindowCache.MAX_CLIENTS; client++) {
            violations.count(client);
        }

        for (int client = 0; client < 20; client++) {
            assertEquals(RateStep.BAN, violations.count("ann " + client));
        }
        assertTrue(violations.size() <= WindowCache.MAX_CLIENTS, () -> violations.size() + " are remembered");
    }

    @Test
    void count_oneStep_nothingIsCounted() {
        Violations close = new Violations(Ladder.of(RateStep.CLOSE), WINDOW, ticker, new Random(1));

        assertEquals(RateStep.CLOSE, close.count("ann"));
        assertEquals(RateStep.CLOSE, close.count("ann"));
        assertEquals(0, close.size());
    }

    private List<RateStep> steps(Object client, int violations) {
        List<RateStep> steps = new ArrayList<>();
        for (int i = 0; i < violations; i++) {
            steps.add(this.violations.count(client));
        }
        return steps;
    }
}
