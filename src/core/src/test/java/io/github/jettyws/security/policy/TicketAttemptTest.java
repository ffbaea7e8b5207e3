package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.CsrfRule;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.TicketScheme;
import io.github.jettyws.security.auth.Tickets;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.LifeFixture.FakeSession;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a ticket is asked for and redeemed, and where the CSRF token of the application is asked for. */
class TicketAttemptTest {
    private static final Optional<Verdict.Refusal> PROCEEDS = Optional.empty();
    private static final Scheme SESSION = new SessionScheme("user", Set.of());
    private static final String ORIGIN = "https://example.com";

    private final LifeFixture fixture = new LifeFixture();
    private final PolicyFixture policies = new PolicyFixture();
    private final FakeTicker ticker = new FakeTicker();
    private final Tickets tickets = new Tickets(TicketScheme.LIFETIME, ticker, fixture.clock, new Random(1));
    private final TicketScheme scheme =
            new TicketScheme("/ticket", TokenSources.named(TicketScheme.SCHEME, "ticket"), tickets);
    private final FakeSession session = new FakeSession("one");
    private final Policy policy = policy(Mode.ENFORCE, null, SESSION, scheme);

    @AfterEach
    void end() {
        fixture.close();
        policies.close();
    }

    @Test
    void redeem_ticketOfASession_isTheWholeIdentityAndRestsOnTheSession() {
        Attempt attempt = upgrade(policy, issue(), "x");
        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(PROCEEDS, attempt.admit(() -> null));
        assertEquals(Optional.of(Identity.of("ann", "session")), attempt.identity());

        LifeFixture.Opened opened = fixture.open(attempt);
        fixture.sessions.ended(session.key());

        assertEquals(List.of(1008), opened.codes());
    }

    /** Of several policies that a request is led to, each takes the same ticket. */
    @Test
    void redeem_underAnotherPolicy_isNotSpentTwice() {
        Attempt attempt = upgrade(policy, issue(), "x");
        attempt.gate();
        attempt.admit(() -> null);

        Attempt again = attempt.under(policy(Mode.ENFORCE, null, scheme));
        again.enter("x");

        assertEquals(PROCEEDS, again.gate());
        assertEquals(PROCEEDS, again.admit(() -> null));
        assertEquals("ann", again.identity().orElseThrow().name());

        Attempt elsewhere = attempt.under(policy(Mode.ENFORCE, null, scheme));
        elsewhere.enter("y");
        elsewhere.gate();
        assertEquals(refused(Reason.UNAUTHENTICATED), elsewhere.admit(() -> null));
    }

    @Test
    void redeem_again_isRefusedAndCounted() {
        String ticket = issue();
        admit(upgrade(policy, ticket, "x"));

        for (int i = 0; i < PolicyFixture.FAILURES; i++) {
            assertEquals(refused(Reason.UNAUTHENTICATED), admit(upgrade(policy, ticket, "x")));
        }
        assertEquals(
                Reason.AUTH_FAILURES,
                admit(upgrade(policy, issueFrom("192.0.2.9"), "x"))
                        .orElseThrow()
                        .reason());
    }

    @Test
    void redeem_fromAnotherClient_isRefused() {
        assertEquals(refused(Reason.UNAUTHENTICATED), admit(upgrade(policy, issueFrom("192.0.2.9"), "x")));
    }

    @Test
    void redeem_withoutOrigin_isRefused() {
        Handshake handshake = Requests.request().query("ticket=" + issue()).make();
        Attempt attempt = fixture.guard.attempt(policy, handshake);
        attempt.enter("x");

        assertEquals(refused(Reason.UNAUTHENTICATED), admit(attempt));
    }

    @Test
    void redeem_afterLogoutOrRevocation_isRefused() {
        String first = issue();
        String second = issue();
        fixture.guard.revoker().revokeUser("ann");
        assertEquals(refused(Reason.REVOKED), admit(upgrade(policy, first, "x")));
        session.isGoneFromStore = true;
        assertEquals(refused(Reason.UNAUTHENTICATED), admit(upgrade(policy, second, "x")));
    }

    @Test
    void redeem_storeIsDown_isRefusedAndNotCounted() {
        String ticket = issue();
        session.storeFails = new IllegalStateException("down");

        assertEquals(refused(Reason.GUARD_FAILURE), admit(upgrade(policy, ticket, "x")));
    }

