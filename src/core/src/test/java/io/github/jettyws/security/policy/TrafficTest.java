package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Arrival;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.policy.LifeFixture.FakeSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection does beside its messages; {@link PolicyFixture#TRAFFIC} says how much it may. */
class TrafficTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final LifeFixture life = new LifeFixture();
    private final List<String> closer = new ArrayList<>();
    private final Arrival arrival = new Arrival();
    private long received;

    @AfterEach
    void close() {
        life.close();
    }

    private GuardedConnection open(Policy policy) {
        Attempt attempt = life.attempt(policy);
        assertEquals(Optional.empty(), attempt.admit(() -> new FakeSession("one")));
        GuardedConnection connection = attempt.open(this, new Closer() {
            @Override
            public CompletableFuture<?> close(int code) {
                closer.add("close " + code);
                return new CompletableFuture<>();
            }

            @Override
            public void cut() {
                closer.add("cut");
            }
        });
        connection.traffic().open(arrival, () -> received);
        return connection;
    }

    private GuardedConnection open() {
        return open(life.policy(Mode.ENFORCE));
    }

    private static Policy with(Policy policy, TrafficRules traffic) {
        PolicyParts parts = new PolicyParts(policy);
        parts.traffic = traffic;
        return parts.policy();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            life.advance(Duration.ofSeconds(1));
        }
    }

    private void assertLast(SecurityEvent.Type type, Reason reason, int events) throws InterruptedException {
        SecurityEvent last = life.recorder.next(events).get(events - 1);
        assertEquals(type, last.type());
        assertEquals(Optional.of(reason), last.reason());
    }

    @Test
    void send_oneFrameTooMany_closesAndThenCuts() throws InterruptedException {
        Traffic traffic = open().traffic();
        for (int i = 0; i < 3; i++) {
            assertEquals(Traffic.Way.STRAIGHT, traffic.send(1, true));
        }
        assertEquals(List.of(), closer);
        assertEquals(Traffic.Way.REFUSED, traffic.send(1, true));
        assertEquals(Traffic.Way.REFUSED, traffic.send(1, true));
        assertEquals(List.of("close 1008"), closer);
        assertLast(SecurityEvent.Type.VIOLATED, Reason.SLOW_READER, 2);
        life.advance(Duration.ofSeconds(2).minus(MOMENT));
        assertEquals(List.of("close 1008"), closer);
        life.advance(MOMENT);
        assertEquals(List.of("close 1008", "cut"), closer);
        assertEquals(Traffic.Way.STRAIGHT, traffic.sendClose());
    }

    @Test
    void send_clientGoesAway_isNotCut() {
        GuardedConnection connection = open();
        connection.traffic().send(1, true);
        connection.traffic().send(100, true);
        assertEquals(List.of("close 1008"), closer);
        connection.close(1008);
        seconds(60);
        assertEquals(List.of("close 1008"), closer);
        assertEquals(0, life.deadlines.size());
    }

    /** The close frame of a violation stands behind what waits, too; the caller sends it. */
    @Test
    void violate_clientTakesNothing_isCut() {
        GuardedConnection connection = open();
        connection.violate(Reason.MESSAGE_RATE);
        life.advance(Duration.ofSeconds(2).minus(MOMENT));
        assertEquals(List.of(), closer);
        life.advance(MOMENT);
        assertEquals(List.of("cut"), closer);
    }

    @Test
    void send_report_toldOnce() throws InterruptedException {
        Traffic traffic = open(life.policy(Mode.REPORT)).traffic();
        for (int i = 0; i < 3; i++) {
            assertEquals(Traffic.Way.COUNTED, traffic.send(1, false));
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(Traffic.Way.UNCOUNTED, traffic.send(1, false));
        }
        traffic.sent(1, Traffic.Way.COUNTED, true);
        assertEquals(Traffic.Way.COUNTED, traffic.send(1, false));
        assertLast(SecurityEvent.Type.VIOLATED, Reason.SLOW_READER, 2);
        assertEquals(List.of(), closer);
    }

    @Test
    void sent_nothingForTheWriteTimeout_ends() throws InterruptedException {
        Traffic traffic = open().traffic();
        Traffic.Way way = traffic.send(1, false);
        seconds(29);
        assertEquals(List.of(), closer);
        traffic.sent(1, way, true);
        seconds(60);
        assertEquals(List.of(), closer);
        traffic.send(1, false);
        life.advance(Duration.ofMillis(7500));
        life.advance(Duration.ofMillis(7500));
        life.advance(Duration.ofMillis(7500));
        life.advance(Duration.ofMillis(7499));
        assertEquals(List.of(), closer);
        life.advance(MOMENT);
        assertEquals(List.of("close 1008"), closer);
        assertLast(SecurityEvent.Type.VIOLATED, Reason.SLOW_READER, 2);
    }

    @Test
    void arrives_messageNotFinished_ends() throws InterruptedException {
        Traffic traffic = open().traffic();
        arrival.demand();
        received = 1;
        traffic.arrives();
        seconds(19);
        arrival.frame(true, false, 0, true);
        arrival.demand();
        received = 6;
        life.advance(Duration.ofSeconds(1).minus(MOMENT));
        assertEquals(List.of(), closer);
        life.advance(MOMENT);
        assertEquals(List.of("close 1008"), closer);
        assertLast(SecurityEvent.Type.VIOLATED, Reason.MESSAGE_TIMEOUT, 2);
    }

    @Test
    void arrives_messageFinished_endsNothing() {
        Traffic traffic = open().traffic();
        arrival.demand();
        received = 1;
        traffic.arrives();
        seconds(19);
        arrival.frame(true, true, 0, true);
        arrival.demand();
        received = 6;
        seconds(100);
        assertEquals(List.of(), closer);
    }

    private static TrafficRules dataTimeout() {
        TrafficRules rules = PolicyFixture.TRAFFIC;
        return new TrafficRules(
                rules.maxOutgoingFrames(),
                rules.maxOutgoingBytes(),
                rules.writeTimeout(),
                rules.messageTimeout(),
                Duration.ofSeconds(40),
                rules.maxRatio());
    }

    @Test
    void idle_controlFramesAlone_endsWith1001() throws InterruptedException {
        open(with(life.policy(Mode.ENFORCE), dataTimeout()));
        for (int i = 0; i < 3; i++) {
            seconds(10);
            arrival.frame(false, true, 0, true);
        }
        life.advance(Duration.ofSeconds(10).minus(MOMENT));
        assertEquals(List.of(), closer);
        life.advance(MOMENT);
        assertEquals(List.of("close 1001"), closer);
        assertLast(SecurityEvent.Type.ENDED, Reason.IDLE_TIMEOUT, 2);
    }

    @Test
    void idle_dataEitherWay_endsNothing() {
        Traffic traffic = open(with(life.policy(Mode.ENFORCE), dataTimeout())).traffic();
        for (int i = 0; i < 10; i++) {
            seconds(39);
            arrival.frame(true, true, 0, true);
            seconds(39);
            traffic.sent(0, traffic.send(0, false), true);
        }
        assertEquals(List.of(), closer);
        // What is no data, or was not taken, is not enough.
        traffic.sent(0, traffic.send(0, false), false);
        seconds(51);
        assertEquals("close 1001", closer.get(0));
    }
}
