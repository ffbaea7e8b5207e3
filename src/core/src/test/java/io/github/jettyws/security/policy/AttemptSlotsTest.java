package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.limit.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The slot of a request: granted last, and given back in every outcome but an open connection. */
class AttemptSlotsTest {
    private static final Optional<Verdict.Refusal> PROCEEDS = Optional.empty();
    private static final AuthRules OPEN = SessionRules.of(false, null);
    private static final UpgradeRules GUARDED = new UpgradeRules(false, true);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final PolicyFixture fixture = new PolicyFixture();
    private final List<Integer> codes = new ArrayList<>();

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void gate_checksProceed_reservesAfterThem() {
        List<Integer> held = new ArrayList<>();
        Policy[] itself = new Policy[1];
        HandshakeCheck check = handshake -> {
            held.add(itself[0].slots().held());
            return Verdict.PROCEED;
        };
        itself[0] = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false), check, check);

        assertEquals(PROCEEDS, attempt(itself[0], "192.0.2.1").gate());
        assertEquals(List.of(0, 0), held);
        assertEquals(1, itself[0].slots().held());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void gate_checkRefuses_noSlotIsTaken(Mode mode) {
        Policy policy = policy(mode, new SlotRules(1, 1, 1, false), handshake -> Verdict.refuse(Reason.ORIGIN_MISSING));

        attempt(policy, "192.0.2.1").gate();

        assertEquals(0, policy.slots().held());
    }

    /** The credential is asked for after the slot. */
    @Test
    void gate_noCredential_slotIsGivenBack() {
        Policy policy = fixture.policy(
                Mode.ENFORCE,
                GUARDED,
                SessionRules.of(true, null),
                new SlotRules(1, 1, 1, false),
                new HandshakeCheck[0]);

        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)),
                fixture.guard.attempt(policy, Requests.request().make()).gate());
        assertEquals(0, policy.slots().held());
    }

    @Test
    void gate_total_lastPassesAndNextGets503() throws InterruptedException {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(2, 0, 0, false));
        assertEquals(PROCEEDS, attempt(policy, "192.0.2.1").gate());
        assertEquals(PROCEEDS, attempt(policy, "192.0.2.2").gate());

        assertEquals(
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 503, LONGEST_WAIT)),
                attempt(policy, "192.0.2.3").gate());
        assertEquals(2, policy.slots().held());
        SecurityEvent refused = fixture.recorder.next();
        assertEquals(Stage.GATE, refused.stage());
        assertEquals(Optional.of(Reason.CONNECTION_LIMIT), refused.reason());
        assertEquals("192.0.2.3", refused.clientAddress());
    }

    @Test
    void gate_perAddress_lastPassesAndNextGets429() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(0, 2, 0, false));
        assertEquals(PROCEEDS, attempt(policy, "2001:db8::1").gate());
        // Another address of the same /64 is the same client.
        assertEquals(PROCEEDS, attempt(policy, "2001:db8::ffff").gate());

        assertEquals(
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 429, LONGEST_WAIT)),
                attempt(policy, "2001:db8::2").gate());
        assertEquals(PROCEEDS, attempt(policy, "2001:db8:0:1::1").gate());
    }

    /** Three at a time that stay open for 90 seconds each: one ends every 30 seconds (Little's law). */
    @Test
    void gate_afterConnectionsHaveEnded_retryAfterTellsWhenTheNextOneDoes() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(3, 0, 0, false));
        Attempt attempt = attempt(policy, "192.0.2.1");
        attempt.gate();
        GuardedConnection connection = open(attempt);
        fixture.ticker.advance(Duration.ofSeconds(90));
        connection.close(1000);
        for (int i = 1; i <= 3; i++) {
            assertEquals(PROCEEDS, attempt(policy, "192.0.2." + i).gate());
        }

        assertEquals(
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 503, Duration.ofSeconds(30))),
                attempt(policy, "192.0.2.4").gate());
    }

    @Test
    void gate_slotsFail_refused() {
        Slots broken = mock();
        when(broken.reserve(any())).thenThrow(new StackOverflowError());
        Policy policy = policy(Mode.ENFORCE, new SlotRules(0, 0, 0, false));
        PolicyParts parts = new PolicyParts(policy);
        parts.slots = broken;
        Policy failing = parts.policy();
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            assertEquals(
                    Optional.of(Verdict.refuse(Reason.GUARD_FAILURE)),
                    attempt(failing, "192.0.2.1").gate());
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void admit_perUser_lastPassesAndNextGets429AndGivesAllBack() throws InterruptedException {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(0, 0, 2, false));
        assertEquals(PROCEEDS, through(policy, "192.0.2.1", "ann"));
        assertEquals(PROCEEDS, through(policy, "192.0.2.2", "ann"));

        assertEquals(
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 429, LONGEST_WAIT)),
                through(policy, "192.0.2.3", "ann"));
        assertEquals(2, policy.slots().held());
        SecurityEvent refused = fixture.recorder.next();
        assertEquals(Stage.CREATOR, refused.stage());
        assertEquals(Optional.of(Reason.CONNECTION_LIMIT), refused.reason());
        assertEquals("ann", refused.identity().orElseThrow().name());
        assertEquals(PROCEEDS, through(policy, "192.0.2.3", "bob"));
        // Who is not known is not counted by user.
        assertEquals(PROCEEDS, through(policy, "192.0.2.4", null));
        assertEquals(4, policy.slots().held());
    }

    @Test
    void admit_refused_slotIsGivenBack() {
        Policy policy = fixture.policy(
                Mode.ENFORCE,
                GUARDED,
                SessionRules.of(true, null),
                new SlotRules(1, 1, 1, false),
                new HandshakeCheck[0]);
        Attempt attempt = fixture.guard.attempt(
                policy,
                Requests.request().header("Cookie", "JSESSIONID=made-up").make());
        assertEquals(PROCEEDS, attempt.gate());
        assertEquals(1, policy.slots().held());

        assertEquals(Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)), attempt.admit(() -> null));
        assertEquals(0, policy.slots().held());
    }

    @Test
    void refuse_atTheChokePoint_slotIsGivenBack() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(2, 0, 0, false));
        Attempt one = attempt(policy, "192.0.2.1");
        Attempt other = attempt(policy, "192.0.2.2");
        one.gate();
        other.gate();

        one.refuseUnguarded();
        assertEquals(1, policy.slots().held());
        other.refuse(Stage.CHOKE_POINT, Reason.GUARD_FAILURE);
        assertEquals(0, policy.slots().held());
    }

    @Test
    void end_nothingHasOpened_slotIsGivenBackOnce() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(0, 0, 0, false));
        Attempt attempt = attempt(policy, "192.0.2.1");
        attempt(policy, "192.0.2.1").gate();
        attempt.gate();

        attempt.end();
        attempt.end();
        attempt.refuse(Stage.CREATOR, Reason.GUARD_FAILURE);

        assertEquals(1, policy.slots().held());
    }

    @Test
    void end_beforeTheGate_nothingToGiveBack() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false));

        attempt(policy, "192.0.2.1").end();

        assertEquals(0, policy.slots().held());
    }

    /** The request ends with the upgrade, and its slot goes on with the connection. */
    @Test
    void open_requestEnds_slotStaysUntilTheConnectionCloses() {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(0, 0, 1, false));
        Attempt attempt = attempt(policy, "192.0.2.1");
        attempt.gate();
        attempt.admit(() -> login("ann"));
        GuardedConnection connection = open(attempt);
        attempt.end();
        assertEquals(1, policy.slots().held());
        assertFalse(through(policy, "192.0.2.2", "ann").isEmpty());

        connection.close(1000);
        connection.close(1006);
        attempt.end();
        assertEquals(0, policy.slots().held());
        assertEquals(PROCEEDS, through(policy, "192.0.2.2", "ann"));
    }

    /** It would count against no limit. */
    @Test
    void open_requestHasEndedBefore_endsAtOnceAndHoldsNothing() throws InterruptedException {
        Policy policy = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false));
        Attempt attempt = attempt(policy, "192.0.2.1");
        attempt.gate();
        attempt.end();

        GuardedConnection connection = open(attempt);

        assertEquals(List.of(1011), codes);
        SecurityEvent ended = fixture.recorder.next(2).get(1);
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertEquals(Optional.of(Reason.GUARD_FAILURE), ended.reason());
        connection.close(1011);
        assertEquals(0, policy.slots().held());
    }

    @Test
    void gate_noRoomInReportMode_opensWithoutASlot() throws InterruptedException {
        Policy policy = policy(Mode.REPORT, new SlotRules(1, 0, 0, false));
        attempt(policy, "192.0.2.1").gate();
        Attempt second = attempt(policy, "192.0.2.2");

        assertEquals(PROCEEDS, second.gate());
        assertEquals(PROCEEDS, second.admit(() -> login("ann")));
        open(second).close(1000);

        SecurityEvent refused = fixture.recorder.next();
        assertEquals(Optional.of(Reason.CONNECTION_LIMIT), refused.reason());
        assertFalse(refused.enforced());
        assertEquals(List.of(), codes);
        assertEquals(1, policy.slots().held());
    }

    @Test
    void admit_refusedInReportMode_slotGoesOnWithTheConnection() {
        Policy policy = policy(Mode.REPORT, new SlotRules(0, 0, 1, false));
        assertEquals(PROCEEDS, through(policy, "192.0.2.1", "ann"));
        Attempt second = attempt(policy, "192.0.2.2");
        second.gate();

        assertEquals(PROCEEDS, second.admit(() -> login("ann")));
        GuardedConnection connection = open(second);
        assertEquals(2, policy.slots().held());
        connection.close(1000);
        assertEquals(1, policy.slots().held());
    }

    @Test
    void under_otherPolicy_givesBackAndReservesThere() {
        Policy one = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false));
        Policy other = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false));
        Attempt attempt = attempt(one, "192.0.2.1");
        attempt.gate();

        Attempt again = attempt.under(other);
        assertEquals(0, one.slots().held());
        assertEquals(0, other.slots().held());
        assertEquals(PROCEEDS, again.gate());
        assertEquals(1, other.slots().held());
        again.end();
        assertEquals(0, other.slots().held());
    }

    /** Another thread ends the request while a check is asked, and there is no slot to give back yet. */
    @Test
    void gate_endsMeanwhile_holdsNoSlot() {
        Attempt[] itself = new Attempt[1];
        Policy policy = policy(Mode.ENFORCE, new SlotRules(1, 0, 0, false), handshake -> {
            itself[0].end();
            return Verdict.PROCEED;
        });
        itself[0] = attempt(policy, "192.0.2.1");

        assertEquals(PROCEEDS, itself[0].gate());
        assertEquals(0, policy.slots().held());
        itself[0].admit(() -> null);
        open(itself[0]);
        assertEquals(List.of(1011), codes);
    }

    /** A handshake is one, however many policies it passes: what has counted it once does not again. */
    @Test
    void under_sharedCheck_isAskedOnce() {
        List<String> asked = new ArrayList<>();
        HandshakeCheck shared = named("shared", asked);
        Attempt attempt = attempt(policy(Mode.ENFORCE, new SlotRules(0, 0, 0, false), shared), "192.0.2.1");

        attempt.gate();
        Attempt second = attempt.under(policy(Mode.ENFORCE, new SlotRules(0, 0, 0, false), named("own", asked)));
        second.gate();
        second.under(policy(Mode.ENFORCE, new SlotRules(0, 0, 0, false), shared, named("last", asked)))
                .gate();

        assertEquals(List.of("shared", "own", "last"), asked);
    }

    private static HandshakeCheck named(String name, List<String> asked) {
        return handshake -> {
            asked.add(name);
            return Verdict.PROCEED;
        };
    }

    private Policy policy(Mode mode, SlotRules slots, HandshakeCheck... checks) {
        return fixture.policy(mode, GUARDED, OPEN, slots, checks);
    }

    private Attempt attempt(Policy policy, String client) {
        Handshake handshake = Requests.request()
                .client(client)
                .header("Cookie", "JSESSIONID=1")
                .make();
        return fixture.guard.attempt(policy, handshake);
    }

    private Optional<Verdict.Refusal> through(Policy policy, String client, String user) {
        Attempt attempt = attempt(policy, client);
        assertEquals(PROCEEDS, attempt.gate());
        return attempt.admit(() -> user == null ? null : login(user));
    }

    private GuardedConnection open(Attempt attempt) {
        return attempt.open(this, code -> {
            codes.add(code);
            return CompletableFuture.completedFuture(null);
        });
    }

    private static SessionView login(String name) {
        return new SessionView() {
            @Override
            public Object attribute(String attribute) {
                return null;
            }

            @Override
            public Optional<String> login() {
                return Optional.of(name);
            }
        };
    }
}
