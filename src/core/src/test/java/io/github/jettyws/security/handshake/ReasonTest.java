package io.github.jettyws.security.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {
    @ParameterizedTest
    @CsvSource({
        "ADDRESS_BLOCKED, 403",
        "MALFORMED_HANDSHAKE, 400",
        "UNSUPPORTED_VERSION, 426",
        "ORIGIN_MISSING, 403",
        "ORIGIN_NOT_ALLOWED, 403",
        "AUTH_FAILURES, 429",
        "UNAUTHENTICATED, 401",
        "FORBIDDEN, 403",
        "UNGUARDED_ENDPOINT, 403",
        "GUARD_FAILURE, 503"
    })
    void status_ofHandshake_asDocumented(Reason reason, int status) {
        assertEquals(status, reason.status());
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGE_TOO_LARGE, 1009",
        "FRAME_TOO_LARGE, 1009",
        "MESSAGE_RATE, 1008",
        "BYTE_RATE, 1008",
        "TOTAL_RATE, 1013",
        "GUARD_FAILURE, 1011"
    })
    void closeCode_ofMessage_asDocumented(Reason reason, int code) {
        assertEquals(code, reason.closeCode());
    }

    @Test
    void refuse_reason_isKept() {
        assertEquals(
                new Verdict.Refusal(Reason.FORBIDDEN, 403, Optional.empty(), Optional.empty()),
                Verdict.refuse(Reason.FORBIDDEN));
    }
}
