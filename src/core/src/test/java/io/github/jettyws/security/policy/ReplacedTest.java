package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.message.MessageGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection gives way to a newer one of the same user. */
class ReplacedTest {
    private static final List<Integer> OPEN = List.of();

    private final PolicyFixture fixture = new PolicyFixture();

    @AfterEach
    void end() {
        fixture.close();
    }

    /** A connection, and the close codes that it was ended with. */
    private record Opened(GuardedConnection connection, List<Integer> codes) {}

    private Policy policy(Mode mode) {
        return fixture.policy(
                mode, new UpgradeRules(false, true), SessionRules.of(true, null), new SlotRules(0, 0, 1, true));
    }

    private Attempt admitted(Policy policy, String user) {
        Attempt attempt = fixture.guard.attempt(
                policy, Requests.request().header("Cookie", "JSESSIONID=1").make());
        assertEquals(Optional.empty(), attempt.gate());
        assertEquals(Optional.empty(), attempt.admit(() -> login(user)));
        return attempt;
    }

    private Opened open(Attempt attempt) {
        List<Integer> codes = new ArrayList<>();
        GuardedConnection connection = attempt.open(this, code -> {
            codes.add(code);
            return CompletableFuture.completedFuture(null);
        });
        attempt.end();
        return new Opened(connection, codes);
    }

    @Test
    void open_oneMore_endsTheOldest() throws InterruptedException {
        Policy policy = policy(Mode.ENFORCE);
        Opened oldest = open(admitted(policy, "ann"));
        Opened other = open(admitted(policy, "bob"));
        Opened newest = open(admitted(policy, "ann"));

        assertEquals(List.of(1008), oldest.codes());
        assertEquals(OPEN, other.codes());
        assertEquals(OPEN, newest.codes());
        assertEquals(Optional.of(Reason.REPLACED), Pieces.send(oldest.connection(), MessageGuard.Kind.TEXT, 1));
        SecurityEvent ended = fixture.recorder.next(4).get(3);
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertEquals(Optional.of(Reason.REPLACED), ended.reason());

        assertEquals(3, policy.slots().held());
        oldest.connection().close(1008);
        oldest.connection().close(1006);
        assertEquals(2, policy.slots().held());
    }

    /** The application may still refuse: a connection is closed for one that is open, and for nothing less. */
    @Test
    void admit_neverOpened_endsNothing() {
        Policy policy = policy(Mode.ENFORCE);
        Opened oldest = open(admitted(policy, "ann"));
        admitted(policy, "ann").end();

        assertEquals(OPEN, oldest.codes());
        assertEquals(1, policy.slots().held());
    }

    /** Its request has ended in between: it does not stay open, and so takes nobody's place. */
    @Test
    void open_tooLate_endsItselfAlone() {
        Policy policy = policy(Mode.ENFORCE);
        Opened oldest = open(admitted(policy, "ann"));
        Attempt late = admitted(policy, "ann");
        late.end();

        assertEquals(List.of(1011), open(late).codes());
        assertEquals(OPEN, oldest.codes());
    }

    @Test
    void open_oneMoreInReportMode_isOnlyTold() throws InterruptedException {
        Policy policy = policy(Mode.REPORT);
        Opened oldest = open(admitted(policy, "ann"));
        open(admitted(policy, "ann"));

        assertEquals(OPEN, oldest.codes());
        SecurityEvent ended = fixture.recorder.next(3).get(2);
        assertEquals(Optional.of(Reason.REPLACED), ended.reason());
        assertFalse(ended.enforced());
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
