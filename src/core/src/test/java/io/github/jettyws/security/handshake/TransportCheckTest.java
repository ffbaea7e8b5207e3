package io.github.jettyws.security.handshake;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TransportCheckTest {
    private static final Verdict INSECURE = Verdict.refuse(Reason.INSECURE_TRANSPORT);

    private final TransportCheck check = new TransportCheck();

    @Test
    void check_callerSecure_proceeds() {
        assertEquals(Verdict.PROCEED, check.check(request().secure(true).make()));
    }

    /** Never a redirect: who has sent a cookie in the clear has sent it. */
    @Test
    void check_callerNotSecure_refusedWith403() {
        assertEquals(INSECURE, check.check(request().secure(false).make()));
        assertEquals(403, Reason.INSECURE_TRANSPORT.status());
    }

    /** Whether headers are believed has been decided; here they say nothing. */
    @Test
    void check_headersSayHttps_refused() {
        Handshake handshake = request()
                .secure(false)
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "proto=https")
                .header("Origin", "https://example.com")
                .make();

        assertEquals(INSECURE, check.check(handshake));
    }
}
