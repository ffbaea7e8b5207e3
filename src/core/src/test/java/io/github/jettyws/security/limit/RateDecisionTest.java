package io.github.jettyws.security.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateDecisionTest {
    @ParameterizedTest
    @EnumSource
    void refuse_anyLimit_saysWhichAndHowLong(RateLimit limit) {
        for (long wait :
                new long[] {1, 2, 3, 1_000_000_007, Duration.ofDays(365).toNanos()}) {
            long decision = RateDecision.refuse(wait, limit);

            assertFalse(RateDecision.isAllowed(decision));
            assertEquals(limit, RateDecision.limit(decision));
            assertEquals(wait, RateDecision.waitNanos(decision));
        }
    }

    @Test
    void refuse_never_saysSo() {
        long decision = RateDecision.refuse(RateState.NEVER, RateLimit.BYTES);

        assertEquals(RateDecision.NEVER, RateDecision.waitNanos(decision));
        assertEquals(RateLimit.BYTES, RateDecision.limit(decision));
    }

    @Test
    void isAllowed_whatPassesLater_itMayWait() {
        assertTrue(RateDecision.isAllowed(RateDecision.PASS));
        assertTrue(RateDecision.isAllowed(-5));
        assertEquals(0, RateDecision.waitNanos(RateDecision.PASS));
        assertEquals(5, RateDecision.waitNanos(-5));
    }

    @Test
    void limit_ofWhatIsAllowed_refused() {
        assertThrows(IllegalArgumentException.class, () -> RateDecision.limit(RateDecision.PASS));
    }
}
