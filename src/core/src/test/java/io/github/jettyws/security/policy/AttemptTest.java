package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {
    private static final Handshake HANDSHAKE = Requests.origin("https://evil.example");
    private static final AuthRules REQUIRED = SessionRules.of(true, null);

    private final PolicyFixture fixture = new PolicyFixture();

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void gate_noCheckRefuses_allAskedInOrder() {
        List<String> asked = new ArrayList<>();
        Attempt attempt = attempt(
                Mode.ENFORCE,
                check(asked, "a", Verdict.PROCEED),
                check(asked, "b", Verdict.PROCEED),
                check(asked, "c", Verdict.PROCEED));

        assertEquals(Optional.empty(), attempt.gate());
        assertEquals(List.of("a", "b", "c"), asked);
        assertEquals(0, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void gate_firstRefusal_decidesAndLaterOnesAreNotAsked(Mode mode) throws InterruptedException {
        List<String> asked = new ArrayList<>();
        Attempt attempt = attempt(
                mode,
                check(asked, "a", Verdict.PROCEED),
                check(asked, "b", Verdict.refuse(Reason.ADDRESS_BLOCKED)),
                check(asked, "c", Verdict.refuse(Reason.FORBIDDEN)));
        boolean enforced = mode == Mode.ENFORCE;

        assertEquals(enforced ? Optional.of(Verdict.refuse(Reason.ADDRESS_BLOCKED)) : Optional.empty(), attempt.gate());
        assertEquals(List.of("a", "b"), asked);
        assertEquals(SampleEvents.refused(HANDSHAKE, Reason.ADDRESS_BLOCKED, enforced), fixture.recorder.next());
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    static List<HandshakeCheck> brokenChecks() {
        return List.of(
                handshake -> {
                    throw new IllegalStateException("broken");
                },
                handshake -> {
                    throw new Exception("broken");
                },
                AttemptTest::overflow,
                handshake -> {
                    throw new OutOfMemoryError("not really");
                },
                handshake -> {
                    throw new NoClassDefFoundError("broken");
                },
                // A check that answers nothing has not said go on.
                handshake -> null);
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static Verdict overflow(Handshake handshake) {
        return overflow(handshake);
    }

    @ParameterizedTest
    @MethodSource("brokenChecks")
    void gate_checkFails_refused(HandshakeCheck broken) throws InterruptedException {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            List<String> asked = new ArrayList<>();
            Attempt attempt = attempt(Mode.ENFORCE, broken, check(asked, "next", Verdict.PROCEED));

            assertEquals(Optional.of(Verdict.refuse(Reason.GUARD_FAILURE)), attempt.gate());
            assertEquals(List.of(), asked);
            assertEquals(SampleEvents.refused(HANDSHAKE, Reason.GUARD_FAILURE, true), fixture.recorder.next());
            assertEquals(1, log.lines().size());
            assertTrue(log.lines()
                    .get(0)
                    .startsWith("ERROR the guard failed in " + getClass().getName()));
        }
    }

    @Test
    void gate_checkFailsInReportMode_notRefused() throws InterruptedException {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Attempt attempt = attempt(Mode.REPORT, brokenChecks().get(0));

            assertEquals(Optional.empty(), attempt.gate());
            assertEquals(SampleEvents.refused(HANDSHAKE, Reason.GUARD_FAILURE, false), fixture.recorder.next());
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void admit_identityRequiredAndNone_refused() throws InterruptedException {
        Attempt attempt = fixture.guard.attempt(fixture.policy(Mode.ENFORCE, REQUIRED), HANDSHAKE);

        assertEquals(Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)), attempt.admit(() -> null));
        assertEquals(Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)), attempt.admit(() -> session(null)));

        SecurityEvent event = fixture.recorder.next();
        assertEquals(Stage.CREATOR, event.stage());
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
        assertEquals(Optional.empty(), event.identity());
        assertTrue(event.enforced());
        assertEquals(2, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    @Test
    void admit_identityRequiredAndNoneInReportMode_notRefused() throws InterruptedException {
        Attempt attempt = fixture.guard.attempt(fixture.policy(Mode.REPORT, REQUIRED), HANDSHAKE);

        assertEquals(Optional.empty(), attempt.admit(() -> null));
        SecurityEvent event = fixture.recorder.next();
        assertEquals(Optional.of(Reason.UNAUTHENTICATED), event.reason());
        assertEquals(false, event.enforced());
    }

    @Test
    void admit_identity_isInEveryLaterEvent() throws InterruptedException {
        Attempt attempt = fixture.guard.attempt(fixture.policy(Mode.ENFORCE, REQUIRED), HANDSHAKE);

        assertEquals(Optional.empty(), attempt.admit(() -> session("ann")));
        attempt.refuse(Stage.CHOKE_POINT, Reason.UNGUARDED_ENDPOINT);
        attempt.open(this, code -> CompletableFuture.completedFuture(null)).close(1000);

        for (SecurityEvent event : fixture.recorder.next(3)) {
            assertEquals(Optional.of(Identity.of("ann", "session")), event.identity());
        }
    }

    @Test
    void admit_identityNotRequired_admitted() {
        Attempt attempt = attempt(Mode.ENFORCE);

        assertEquals(Optional.empty(), attempt.admit(() -> null));
        assertEquals(Optional.empty(), attempt.admit(() -> session("ann")));
        assertEquals(0, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    @Test
    void admit_sessionCannotBeAsked_refusedThoughNotRequired() throws InterruptedException {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Attempt attempt = attempt(Mode.ENFORCE);

            assertEquals(Optional.of(Verdict.refuse(Reason.GUARD_FAILURE)), attempt.admit(() -> {
                throw new StackOverflowError();
            }));
            assertEquals(Stage.CREATOR, fixture.recorder.next().stage());
            assertEquals(List.of("ERROR the guard failed in authentication, and refused"), log.lines());
        }
    }

    @ParameterizedTest
    @CsvSource({"ENFORCE, ann, false", "ENFORCE, Ann, true", "ENFORCE, , false", "REPORT, bob, false"})
    void agree_userOfTheContainer_hasToHaveTheName(Mode mode, String user, boolean refused)
            throws InterruptedException {
        Scheme session = new SessionScheme(null, Set.of());
        AuthRules rules = new AuthRules(true, List.of(session), Permission.ALL, TokenSources.NONE, null, true);
        Attempt attempt = fixture.guard.attempt(fixture.policy(mode, rules), HANDSHAKE);
        assertEquals(Optional.empty(), attempt.agree(() -> "nobody is known yet"));
        assertEquals(Optional.empty(), attempt.admit(() -> session("ann")));

        Optional<Verdict.Refusal> verdict = attempt.agree(() -> user);

        assertEquals(refused ? Optional.of(Verdict.refuse(Reason.FORBIDDEN)) : Optional.empty(), verdict);
        assertEquals(verdict, attempt.agree(() -> user));
        if (mode == Mode.REPORT) {
            assertEquals(Optional.of(Reason.FORBIDDEN), fixture.recorder.next().reason());
            assertEquals(1, fixture.counters().of(SecurityEvent.Type.REFUSED));
        }
    }

    /** Nobody asks the container where it need not agree: that may cost a login. */
    @Test
    void agree_notWanted_containerIsNotAsked() {
        Attempt attempt = fixture.guard.attempt(fixture.policy(Mode.ENFORCE, REQUIRED), HANDSHAKE);
        attempt.admit(() -> session("ann"));

        assertEquals(Optional.empty(), attempt.agree(() -> {
            throw new AssertionError("asked");
        }));
    }

    @Test
    void refuse_byCaller_publishedWithItsStage() throws InterruptedException {
        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNGUARDED_ENDPOINT)),
                attempt(Mode.ENFORCE).refuse(Stage.CHOKE_POINT, Reason.UNGUARDED_ENDPOINT));
        assertEquals(Optional.empty(), attempt(Mode.REPORT).refuse(Stage.CHOKE_POINT, Reason.UNGUARDED_ENDPOINT));

        List<SecurityEvent> events = fixture.recorder.next(2);
        assertEquals(Stage.CHOKE_POINT, events.get(0).stage());
        assertEquals(
                List.of(true, false),
                events.stream().map(SecurityEvent::enforced).toList());
        assertEquals(Optional.empty(), events.get(0).connection());
    }

    @ParameterizedTest
    @CsvSource({"ENFORCE, false, true", "ENFORCE, true, false", "REPORT, false, false", "REPORT, true, false"})
    void refuseUnguarded_modeAndRule_alwaysPublished(Mode mode, boolean allowed, boolean refused)
            throws InterruptedException {
        Policy policy = fixture.policy(mode, new UpgradeRules(allowed, true), SessionRules.of(false, null));

        Optional<Reason> reason =
                fixture.guard.attempt(policy, HANDSHAKE).refuseUnguarded().map(Verdict.Refusal::reason);

        assertEquals(refused ? Optional.of(Reason.UNGUARDED_ENDPOINT) : Optional.empty(), reason);
        SecurityEvent event = fixture.recorder.next();
        assertEquals(Stage.CHOKE_POINT, event.stage());
        assertEquals(Optional.of(Reason.UNGUARDED_ENDPOINT), event.reason());
        assertEquals(refused, event.enforced());
    }

    @Test
    void under_otherPolicy_startsAgain() {
        Policy open = fixture.policy(Mode.ENFORCE);
        Policy closed = fixture.policy(Mode.ENFORCE, handshake -> Verdict.refuse(Reason.FORBIDDEN));
        Attempt attempt = fixture.guard.attempt(open, HANDSHAKE);
        assertEquals(Optional.empty(), attempt.gate());

        Attempt again = attempt.under(closed);

        assertSame(closed, again.policy());
        assertSame(open, attempt.policy());
        assertEquals(Optional.of(Verdict.refuse(Reason.FORBIDDEN)), again.gate());
    }

    private Attempt attempt(Mode mode, HandshakeCheck... checks) {
        return fixture.guard.attempt(fixture.policy(mode, checks), HANDSHAKE);
    }

    private static HandshakeCheck check(List<String> asked, String name, Verdict verdict) {
        return handshake -> {
            assertSame(HANDSHAKE, handshake);
            asked.add(name);
            return verdict;
        };
    }

    private static SessionView session(String login) {
        return new SessionView() {
            @Override
            public Object attribute(String name) {
                return null;
            }

            @Override
            public Optional<String> login() {
                return Optional.ofNullable(login);
            }
        };
    }
}
