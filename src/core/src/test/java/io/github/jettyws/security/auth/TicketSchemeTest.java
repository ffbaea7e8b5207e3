package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketSchemeTest {
    private static final Proved ANN = new Proved(Identity.of("ann", "session"));
    private static final TicketBond BOND = new TicketBond("https://example.com", "c", "x");

    private final Tickets tickets =
            new Tickets(TicketScheme.LIFETIME, new FakeTicker(), Clock.systemUTC(), new Random(1));
    private final TicketScheme scheme =
            new TicketScheme("/ticket", TokenSources.named(TicketScheme.SCHEME, "t"), tickets);

    @Test
    void prove_ticketInEitherPlace_isRedeemed() {
        assertEquals(ANN, scheme.prove(query("t=" + issue()), BOND));
        assertEquals(ANN, scheme.prove(protocols("chat, ticket." + issue()), BOND));
        String both = issue();
        assertEquals(
                ANN,
                scheme.prove(
                        Requests.request()
                                .query("t=" + both)
                                .header("Sec-WebSocket-Protocol", "ticket." + both)
                                .make(),
                        BOND));
    }

    @Test
    void prove_noTicket_isAbsent() {
        for (Handshake none : new Handshake[] {query("ticket=" + issue()), protocols("bearer." + issue())}) {
            assertFalse(scheme.isPresent(none));
            assertEquals(Proof.ABSENT, scheme.prove(none, BOND));
        }
    }

    @Test
    void prove_differentTickets_areRejectedAndNotSpent() {
        String one = issue();
        Handshake two = query("t=" + one + "&t=" + issue());

        assertTrue(scheme.isPresent(two));
        assertEquals(new Rejected("different tickets"), scheme.prove(two, BOND));
        assertEquals(ANN, scheme.prove(query("t=" + one), BOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "t=", "t=%20", "t=x"})
    void prove_noTicketWhereOneStands_isMalformed(String query) {
        assertTrue(scheme.isPresent(query(query)));
        assertEquals(new Rejected("malformed"), scheme.prove(query(query), BOND));
    }

    @Test
    void prove_outsideOfAContext_isRejected() {
        assertEquals(new Rejected("ticket outside of a context"), scheme.prove(query("t=" + issue()), null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, https://example.com, -, 0",
                "POST, https://example.com:443, -, 0",
                "GET, https://example.com, METHOD_NOT_ALLOWED, 405",
                "OPTIONS, https://evil.example, METHOD_NOT_ALLOWED, 405",
                "post, https://example.com, METHOD_NOT_ALLOWED, 405",
                "POST, -, ORIGIN_MISSING, 403",
                "POST, null, ORIGIN_NOT_ALLOWED, 403",
                "POST, https://evil.example, ORIGIN_NOT_ALLOWED, 403",
                "POST, http://example.com, ORIGIN_NOT_ALLOWED, 403",
                "POST, https://localhost, ORIGIN_NOT_ALLOWED, 403",
            })
    void checks_request_postOfTheSameOrigin(String method, String origin, String reason, int status) throws Exception {
        Requests request = Requests.request().method(method);
        Handshake handshake = (origin == null ? request : request.header("Origin", origin)).make();

        Verdict verdict = Verdict.PROCEED;
        for (HandshakeCheck check : scheme.checks()) {
            verdict = verdict == Verdict.PROCEED ? check.check(handshake) : verdict;
        }

        assertEquals(
                reason == null
                        ? Verdict.PROCEED
                        : new Verdict.Refusal(Reason.valueOf(reason), status, Optional.empty(), Optional.empty()),
                verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ticket", "/ws-security/ticket", "/a/b.c/~_d"})
    void checkPath_path_isTaken(String path) {
        assertEquals(path, TicketScheme.checkPath(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "ticket",
                "/ticket/",
                "//ticket",
                "/../ticket",
                "/./t",
                "/a b",
                "/t%41",
                "/t;x",
                "/t?x",
                "/*"
            })
    void checkPath_somethingElse_isRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> TicketScheme.checkPath(path));
    }

    private String issue() {
        return tickets.issue(ANN, BOND).orElseThrow();
    }

    private static Handshake query(String query) {
        return Requests.request().query(query).make();
    }

    private static Handshake protocols(String line) {
        return Requests.request().header("Sec-WebSocket-Protocol", line).make();
    }
}
