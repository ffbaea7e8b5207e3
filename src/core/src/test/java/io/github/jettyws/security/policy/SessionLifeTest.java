package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.LifeFixture.FakeSession;
import io.github.jettyws.security.policy.LifeFixture.Opened;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose identity came from an HTTP session ends with it. */
class SessionLifeTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final List<Integer> OPEN = List.of();
    private static final List<Integer> ENDED = List.of(1008);

    private final LifeFixture life = new LifeFixture();
    private final FakeSession one = new FakeSession("one");

    @AfterEach
    void close() {
        life.close();
    }

    private void assertNothingIsLeft(LifeFixture of) {
        assertEquals(0, of.sessions.size());
        assertEquals(0, of.deadlines.size());
        assertEquals(0, of.guard.connections());
    }

    @Test
    void ended_closesItsConnectionsOnceAndNoOthers() throws InterruptedException {
        Opened first = life.open(one);
        Opened second = life.open(one);
        Opened neighbour = life.open(new FakeSession("two"));
        Opened namesake = life.open(new FakeSession("other app", "one"));

        life.sessions.ended(one.key());
        life.sessions.ended(one.key());

        assertEquals(ENDED, first.codes());
        assertEquals(ENDED, second.codes());
        assertEquals(OPEN, neighbour.codes());
        assertEquals(OPEN, namesake.codes());
        List<SecurityEvent> events = life.recorder.next(6);
        assertEquals(
                2,
                events.stream()
                        .filter(event -> event.type() == SecurityEvent.Type.ENDED)
                        .peek(event -> assertEquals(Optional.of(Reason.SESSION_ENDED), event.reason()))
                        .count());
    }

    @Test
    void ended_whatIsQueued_doesNotPass() {
        Opened opened = life.open(one);
        assertEquals(Optional.empty(), Pieces.send(opened.connection(), Kind.TEXT, 1));
        life.sessions.ended(one.key());
        assertEquals(Optional.of(Reason.SESSION_ENDED), Pieces.send(opened.connection(), Kind.TEXT, 1));
    }

    @Test
    void ended_inReportMode_isToldAndNothingCloses() throws InterruptedException {
        Opened opened = life.open(life.policy(Mode.REPORT), one);
        life.sessions.ended(one.key());

        assertEquals(OPEN, opened.codes());
        SecurityEvent event = life.recorder.next(2).get(1);
        assertEquals(Optional.of(Reason.SESSION_ENDED), event.reason());
        assertEquals(false, event.enforced());
        assertEquals(Optional.empty(), Pieces.send(opened.connection(), Kind.TEXT, 1));
    }

    @Test
    void closed_leavesNothing() {
        Opened first = life.open(one);
        Opened second = life.open(one);
        Opened ended = life.open(new FakeSession("two"));
        assertEquals(2, life.sessions.size());
        life.sessions.ended(new SessionKey("app", "two"));
        assertEquals(1, life.sessions.size());

        ended.connection().close(1008);
        first.connection().close(1000);
        assertEquals(1, life.sessions.size());
        second.connection().close(1006);
        second.connection().close(1000);
        assertNothingIsLeft(life);
    }

    @Test
    void attempt_endsWithoutOpening_leavesNothing() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> one);
        assertEquals(1, life.sessions.size());
        attempt.end();
        attempt.end();
        assertNothingIsLeft(life);
    }

    /** A stream that is reset, say. */
    @Test
    void attempt_endsWhileItIsAdmitted_leavesNothing() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> {
            attempt.end();
            return one;
        });
        assertEquals(0, life.sessions.size());
        Opened late = life.open(attempt);
        assertEquals(List.of(1011), late.codes());
        late.connection().close(1011);
        assertNothingIsLeft(life);
    }

    @Test
    void attempt_underAnotherPolicy_leavesNothing() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> one);
        Attempt again = attempt.under(life.policy(Mode.ENFORCE));
        again.gate();
        again.admit(() -> one);
        again.end();
        assertNothingIsLeft(life);
    }

    @Test
    void ended_betweenAdmissionAndOpening_endsAsItOpens() throws InterruptedException {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> one);
        life.sessions.ended(one.key());

        Opened opened = life.open(attempt);

        assertEquals(ENDED, opened.codes());
        assertEquals(
                List.of(SecurityEvent.Type.ACCEPTED, SecurityEvent.Type.ENDED),
                life.recorder.next(2).stream().map(SecurityEvent::type).toList());
        opened.connection().close(1008);
        assertNothingIsLeft(life);
    }

    /** Nobody tells of it any more: it has been told before anybody wanted to know. */
    @Test
    void ended_beforeAdmission_endsAsItOpens() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        one.lasts = Optional.empty();
        attempt.admit(() -> one);

        assertEquals(ENDED, life.open(attempt).codes());
    }

    @Test
    void ended_andBegunAgainUnderTheSameId_isAnotherSession() {
        Opened before = life.open(one);
        life.sessions.ended(one.key());
        Opened after = life.open(new FakeSession("one"));

        before.connection().close(1008);
        assertEquals(OPEN, after.codes());
        life.sessions.ended(one.key());
        assertEquals(ENDED, after.codes());
    }

    @Test
    void renewed_staysOpenAndEndsUnderTheNewId() {
        Opened opened = life.open(one);
        SessionKey before = one.key();
        one.id = "renewed";
        life.guard.sessionRenewed(before, one);

        life.sessions.ended(before);
        assertEquals(OPEN, opened.codes());
        assertEquals(1, life.sessions.size());
        life.sessions.ended(one.key());
        assertEquals(ENDED, opened.codes());
        opened.connection().close(1008);
        assertNothingIsLeft(life);
    }

    @Test
    void renewed_betweenAdmissionAndOpening_isFollowed() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> one);
        SessionKey before = one.key();
        one.id = "renewed";
        life.guard.sessionRenewed(before, one);
        Opened opened = life.open(attempt);

        life.sessions.ended(one.key());
        assertEquals(ENDED, opened.codes());
    }

    /** The store knows the old id no longer, and the question was on its way. */
    @Test
    void renewed_whileItIsAsked_isAskedAgain() {
        FakeSession renewed = new FakeSession("renewed");
        FakeSession asked = new FakeSession("one") {
            @Override
            public Optional<Instant> ask(Instant now) {
                life.guard.sessionRenewed(key(), renewed);
                return Optional.empty();
            }
        };
        Opened opened = life.open(asked);
        life.advance(Duration.ofMinutes(1));
        assertEquals(OPEN, opened.codes());
        assertEquals(1, renewed.asked);

        renewed.isGoneFromStore = true;
        life.advance(Duration.ofMinutes(1));
        assertEquals(ENDED, opened.codes());
        opened.connection().close(1008);
        assertNothingIsLeft(life);
    }

    /** A request with the new id comes before the word of it. */
    @Test
    void renewed_knownUnderBothIds_becomesOne() {
        Opened early = life.open(one);
        FakeSession same = new FakeSession("renewed");
        Opened late = life.open(same);
        assertEquals(2, life.sessions.size());

        life.guard.sessionRenewed(one.key(), same);
        assertEquals(1, life.sessions.size());
        assertEquals(1, life.deadlines.size());

        early.connection().close(1000);
        assertEquals(1, life.sessions.size());
        Opened again = life.open(same);
        life.sessions.ended(same.key());
        assertEquals(ENDED, late.codes());
        assertEquals(ENDED, again.codes());
        late.connection().close(1008);
        again.connection().close(1008);
        assertNothingIsLeft(life);
    }

    @Test
    void renewed_nobodyRestsOnIt_isNothing() {
        life.guard.sessionRenewed(one.key(), new FakeSession("renewed"));
        assertNothingIsLeft(life);
    }

    @Test
    void expiry_atTheMoment_ends() {
        Opened opened = life.open(one);
        life.advance(HALF_AN_HOUR.minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
    }

    @Test
    void expiry_sessionWasUsedMeanwhile_endsLater() {
        Opened opened = life.open(one);
        one.lasts = Optional.of(LifeFixture.START.plus(Duration.ofMinutes(45)));
        life.advance(Duration.ofMinutes(45).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
    }

    @Test
    void expiry_none_neverEnds() {
        one.lasts = Optional.of(Instant.MAX);
        Opened opened = life.open(one);
        life.advance(Duration.ofDays(3650));
        assertEquals(OPEN, opened.codes());
        assertEquals(1, life.deadlines.size());
    }

    @Test
    void recheck_endedElsewhere_endsAtTheInterval() {
        Opened opened = life.open(one);
        one.isGoneFromStore = true;
        life.advance(Duration.ofMinutes(1).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
        assertEquals(1, one.asked);
    }

    /** However many connections rest on it. */
    @Test
    void recheck_manyConnections_asksOnceEachInterval() {
        for (int i = 0; i < 10; i++) {
            life.open(one);
        }
        for (int minute = 1; minute <= 5; minute++) {
            life.advance(Duration.ofMinutes(1));
            assertEquals(minute, one.asked);
        }
        assertEquals(1, life.deadlines.size());
    }

    @Test
    void recheck_off_asksOnlyAtTheExpiry() {
        try (LifeFixture off = new LifeFixture(Duration.ZERO)) {
            Opened opened = off.open(one);
            one.isGoneFromStore = true;
            off.advance(HALF_AN_HOUR.minus(MOMENT));
            assertEquals(0, one.asked);
            off.advance(MOMENT);
            assertEquals(ENDED, opened.codes());
            opened.connection().close(1008);

            FakeSession immortal = new FakeSession("immortal");
            immortal.lasts = Optional.of(Instant.MAX);
            off.open(immortal);
            assertEquals(0, off.deadlines.size());
        }
    }

    @Test
    void recheck_storeFails_endsAtTheExpiryThatIsKnown() {
        one.storeFails = new IOException("no database");
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Opened opened = life.open(one);
            life.advance(HALF_AN_HOUR.minus(MOMENT));
            assertEquals(OPEN, opened.codes());
            life.advance(MOMENT);
            assertEquals(ENDED, opened.codes());
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void join_sessionFails_refusesAndLeavesNothing() {
        FakeSession broken = new FakeSession("broken");
        broken.isBroken = true;
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
            assertEquals(
                    Reason.GUARD_FAILURE,
                    attempt.admit(() -> broken).orElseThrow().reason());
            assertEquals(1, log.lines().size());
        }
        assertNothingIsLeft(life);
    }

    @Test
    void messages_withoutKeepAlive_touchNothing() {
        Opened opened = life.open(one);
        life.advance(HALF_AN_HOUR.minus(MOMENT));
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        assertEquals(0, one.touched);
    }

    /** A tenth of half an hour is three minutes. */
    @Test
    void messages_keepAlive_touchOnceInATenthOfTheTime() {
        Opened opened = life.open(keepAlive(), one);
        life.advance(Duration.ofMinutes(3).minus(MOMENT));
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        assertEquals(0, one.touched);

        life.advance(MOMENT);
        one.lasts = Optional.of(LifeFixture.START.plus(Duration.ofMinutes(33)));
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        assertEquals(1, one.touched);

        life.advance(Duration.ofMinutes(3));
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        assertEquals(2, one.touched);
    }

    @Test
    void messages_keepAliveAndSessionIsGone_ends() {
        Opened opened = life.open(keepAlive(), one);
        life.advance(Duration.ofMinutes(3));
        one.lasts = Optional.empty();
        Pieces.send(opened.connection(), Kind.TEXT, 1);
        assertEquals(ENDED, opened.codes());
        opened.connection().close(1008);
        assertNothingIsLeft(life);
    }

    @Test
    void messages_keepAliveAndStoreFails_triesAgainLater() {
        Opened opened = life.open(keepAlive(), one);
        life.advance(Duration.ofMinutes(10));
        one.storeFails = new IOException("no database");
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            Pieces.send(opened.connection(), Kind.TEXT, 1);
            Pieces.send(opened.connection(), Kind.TEXT, 1);
            assertEquals(1, one.touched);
            // A tenth of the twenty minutes that are left.
            life.advance(Duration.ofMinutes(2));
            Pieces.send(opened.connection(), Kind.TEXT, 1);
            assertEquals(2, one.touched);
            assertTrue(log.lines().size() >= 1);
        }
        assertEquals(OPEN, opened.codes());
    }

    private Policy keepAlive() {
        return PolicyFixture.with(
                new LifetimeRules(Duration.ZERO, true, Duration.ZERO, true, false), life.policy(Mode.ENFORCE));
    }

    @Test
    void goingAway_sessionsEndWithTheirContext_tellsNothingMore() throws InterruptedException {
        Opened opened = life.open(one);
        assertTrue(life.guard.goAway().isDone());
        life.sessions.ended(one.key());

        assertEquals(List.of(1001), opened.codes());
        opened.connection().close(1001);
        assertEquals(
                List.of(SecurityEvent.Type.ACCEPTED, SecurityEvent.Type.CLOSED),
                life.recorder.next(2).stream().map(SecurityEvent::type).toList());
        assertNothingIsLeft(life);
    }

    /** Ten connections on each of a thousand sessions: the end of one touches its ten. */
    @Test
    void ended_amongMany_closesItsOwn() {
        List<Opened> all = new ArrayList<>();
        List<FakeSession> sessions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            FakeSession session = new FakeSession("s" + i);
            session.user = "user" + i;
            sessions.add(session);
            for (int j = 0; j < 10; j++) {
                all.add(life.open(session));
            }
        }
        assertEquals(1000, life.sessions.size());
        assertEquals(1000, life.deadlines.size());

        life.sessions.ended(sessions.get(500).key());

        for (int i = 0; i < all.size(); i++) {
            assertEquals(i / 10 == 500 ? ENDED : OPEN, all.get(i).codes());
        }
        all.forEach(opened -> opened.connection().close(1000));
        assertNothingIsLeft(life);
    }
}
