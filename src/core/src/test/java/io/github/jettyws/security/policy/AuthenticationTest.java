package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scheme decides, when, and what comes of it. */
class AuthenticationTest {
    private static final Optional<Verdict.Refusal> PROCEEDS = Optional.empty();
    private static final Scheme SESSION = new SessionScheme(null, Set.of());
    private static final Handshake PLAIN = Requests.request().make();
    private static final Handshake WITH_COOKIE =
            Requests.request().header("Cookie", "JSESSIONID=1").make();

    private final PolicyFixture fixture = new PolicyFixture();
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void end() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noScheme_nothingProved_refusedWhereRequired(boolean required) {
        Attempt attempt = attempt(required, PLAIN, absent("a"), absent("b"));

        assertEquals(required ? refused(Reason.UNAUTHENTICATED) : PROCEEDS, attempt.gate());
        assertEquals(List.of("a", "b"), asked);
        assertEquals(Optional.empty(), attempt.identity());
    }

    @Test
    void firstThatIsThere_good_decides() {
        Attempt attempt = attempt(true, PLAIN, absent("a"), good("b"), bad("c"));

        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(PROCEEDS, attempt.admit(AuthenticationTest::noSession));
        assertEquals(List.of("a", "b"), asked);
        assertEquals("b", attempt.identity().orElseThrow().name());
    }

