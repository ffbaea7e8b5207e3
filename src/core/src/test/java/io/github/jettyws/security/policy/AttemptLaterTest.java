package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.Proof;
import io.github.jettyws.security.auth.Scheme;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.SlotRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the gate that waits: who is asked, in which order, and what comes of every way an answer can go wrong. */
class AttemptLaterTest {
    private static final Optional<Verdict.Refusal> PROCEEDS = Optional.empty();
    private static final Handshake PLAIN = Requests.request().make();
    private static final Handshake WITH_COOKIE =
            Requests.request().header("Cookie", "JSESSIONID=1").make();
    private static final Scheme SESSION = new SessionScheme("user", Set.of());
    private static final Executor NOW = Runnable::run;

    private final PolicyFixture fixture = new PolicyFixture();
    private final LifeFixture life = new LifeFixture();
    private final List<String> asked = new ArrayList<>();
    private final Question<Verdict> one = new Question<>("one");
    private final Question<Verdict> two = new Question<>("two");
    private final Question<Proof> corp = new Question<>("corp");
    private Guard guard = fixture.guard;

    @AfterEach
    void end() {
        fixture.close();
        life.close();
    }

    /** A plugin that has been asked, and what it is going to say. */
    private final class Question<T> {
        private final String name;
        final CompletableFuture<T> stage = new CompletableFuture<>();

        Question(String name) {
            this.name = name;
        }

        CompletionStage<T> ask(Handshake handshake) {
            asked.add(name);
            return stage;
        }
    }