    @Test
    void ask_noCredential_isRefusedWhateverIsRequired() {
        Attempt attempt = ask(policy, "192.0.2.1");

        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.gate().or(() -> attempt.admit(() -> null)));
    }

    /** A ticket buys no ticket. */
    @Test
    void ask_withATicket_isRefused() {
        Handshake handshake = Requests.request()
                .method("POST")
                .header("Origin", ORIGIN)
                .header("Sec-WebSocket-Protocol", "ticket." + issue())
                .make();
        Attempt attempt = fixture.guard.attempt(policy.forTickets(scheme), handshake);
        attempt.enter("x");

        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.gate().or(() -> attempt.admit(() -> null)));
    }

    @Test
    void ask_whoMayNotConnect_isForbidden() {
        AuthRules rules = new AuthRules(
                true, List.of(SESSION, scheme), new Permission(Set.of(), Set.of("bob")), TokenSources.NONE);
        Attempt attempt = ask(policies.policy(Mode.ENFORCE, rules), "192.0.2.1");
        attempt.gate();

        assertEquals(refused(Reason.FORBIDDEN), attempt.admit(() -> session));
    }

    /** It would be good under a policy that does more than report. */
    @Test
    void ask_inModeReport_isRefusedAllTheSame() {
        Attempt attempt = ask(policy(Mode.REPORT, null, SESSION, scheme), "192.0.2.1");
        attempt.gate();

        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.admit(() -> null));
    }

    @Test
    void ask_checks_thoseThatAreNotForUpgradesAlone() {
        HandshakeCheck upgrades = new HandshakeCheck() {
            @Override
            public Verdict check(Handshake handshake) {
                throw new AssertionError("asked");
            }

            @Override
            public boolean isForUpgradesOnly() {
                return true;
            }
        };
        HandshakeCheck all = handshake -> Verdict.refuse(Reason.ADDRESS_BLOCKED);
        AuthRules rules = new AuthRules(true, List.of(SESSION, scheme), Permission.ALL, TokenSources.NONE);

        assertEquals(
                refused(Reason.ADDRESS_BLOCKED),
                ask(policies.policy(Mode.ENFORCE, rules, upgrades, all), "192.0.2.1")
                        .gate());
    }

    /** A foreign page can make a browser send such a request: it is nothing to be banned for, as long as nobody asks for it. */
    @Test
    void ask_byGet_isAReasonOfItsOwn() {
        Handshake handshake = Requests.request().header("Origin", ORIGIN).make();

        assertEquals(
                refused(Reason.METHOD_NOT_ALLOWED),
                fixture.guard.attempt(policy.forTickets(scheme), handshake).gate());
    }

    @Test
    void issue_32OfOneUser_andNoMore() {
        for (int i = 0; i < 32; i++) {
            issue();
        }
        Attempt attempt = ask(policy, "192.0.2.1");
        attempt.gate();
        attempt.admit(() -> session);

        assertEquals(Optional.empty(), attempt.issue(tickets));
    }

    @Test
    void csrf_session_needsItsToken() {
        Policy asking = policy(Mode.ENFORCE, csrf(), SESSION);

        assertEquals(PROCEEDS, admitWithCookie(asking, "csrf=ann"));
        assertEquals(refused(Reason.CSRF_TOKEN), admitWithCookie(asking, "csrf=bob"));
        assertEquals(refused(Reason.CSRF_TOKEN), admitWithCookie(asking, null));
        assertEquals(0, asking.slots().held());
    }

    /** A cookie is sent by any page; with it comes the session, or nothing to compare with. */
    @Test
    void csrf_anotherAmbientCredential_needsTheTokenOfTheSession() {
        Policy asking = policy(Mode.ENFORCE, csrf(), new Fixed(true));

        assertEquals(PROCEEDS, admitWithCookie(asking, "csrf=ann"));
        assertEquals(refused(Reason.CSRF_TOKEN), admitWithCookie(asking, null));
        Attempt without = fixture.guard.attempt(
                asking, Requests.request().query("csrf=ann").make());
        assertEquals(refused(Reason.CSRF_TOKEN), admit(without));
    }

    @Test
    void csrf_credentialOfThePage_needsNone() {
        assertEquals(PROCEEDS, admitWithCookie(policy(Mode.ENFORCE, csrf(), new Fixed(false)), null));
        assertEquals(PROCEEDS, admit(upgrade(policy(Mode.ENFORCE, csrf(), SESSION, scheme), issue(), "x")));
    }

    /** An application may know who it is by the session, where the guard knows nobody. */
    @Test
    void csrf_nobodyIsKnown_neededWhereThereIsASession() {
        AuthRules rules = new AuthRules(
                false, List.of(new SessionScheme("other", Set.of())), Permission.ALL, TokenSources.NONE, csrf(), false);
        Policy asking = policies.policy(Mode.ENFORCE, rules);

        assertEquals(refused(Reason.CSRF_TOKEN), admitWithCookie(asking, null));
        assertEquals(PROCEEDS, admitWithCookie(asking, "csrf=ann"));
        assertEquals(
                PROCEEDS, admit(fixture.guard.attempt(asking, Requests.request().make())));
    }

    @ParameterizedTest
    @EnumSource
    void csrf_missing_isReportedOnce(Mode mode) throws InterruptedException {
        Optional<Verdict.Refusal> refused = admitWithCookie(policy(mode, csrf(), SESSION), null);

        assertEquals(mode == Mode.ENFORCE, refused.isPresent());
        SecurityEvent event = fixture.recorder.next();
        assertEquals(Optional.of(Reason.CSRF_TOKEN), event.reason());
        assertEquals("ann", event.identity().orElseThrow().name());
    }

    @Test
    void csrf_refusedForSomethingElse_isNotReportedToo() throws InterruptedException {
        Policy reporting = policy(Mode.REPORT, csrf(), new SessionScheme("other", Set.of()));

        assertEquals(PROCEEDS, admitWithCookie(reporting, null));
        assertEquals(
                Optional.of(Reason.UNAUTHENTICATED), fixture.recorder.next().reason());
        admitWithCookie(policy(Mode.ENFORCE, csrf(), SESSION), null);
        assertTrue(fixture.recorder.next().enforced());
    }

    /** The user of the session is the token, for want of another attribute. */
    private static CsrfRule csrf() {
        return new CsrfRule("user", TokenSources.named(CsrfRule.NAME, "csrf"));
    }

    private Policy policy(Mode mode, CsrfRule csrf, Scheme... schemes) {
        return policies.policy(
                mode,
                new AuthRules(true, List.of(schemes), Permission.ALL, TokenSources.NONE, csrf, false),
                policies.failures);
    }

    private String issue() {
        return issueFrom("192.0.2.1");
    }

    private String issueFrom(String client) {
        Attempt attempt = ask(policy, client);
        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(PROCEEDS, attempt.admit(() -> session));
        String ticket = attempt.issue(tickets).orElseThrow();
        attempt.end();
        return ticket;
    }

    private Attempt ask(Policy under, String client) {
        Handshake handshake = Requests.request()
                .method("POST")
                .client(client)
                .header("Origin", ORIGIN)
                .header("Cookie", "JSESSIONID=one")
                .make();
        Attempt attempt = fixture.guard.attempt(under.forTickets(scheme), handshake);
        attempt.enter("x");
        return attempt;
    }

    private Attempt upgrade(Policy under, String ticket, String context) {
        Handshake handshake = Requests.request()
                .header("Origin", ORIGIN)
                .query("ticket=" + ticket)
                .make();
        Attempt attempt = fixture.guard.attempt(under, handshake);
        attempt.enter(context);
        return attempt;
    }

    private Optional<Verdict.Refusal> admitWithCookie(Policy under, String query) {
        Attempt attempt = fixture.guard.attempt(
                under,
                Requests.request()
                        .header("Cookie", "JSESSIONID=one")
                        .query(query)
                        .make());
        Optional<Verdict.Refusal> refused = attempt.gate().or(() -> attempt.admit(() -> session));
        attempt.end();
        return refused;
    }

    private static Optional<Verdict.Refusal> admit(Attempt attempt) {
        Optional<Verdict.Refusal> refused = attempt.gate().or(() -> attempt.admit(() -> null));
        attempt.end();
        return refused;
    }

    private static Optional<Verdict.Refusal> refused(Reason reason) {
        return Optional.of(Verdict.refuse(reason));
    }

    /** Is always there, and always good. */
    private record Fixed(boolean isAmbient) implements Authenticator {
        @Override
        public String scheme() {
            return "fixed";
        }

        @Override
        public Proof prove(Handshake handshake) {
            return new Proof.Proved(Identity.of("ann", "fixed"));
        }
    }
}
