package io.github.jettyws.security.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** A plugin that refuses with 200, or with 101, would let the client take it for a yes. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101, 200, 302, 399, 600})
    void refuse_statusOfNoError_isNone(int status) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Verdict.refuse(Reason.FORBIDDEN, status, WAIT))
                .getMessage();

        assertEquals("status " + status + ": expected 400 to 599", message);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 429, 503, 599})
    void refuse_statusOfAnError_isTheStatus(int status) {
        assertEquals(status, Verdict.refuse(Reason.FORBIDDEN, status, WAIT).status());
    }

    @Test
    void refuse_everyReason_hasAStatusOfAnError() {
        for (Reason reason : Reason.values()) {
            assertEquals(reason.status(), Verdict.refuse(reason).status());
        }
    }
}
