package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.message.MessageGuard.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedConnectionTest {
    private static final Handshake HANDSHAKE = Requests.origin("https://example.com");
    private static final Optional<Reason> PASSES = Optional.empty();

    private final PolicyFixture fixture = new PolicyFixture();
    private final Policy policy = fixture.policy(Mode.ENFORCE);

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void open_connections_numberedAndPublished() throws InterruptedException {
        open(policy);
        open(policy);

        List<SecurityEvent> events = fixture.recorder.next(2);
        SecurityEvent first = events.get(0);
        assertEquals(
                new SecurityEvent.Source(HANDSHAKE, null, 1L)
                        .event(SampleEvents.TIME, SecurityEvent.Type.ACCEPTED, Stage.CREATOR, null, true, null),
                first);
        assertEquals(Optional.of(2L), events.get(1).connection());
    }

    @Test
    void onData_withinLimits_passes() {
        GuardedConnection connection = open(policy);

        assertEquals(PASSES, Pieces.send(connection, Kind.TEXT, PolicyFixture.TEXT));
        assertEquals(PASSES, Pieces.send(connection, Kind.BINARY, PolicyFixture.TEXT));
        assertEquals(PASSES, Pieces.send(connection, null, PolicyFixture.BINARY - PolicyFixture.TEXT));
        assertEquals(0, fixture.counters().of(SecurityEvent.Type.VIOLATED));
    }

    @Test
    void onData_tooLarge_violationThenEndWithTheSameIdAndReason() throws InterruptedException {
        GuardedConnection connection = open(policy);

        assertEquals(PASSES, Pieces.send(connection, Kind.TEXT, PolicyFixture.TEXT));
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), Pieces.send(connection, null, 1));
        connection.close(1009);

        List<SecurityEvent> events = fixture.recorder.next(3);
        SecurityEvent.Source source = new SecurityEvent.Source(HANDSHAKE, null, 1L);
        assertEquals(SecurityEvent.Type.ACCEPTED, events.get(0).type());
        assertEquals(
                source.event(
                        SampleEvents.TIME,
                        SecurityEvent.Type.VIOLATED,
                        Stage.MESSAGE,
                        Reason.MESSAGE_TOO_LARGE,
                        true,
                        null),
                events.get(1));
        assertEquals(
                source.event(
                        SampleEvents.TIME,
                        SecurityEvent.Type.CLOSED,
                        Stage.CLOSE,
                        Reason.MESSAGE_TOO_LARGE,
                        true,
                        1009),
                events.get(2));
    }

    @Test
    void onData_overTheRate_countedOverAllConnectionsOfTheClient() {
        GuardedConnection one = open(policy);
        GuardedConnection other = open(policy);

        assertEquals(PASSES, Pieces.send(one, Kind.TEXT, 0));
        assertEquals(PASSES, Pieces.send(other, Kind.BINARY, 0));
        assertEquals(PASSES, Pieces.send(one, Kind.TEXT, 0));
        assertEquals(Optional.of(Reason.MESSAGE_RATE), Pieces.send(other, Kind.TEXT, 0));
    }

    @Test
    void onData_otherClientOrPolicy_rateOfItsOwn() {
        GuardedConnection one = open(policy);
        for (int i = 0; i < PolicyFixture.RATE; i++) {
            assertEquals(PASSES, Pieces.send(one, Kind.TEXT, 0));
        }
        GuardedConnection otherClient = fixture.guard
                .attempt(policy, Requests.request().client("192.0.2.2").make())
                .open(this, code -> CompletableFuture.completedFuture(null));

        assertEquals(PASSES, Pieces.send(otherClient, Kind.TEXT, 0));
        assertEquals(PASSES, Pieces.send(open(fixture.policy(Mode.ENFORCE)), Kind.TEXT, 0));
        assertEquals(Optional.of(Reason.MESSAGE_RATE), Pieces.send(one, Kind.TEXT, 0));
    }

    @Test
    void onData_reportMode_publishedAndPasses() throws InterruptedException {
        GuardedConnection connection = open(fixture.policy(Mode.REPORT));

        assertEquals(PASSES, Pieces.send(connection, Kind.TEXT, PolicyFixture.TEXT + 1));
        assertEquals(PASSES, Pieces.send(connection, null, 1));
        connection.violate(Reason.FRAME_TOO_LARGE);
        connection.close(1000);

        List<SecurityEvent> events = fixture.recorder.next(4);
        assertEquals(
                List.of(
                        SecurityEvent.Type.ACCEPTED,
                        SecurityEvent.Type.VIOLATED,
                        SecurityEvent.Type.VIOLATED,
                        SecurityEvent.Type.CLOSED),
                events.stream().map(SecurityEvent::type).toList());
        assertEquals(
                List.of(true, false, false, true),
                events.stream().map(SecurityEvent::enforced).toList());
        // It was not the violation that ended it.
        assertEquals(Optional.empty(), events.get(3).reason());
    }

    @Test
    void violate_byCaller_publishedAndNamedAtTheEnd() throws InterruptedException {
        GuardedConnection connection = open(policy);

        connection.violate(Reason.FRAME_TOO_LARGE);
        connection.close(1009);

        List<SecurityEvent> events = fixture.recorder.next(3);
        assertEquals(Optional.of(Reason.FRAME_TOO_LARGE), events.get(1).reason());
        assertEquals(Optional.of(Reason.FRAME_TOO_LARGE), events.get(2).reason());
    }

    /** When the guard itself fails, the answer is no. */
    @Test
    void onData_meterFails_violation() {
        RateMeter broken = mock();
        when(broken.acquire(1)).thenThrow(new StackOverflowError());
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            assertEquals(
                    Optional.of(Reason.GUARD_FAILURE),
                    Pieces.send(open(fixture.metered(policy, broken)), Kind.TEXT, 1));
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void close_withoutViolation_noReason() throws InterruptedException {
        open(policy).close(1001);

        SecurityEvent closed = fixture.recorder.next(2).get(1);
        assertEquals(Optional.empty(), closed.reason());
        assertEquals(Optional.of(1001), closed.closeCode());
    }

    /** Were the window given back twice, it would be forgotten though another connection still holds it. */
    @Test
    void close_twice_onlyTheFirstCounts() throws InterruptedException {
        GuardedConnection one = open(policy);
        GuardedConnection other = open(policy);

        one.close(1000);
        one.close(1006);
        one.close(1006);

        assertEquals(1, fixture.counters().of(SecurityEvent.Type.CLOSED));
        assertEquals(Optional.of(1000), fixture.recorder.next(3).get(2).closeCode());
        fixture.ticker.advance(PolicyFixture.WINDOW.multipliedBy(2));
        for (int i = 0; i < PolicyFixture.RATE; i++) {
            assertEquals(PASSES, Pieces.send(other, Kind.TEXT, 0));
        }
        assertEquals(Optional.of(Reason.MESSAGE_RATE), Pieces.send(open(policy), Kind.TEXT, 0));
    }

    @Test
    void close_twice_meterIsGivenBackOnce() {
        RateMeter meter = mock();
        GuardedConnection connection = open(fixture.metered(policy, meter));
        verify(meter, never()).close();

        connection.close(1000);
        connection.close(1006);

        verify(meter, times(1)).close();
    }

    private GuardedConnection open(Policy policy) {
        return fixture.guard.attempt(policy, HANDSHAKE).open(this, code -> CompletableFuture.completedFuture(null));
    }
}