    /** A present one that is bad refuses, even where nobody needs an identity. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstThatIsThere_bad_refuses(boolean required) throws InterruptedException {
        Attempt attempt = attempt(required, PLAIN, absent("a"), bad("b"), good("c"));

        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.gate());
        assertEquals(List.of("a", "b"), asked);
        assertEquals(Optional.empty(), attempt.identity());
        SecurityEvent event = fixture.recorder.next();
        assertEquals(Stage.GATE, event.stage());
        assertEquals(Optional.empty(), event.identity());
    }

    /** An application may catch what refuses it, and try again. */
    @Test
    void admit_afterARefusal_refusedAgain() {
        Attempt attempt = attempt(false, PLAIN, bad("a"));
        attempt.gate();

        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.admit(AuthenticationTest::noSession));
        assertEquals(refused(Reason.UNAUTHENTICATED), attempt.admit(AuthenticationTest::noSession));
        assertEquals(List.of("a"), asked);
    }

    @Test
    void report_bad_isReportedOnceAndGoesOn() throws InterruptedException {
        Attempt attempt = fixture.guard.attempt(policy(Mode.REPORT, true, bad("a")), PLAIN);

        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(PROCEEDS, attempt.admit(AuthenticationTest::noSession));
        assertEquals(
                Optional.of(Reason.UNAUTHENTICATED), fixture.recorder.next().reason());
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    /** A stale cookie of a session is nothing that refuses; browsers keep sending it. */
    @ParameterizedTest
    @CsvSource({"true, ann, a", "false, tom, a b"})
    void session_firstWithCookie_isAskedInTheContext(boolean loggedIn, String name, String order) {
        Attempt attempt = attempt(true, WITH_COOKIE, absent("a"), SESSION, new Named("b", proved("tom"), asked));

        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(List.of("a"), asked);
        assertEquals(PROCEEDS, attempt.admit(() -> loggedIn ? session("ann") : null));
        assertEquals(List.of(order.split(" ")), asked);
        assertEquals(name, attempt.identity().orElseThrow().name());
    }

    /** What can be decided without the application is decided without it. */
    @Test
    void session_firstWithoutCookie_isPassedOverAtTheGate() {
        assertEquals(
                refused(Reason.UNAUTHENTICATED),
                attempt(true, PLAIN, SESSION, bad("b")).gate());
        assertEquals(List.of("b"), asked);
    }

    @Test
    void session_afterAGoodOne_isNotAsked() {
        Attempt attempt = attempt(true, WITH_COOKIE, good("a"), SESSION);

        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(PROCEEDS, attempt.admit(() -> {
            throw new AssertionError("asked");
        }));
        assertEquals("a", attempt.identity().orElseThrow().name());
    }

    @Test
    void schemeFails_refusedEachTime() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            AtomicInteger times = new AtomicInteger();
            Scheme broken = new Named("broken", Proof.ABSENT, asked) {
                @Override
                public Proof prove(Handshake handshake) {
                    times.incrementAndGet();
                    throw new StackOverflowError();
                }
            };
            Attempt attempt = attempt(false, PLAIN, broken, good("b"));

            assertEquals(refused(Reason.GUARD_FAILURE), attempt.gate());
            assertEquals(refused(Reason.GUARD_FAILURE), attempt.admit(AuthenticationTest::noSession));
            assertEquals(2, times.get());
            assertEquals(List.of(), asked);
            assertEquals(1, log.lines().size());
        }
    }

    /** The operator is told who it was. */
    @Test
    void permission_missing_forbidden() throws InterruptedException {
        Permission ops = new Permission(Set.of("ops"), Set.of());
        Attempt attempt = fixture.guard.attempt(
                fixture.policy(Mode.ENFORCE, new AuthRules(true, List.of(good("a")), ops, TokenSources.NONE)), PLAIN);

        assertEquals(refused(Reason.FORBIDDEN), attempt.gate());
        assertEquals("a", fixture.recorder.next().identity().orElseThrow().name());
    }

    @Test
    void permission_ofASession_isAskedInTheContext() {
        AuthRules rules =
                new AuthRules(true, List.of(SESSION), new Permission(Set.of(), Set.of("ann")), TokenSources.NONE);
        Policy policy = fixture.policy(Mode.ENFORCE, rules);

        for (String user : List.of("ann", "bob")) {
            Attempt attempt = fixture.guard.attempt(policy, WITH_COOKIE);
            assertEquals(PROCEEDS, attempt.gate());
            assertEquals(user.equals("ann") ? PROCEEDS : refused(Reason.FORBIDDEN), attempt.admit(() -> session(user)));
        }
    }

    @Test
    void challenge_ofTheSchemes_isInTheRefusal() {
        Authenticator bearer = new Named("jwt", new Proof.Rejected("expired"), asked) {
            @Override
            public Optional<String> challenge(boolean rejected) {
                return Optional.of("Bearer " + rejected);
            }
        };

        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED, Optional.of("Bearer true"))),
                attempt(true, PLAIN, bearer).gate());
        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED, Optional.of("Bearer false"))),
                attempt(true, PLAIN, bad("a"), bearer).gate());
    }

    /** Only bad ones count: neither those that are absent nor those that are good. */
    @Test
    void failures_lastAllowedAndFirstRefused_byAddress() {
        Policy policy = policy(Mode.ENFORCE, true, new Named("bad", new Proof.Rejected("bad"), asked));
        Policy empty = policy(Mode.ENFORCE, true, absent("a"));
        Policy open = policy(Mode.ENFORCE, true, good("a"));
        for (int i = 0; i < PolicyFixture.FAILURES; i++) {
            assertEquals(refused(Reason.UNAUTHENTICATED), gate(empty, "192.0.2.1"));
            assertEquals(PROCEEDS, gate(open, "192.0.2.1"));
            assertEquals(refused(Reason.UNAUTHENTICATED), gate(policy, "192.0.2.1"));
        }
        asked.clear();

        Verdict.Refusal late = gate(open, "192.0.2.1").orElseThrow();

        assertEquals(Reason.AUTH_FAILURES, late.reason());
        assertEquals(429, late.status());
        // Two in one window of ten seconds: half of the next one has to fade until there is room for one.
        assertEquals(
                PolicyFixture.WINDOW.plus(PolicyFixture.WINDOW.dividedBy(2)),
                late.retryAfter().orElseThrow());
        assertEquals(List.of(), asked);
        assertEquals(PROCEEDS, gate(open, "192.0.2.2"));
        fixture.ticker.advance(late.retryAfter().orElseThrow());
        assertEquals(PROCEEDS, gate(open, "192.0.2.1"));
        assertNull(policy.auth().challenge(null).orElse(null));
    }

    /** The slot is there before, and given back after a signature that was not worth it. */
    @Test
    void slot_whileASchemeIsAsked_isHeld() {
        List<Integer> held = new ArrayList<>();
        Policy[] itself = new Policy[1];
        itself[0] = policy(Mode.ENFORCE, true, new Named("a", new Proof.Rejected("bad"), asked) {
            @Override
            public Proof prove(Handshake handshake) {
                held.add(itself[0].slots().held());
                return super.prove(handshake);
            }
        });

        gate(itself[0], "192.0.2.1");

        assertEquals(List.of(1), held);
        assertEquals(0, itself[0].slots().held());
    }

    private Optional<Verdict.Refusal> gate(Policy policy, String client) {
        return fixture.guard
                .attempt(policy, Requests.request().client(client).make())
                .gate();
    }

    private Attempt attempt(boolean required, Handshake handshake, Scheme... schemes) {
        return fixture.guard.attempt(policy(Mode.ENFORCE, required, schemes), handshake);
    }

    private Policy policy(Mode mode, boolean required, Scheme... schemes) {
        AuthRules rules = new AuthRules(required, List.of(schemes), Permission.ALL, TokenSources.NONE);
        return fixture.policy(mode, rules, fixture.failures);
    }

    private static Optional<Verdict.Refusal> refused(Reason reason) {
        return Optional.of(Verdict.refuse(reason));
    }

    private Scheme absent(String name) {
        return new Named(name, Proof.ABSENT, asked);
    }

    private Scheme good(String name) {
        return new Named(name, proved(name), asked);
    }

    private Scheme bad(String name) {
        return new Named(name, new Proof.Rejected("bad"), asked);
    }

    private static Proof proved(String name) {
        return new Proof.Proved(
                new Identity(name, Set.of("dev"), "test", Map.of(), Optional.empty(), Optional.empty()));
    }

    private static SessionView noSession() {
        return null;
    }

    private static SessionView session(String login) {
        return new SessionView() {
            @Override
            public Object attribute(String name) {
                return null;
            }

            @Override
            public Optional<String> login() {
                return Optional.of(login);
            }
        };
    }

    /** Answers always the same, and notes that it was asked. */
    private static class Named implements Authenticator {
        private final String name;
        private final Proof proof;
        private final List<String> asked;

        Named(String name, Proof proof, List<String> asked) {
            this.name = name;
            this.proof = proof;
            this.asked = asked;
        }

        @Override
        public String scheme() {
            return name;
        }

        @Override
        public Proof prove(Handshake handshake) {
            asked.add(name);
            return proof;
        }
    }
}