    @Test
    void nobodyToAsk_goesOnAtOnce() {
        Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(), new AsyncHandshakeCheck[0]));

        assertEquals(PROCEEDS, attempt.later(NOW).join());
        assertEquals(PROCEEDS, attempt.admit(() -> null));
    }

    @Test
    void checks_askedOneAfterTheOther_onTheExecutor() {
        Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(), one::ask, two::ask));
        Deque<Runnable> tasks = new ArrayDeque<>();

        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(tasks::add);

        assertEquals(List.of("one"), asked);
        one.stage.complete(Verdict.PROCEED);
        assertEquals(List.of("one"), asked);
        tasks.remove().run();
        assertEquals(List.of("one", "two"), asked);
        two.stage.complete(Verdict.PROCEED);
        assertFalse(later.isDone());
        tasks.remove().run();
        assertEquals(PROCEEDS, later.join());
        assertEquals(PROCEEDS, attempt.admit(() -> null));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void check_refuses_decidesAndLaterOnesAreNotAsked(Mode mode) throws InterruptedException {
        Policy policy = policy(mode, List.of(corp()), one::ask, two::ask);
        Attempt attempt = attempt(policy);
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(NOW);
        assertEquals(1, policy.slots().held());

        one.stage.complete(Verdict.refuse(Reason.FORBIDDEN));

        boolean enforced = mode == Mode.ENFORCE;
        assertEquals(enforced ? refused(Reason.FORBIDDEN) : PROCEEDS, later.join());
        assertEquals(List.of("one"), asked);
        SecurityEvent event = fixture.recorder.next();
        assertEquals(Stage.GATE, event.stage());
        assertEquals(Optional.of(Reason.FORBIDDEN), event.reason());
        assertEquals(enforced, event.enforced());
        assertEquals(enforced ? 0 : 1, policy.slots().held());
        assertEquals(PROCEEDS, enforced ? PROCEEDS : attempt.admit(() -> null));
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    @Test
    void check_late_refusedAndSlotGivenBack() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            guard = life.guard;
            Policy policy = policy(Mode.ENFORCE, List.of(), one::ask);
            CompletableFuture<Optional<Verdict.Refusal>> later = attempt(policy).later(NOW);

            life.advance(PolicyFixture.PATIENCE.minusMillis(1));
            assertFalse(later.isDone());
            assertEquals(1, policy.slots().held());
            life.advance(Duration.ofMillis(1));

            assertEquals(refused(Reason.GUARD_FAILURE), later.join());
            assertEquals(0, policy.slots().held());
            assertTrue(log.lines()
                    .get(0)
                    .startsWith("ERROR the guard failed in " + getClass().getName()));
            one.stage.complete(Verdict.PROCEED);
            assertEquals(0, policy.slots().held());
        }
    }

    /** The limit is for all of them together. */
    @Test
    void checks_bothSlow_secondIsLate() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            guard = life.guard;
            CompletableFuture<Optional<Verdict.Refusal>> later =
                    attempt(policy(Mode.ENFORCE, List.of(), one::ask, two::ask)).later(NOW);
            life.advance(PolicyFixture.PATIENCE.minusMillis(1));
            one.stage.complete(Verdict.PROCEED);
            life.advance(Duration.ofMillis(1));

            assertEquals(refused(Reason.GUARD_FAILURE), later.join());
            assertEquals(1, log.lines().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null stage", "null", "failed", "cancelled"})
    void check_noAnswer_refused(String how) {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Policy policy = policy(Mode.ENFORCE, List.of(), handshake -> answer(how), two::ask);

            assertEquals(
                    refused(Reason.GUARD_FAILURE), attempt(policy).later(NOW).join());
            assertEquals(List.of(), asked);
            assertEquals(0, policy.slots().held());
            assertEquals(1, log.lines().size());
        }
    }

    private static <T> CompletionStage<T> answer(String how) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        switch (how) {
            case "throws" -> throw new StackOverflowError();
            case "null" -> stage.complete(null);
            case "failed" -> stage.completeExceptionally(new IllegalStateException("broken"));
            case "cancelled" -> stage.cancel(true);
            default -> {
                return null;
            }
        }
        return stage;
    }

    /** A flood of handshakes on a plugin that is stuck: nobody else is asked about, and everybody is told when to come back. */
    @Test
    void pending_lastAllowedAndFirstRefused() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Policy policy = policy(Mode.ENFORCE, List.of(), one::ask);
            for (int i = 0; i < PolicyFixture.PENDING; i++) {
                assertFalse(attempt(policy).later(NOW).isDone());
            }

            Optional<Verdict.Refusal> refused = attempt(policy).later(NOW).join();

            assertEquals(Optional.of(Verdict.refuse(Reason.GUARD_FAILURE, 503, PolicyFixture.PATIENCE)), refused);
            assertEquals(PolicyFixture.PENDING, asked.size());
            assertEquals(PolicyFixture.PENDING, policy.slots().held());
            assertEquals(1, log.lines().size());
            one.stage.complete(Verdict.PROCEED);
            assertEquals(0, policy.plugins().pending());
        }
    }

    @Test
    void scheme_proves_isTheIdentityByItsOwnName() {
        Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(corp())));
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(NOW);
        assertEquals(Optional.empty(), attempt.identity());

        corp.stage.complete(new Proof.Proved(Identity.of("ann", "session")));

        assertEquals(PROCEEDS, later.join());
        assertEquals(PROCEEDS, attempt.admit(() -> null));
        assertEquals(Identity.of("ann", "corp"), attempt.identity().orElseThrow());
    }

    @Test
    void scheme_rejects_refusedAndCounted() {
        Policy policy = policy(Mode.ENFORCE, List.of(corp()));
        corp.stage.complete(new Proof.Rejected("unknown"));

        for (int i = 0; i < PolicyFixture.FAILURES; i++) {
            assertEquals(
                    refused(Reason.UNAUTHENTICATED), attempt(policy).later(NOW).join());
        }
        assertEquals(
                Optional.of(Reason.AUTH_FAILURES),
                guard.attempt(policy, PLAIN).gate().map(Verdict.Refusal::reason));
    }

    /** What comes after it waits for it, and what is dearer is not looked at before. */
    @Test
    void scheme_absent_nextDecides() {
        Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(corp(), named("next"))));
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(NOW);
        assertEquals(List.of("corp"), asked);

        corp.stage.complete(Proof.ABSENT);

        assertEquals(PROCEEDS, later.join());
        assertEquals(List.of("corp", "next"), asked);
        assertEquals("next", attempt.identity().orElseThrow().scheme());
    }

    @Test
    void scheme_afterOneThatDecides_isNotAsked() {
        Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(named("first"), corp())));

        assertEquals(PROCEEDS, attempt.later(NOW).join());
        assertEquals(List.of("first"), asked);
    }

    /** In the context nobody can wait: the answer is there by then, and counts where the session decides nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scheme_afterSessionWithCookie_isAskedAtTheGateAndCountsInItsTurn(boolean loggedIn) {
        guard = life.guard;
        Attempt attempt = guard.attempt(policy(Mode.ENFORCE, List.of(SESSION, named("next"), corp())), WITH_COOKIE);
        assertEquals(PROCEEDS, attempt.gate());
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(NOW);
        assertEquals(List.of("corp"), asked);
        corp.stage.complete(new Proof.Rejected("unknown"));
        assertEquals(PROCEEDS, later.join());

        LifeFixture.FakeSession session = new LifeFixture.FakeSession("one");
        Optional<Verdict.Refusal> admitted = attempt.admit(() -> loggedIn ? session : null);

        assertEquals(PROCEEDS, admitted);
        assertEquals(
                loggedIn ? "session" : "next", attempt.identity().orElseThrow().scheme());
    }

    /** Fail closed: what was not asked has not said yes. */
    @Test
    void admit_beforeTheAnswer_refused() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Attempt attempt = attempt(policy(Mode.ENFORCE, List.of(), one::ask));
            CompletableFuture<?> unused = attempt.later(NOW);

            assertEquals(refused(Reason.GUARD_FAILURE), attempt.admit(() -> null));
            assertEquals(1, log.lines().size());
        }
    }

    /** A rewrite leads to a path with plugins of its own, where nobody can wait. */
    @Test
    void under_pluginsThatWereNotAsked_refused() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            AsyncHandshakeCheck shared = one::ask;
            Policy first = policy(Mode.ENFORCE, List.of(), shared);
            Policy same = policy(Mode.ENFORCE, List.of(), shared);
            Policy more = policy(Mode.ENFORCE, List.of(), shared, two::ask);
            Policy scheme = policy(Mode.ENFORCE, List.of(corp()), shared);
            one.stage.complete(Verdict.PROCEED);
            Attempt attempt = attempt(first);
            assertEquals(PROCEEDS, attempt.later(NOW).join());

            assertEquals(PROCEEDS, admitUnder(attempt, same));
            assertEquals(refused(Reason.GUARD_FAILURE), admitUnder(attempt, more));
            assertEquals(refused(Reason.GUARD_FAILURE), admitUnder(attempt, scheme));
            assertEquals(List.of("one"), asked);
            assertEquals(1, log.lines().size());
        }
    }

    /** What has refused under one policy has not passed, and neither has what came after it. */
    @Test
    void under_afterARefusal_theSameChecksRefuseAgain() {
        HandshakeCheck no = handshake -> Verdict.refuse(Reason.FORBIDDEN);
        Policy closed = fixture.policy(Mode.ENFORCE, no);
        Policy alsoClosed = fixture.policy(Mode.ENFORCE, no);
        Attempt attempt = attempt(fixture.policy(Mode.ENFORCE)).under(closed);
        assertEquals(refused(Reason.FORBIDDEN), attempt.gate());

        assertEquals(refused(Reason.FORBIDDEN), attempt.under(alsoClosed).gate());
    }

    private static Optional<Verdict.Refusal> admitUnder(Attempt attempt, Policy policy) {
        Attempt other = attempt.under(policy);
        assertEquals(PROCEEDS, other.gate());
        return other.admit(() -> null);
    }

    /** The client has gone: nobody else is asked, and nothing is told. */
    @Test
    void end_whileWaiting_nobodyElseIsAsked() {
        Policy policy = policy(Mode.ENFORCE, List.of(), one::ask, two::ask);
        Attempt attempt = attempt(policy);
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt.later(NOW);

        attempt.end();
        assertEquals(0, policy.slots().held());
        one.stage.complete(Verdict.PROCEED);

        assertTrue(later.isCompletedExceptionally());
        assertEquals(List.of("one"), asked);
        assertEquals(0, policy.slots().held());
        assertEquals(0, fixture.counters().of(SecurityEvent.Type.REFUSED));
    }

    /** The server is going down, and its threads with it. */
    @Test
    void executor_takesNoMore_completesExceptionally() {
        CompletableFuture<Optional<Verdict.Refusal>> later = attempt(policy(Mode.ENFORCE, List.of(), one::ask))
                .later(task -> {
                    throw new RejectedExecutionException();
                });

        one.stage.complete(Verdict.PROCEED);

        assertTrue(later.isCompletedExceptionally());
    }

    private Attempt attempt(Policy policy) {
        Attempt attempt = guard.attempt(policy, PLAIN);
        assertEquals(PROCEEDS, attempt.gate());
        return attempt;
    }

    private Policy policy(Mode mode, List<Scheme> schemes, AsyncHandshakeCheck... checks) {
        AuthRules rules = new AuthRules(false, schemes, Permission.ALL, TokenSources.NONE);
        return PolicyFixture.with(
                PolicyFixture.plugins(checks),
                fixture.policy(
                        mode, new UpgradeRules(false, true), rules, new SlotRules(0, 0, 0, false), fixture.failures));
    }

    private static Optional<Verdict.Refusal> refused(Reason reason) {
        return Optional.of(Verdict.refuse(reason));
    }

    private AsyncAuthenticator corp() {
        return new AsyncAuthenticator() {
            @Override
            public String scheme() {
                return "corp";
            }

            @Override
            public CompletionStage<Proof> prove(Handshake handshake) {
                return corp.ask(handshake);
            }
        };
    }

    private Authenticator named(String name) {
        return new Authenticator() {
            @Override
            public String scheme() {
                return name;
            }

            @Override
            public Proof prove(Handshake handshake) {
                asked.add(name);
                return new Proof.Proved(Identity.of("ann", name));
            }
        };
    }
}
