package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.policy.LifeFixture.FakeSession;
import io.github.jettyws.security.policy.LifeFixture.Opened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expiry, the longest lifetime, and revocation. */
class LifetimeTest {
    private static final Instant START = LifeFixture.START;
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final List<Integer> OPEN = List.of();
    private static final List<Integer> ENDED = List.of(1008);

    private final LifeFixture life = new LifeFixture();

    @AfterEach
    void close() {
        life.close();
    }

    private static Identity token(String name, Map<String, Object> claims, @Nullable Instant expiry) {
        return new Identity(name, Set.of(), "jwt", claims, Optional.ofNullable(expiry), Optional.of("jti of " + name));
    }

    private static LifetimeRules rules(Duration most, boolean onExpiry, Duration skew) {
        return new LifetimeRules(most, onExpiry, skew, false, false);
    }

    private Reason lastReason(int events) throws InterruptedException {
        SecurityEvent last = life.recorder.next(events).get(events - 1);
        assertEquals(SecurityEvent.Type.ENDED, last.type());
        return last.reason().orElseThrow();
    }

    @Test
    void expiry_atTheMoment_ends() throws InterruptedException {
        Opened opened = life.open(token("ann", Map.of(), START.plusSeconds(60)), PolicyFixture.UNLIMITED);
        life.advance(Duration.ofSeconds(60).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
        assertEquals(Reason.TOKEN_EXPIRED, lastReason(2));
    }

    @Test
    void renew_laterExpiry_endsThen() {
        Footing footing = Footing.of(life.lifetimes(), token("ann", Map.of(), START.plusSeconds(60)), null, START);
        Opened opened = life.open(footing, PolicyFixture.UNLIMITED);
        assertTrue(footing.renew(
                token("ann", Map.of(), START.plusSeconds(90)), opened.connection(), PolicyFixture.UNLIMITED));

        life.advance(Duration.ofSeconds(90).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
        opened.connection().close(1008);
        assertEquals(0, life.deadlines.size());
    }

    @Test
    void renew_noExpiry_doesNotEnd() {
        Footing footing = Footing.of(life.lifetimes(), token("ann", Map.of(), START.plusSeconds(60)), null, START);
        Opened opened = life.open(footing, PolicyFixture.UNLIMITED);
        assertTrue(footing.renew(token("ann", Map.of(), null), opened.connection(), PolicyFixture.UNLIMITED));

        assertEquals(0, life.deadlines.size());
    }

    @Test
    void renew_afterTheEnd_leavesNothingBehind() {
        Footing footing = Footing.of(life.lifetimes(), token("ann", Map.of(), START.plusSeconds(60)), null, START);
        Opened opened = life.open(footing, PolicyFixture.UNLIMITED);
        opened.connection().close(1000);
        assertTrue(footing.renew(
                token("ann", Map.of(), START.plusSeconds(90)), opened.connection(), PolicyFixture.UNLIMITED));

        assertEquals(0, life.deadlines.size());
    }

    @Test
    void expiry_clockSkew_endsThatMuchLater() {
        Opened opened = life.open(
                token("ann", Map.of(), START.minusSeconds(10)), rules(Duration.ZERO, true, Duration.ofSeconds(30)));
        life.advance(Duration.ofSeconds(20).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
    }

    @Test
    void expiry_ignored_staysOpen() {
        Opened opened =
                life.open(token("ann", Map.of(), START.plusSeconds(60)), rules(Duration.ZERO, false, Duration.ZERO));
        life.advance(Duration.ofDays(1));
        assertEquals(OPEN, opened.codes());
        assertEquals(0, life.deadlines.size());
    }

    @Test
    void expiry_farthestTime_staysOpen() {
        Opened opened =
                life.open(token("ann", Map.of(), Instant.MAX), rules(Duration.ZERO, true, Duration.ofMinutes(5)));
        life.advance(Duration.ofDays(3650));
        assertEquals(OPEN, opened.codes());
    }

    @Test
    void expiry_closedBefore_leavesNothing() {
        Opened opened = life.open(
                token("ann", Map.of(), START.plusSeconds(60)), rules(Duration.ofHours(1), true, Duration.ZERO));
        assertEquals(2, life.deadlines.size());
        opened.connection().close(1000);
        assertEquals(0, life.deadlines.size());
    }

    @Test
    void maxLifetime_noChance_isTheWhole() throws InterruptedException {
        Opened opened = openFor(Duration.ofHours(1));
        life.advance(Duration.ofHours(1).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
        assertEquals(Reason.MAX_LIFETIME, lastReason(2));
    }

    /** Half of the tenth that is left to chance: 57 minutes of an hour. */
    @Test
    void maxLifetime_halfTheChance_isATwentiethLess() {
        life.chance = 0.5;
        Opened opened = openFor(Duration.ofHours(1));
        life.advance(Duration.ofMinutes(57).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
    }

    /** A chance is less than 1. */
    @Test
    void maxLifetime_mostChance_isMoreThanNineTenths() {
        life.chance = Math.nextDown(1.0);
        Opened opened = openFor(Duration.ofHours(1));
        life.advance(Duration.ofMinutes(54).minus(MOMENT));
        assertEquals(OPEN, opened.codes());
        life.advance(MOMENT);
        assertEquals(ENDED, opened.codes());
    }

    private Opened openFor(Duration most) {
        return life.open(Identity.of("ann", "jwt"), rules(most, true, Duration.ZERO));
    }

    /** Whoever is anonymous, too. */
    @Test
    void maxLifetime_noIdentity_ends() {
        Attempt attempt = life.guard.attempt(
                PolicyFixture.with(rules(Duration.ofHours(1), true, Duration.ZERO), life.policy(Mode.REPORT)),
                Requests.request().make());
        attempt.gate();
        attempt.admit(() -> null);
        life.open(attempt);
        assertEquals(1, life.deadlines.size());
    }

    @Test
    void end_twoReasons_tellsTheFirst() throws InterruptedException {
        Opened opened = life.open(
                token("ann", Map.of(), START.plusSeconds(60)), rules(Duration.ofSeconds(60), true, Duration.ZERO));
        life.advance(Duration.ofSeconds(60));
        opened.connection().close(1008);
        assertEquals(ENDED, opened.codes());
        List<SecurityEvent> events = life.recorder.next(3);
        assertEquals(Optional.of(Reason.TOKEN_EXPIRED), events.get(1).reason());
        assertEquals(SecurityEvent.Type.CLOSED, events.get(2).type());
        assertEquals(Optional.of(Reason.TOKEN_EXPIRED), events.get(2).reason());
    }

    @Test
    void revokeUser_endsWhatIsOpenOfThatUser() throws InterruptedException {
        Opened ann = life.open(token("ann", Map.of(), null), PolicyFixture.UNLIMITED);
        Opened session = life.open(new FakeSession("one"));
        Opened bob = life.open(token("bob", Map.of(), null), PolicyFixture.UNLIMITED);

        assertEquals(2, life.guard.revoker().revokeUser("ann"));

        assertEquals(ENDED, ann.codes());
        assertEquals(ENDED, session.codes());
        assertEquals(OPEN, bob.codes());
        assertEquals(Reason.REVOKED, lastReason(4));
    }

    /** {@code iat} counts whole seconds: a token of the same second may have been issued before. */
    @Test
    void revokeUser_tokenIssuedLater_staysOpen() {
        life.guard.revoker().revokeUser("ann");
        long now = START.getEpochSecond();
        assertEquals(ENDED, openIssued(now - 1));
        assertEquals(ENDED, openIssued(now));
        assertEquals(OPEN, openIssued(now + 1));
        assertEquals(OPEN, openIssued(now + 0.5));
        assertEquals(ENDED, openIssued("tomorrow"));
    }

    private List<Integer> openIssued(Object iat) {
        return life.open(token("ann", Map.of("iat", iat), null), PolicyFixture.UNLIMITED)
                .codes();
    }

    @Test
    void revokeUser_handshakeWithOldSession_isRefusedAndWithNewIsNot() throws InterruptedException {
        life.guard.revoker().revokeUser("ann");
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        assertEquals(Optional.of(Verdict.refuse(Reason.REVOKED)), attempt.admit(() -> new FakeSession("one")));
        assertEquals(401, Reason.REVOKED.status());
        assertEquals(Optional.of(Reason.REVOKED), life.recorder.next().reason());
        assertEquals(0, life.sessions.size());

        FakeSession later = new FakeSession("two");
        later.created = START.plus(MOMENT);
        assertEquals(OPEN, life.open(later).codes());
    }

    @Test
    void revokeUser_betweenAdmissionAndOpening_endsAsItOpens() {
        Attempt attempt = life.attempt(life.policy(Mode.ENFORCE));
        attempt.admit(() -> new FakeSession("one"));
        life.guard.revoker().revokeUser("ann");
        assertEquals(ENDED, life.open(attempt).codes());
    }

    @Test
    void revokeToken_endsWhatIsOpenAndForgetsItWhenItHasExpired() {
        Opened ann = life.open(token("ann", Map.of(), START.plusSeconds(60)), PolicyFixture.UNLIMITED);
        Opened bob = life.open(token("bob", Map.of(), null), PolicyFixture.UNLIMITED);

        assertEquals(1, life.guard.revoker().revokeToken("jti of ann"));

        assertEquals(ENDED, ann.codes());
        assertEquals(OPEN, bob.codes());
        assertEquals(
                ENDED,
                life.open(token("ann", Map.of(), START.plusSeconds(60)), PolicyFixture.UNLIMITED)
                        .codes());
        // Five minutes more than the token says: clocks differ by that much at most.
        life.advance(Duration.ofMinutes(6));
        life.guard.revoker().revokeToken("jti of bob");
        assertEquals(1, life.revocations.tokens());
    }

    private static Identity apiKey(String id) {
        return new Identity("ci", Set.of(), "apiKey", Map.of(), Optional.empty(), Optional.of(id));
    }

    @Test
    void withdrawKeys_endsWhatTheyOpened() throws InterruptedException {
        Opened gone = life.open(apiKey("a"), PolicyFixture.UNLIMITED);
        Opened changed = life.open(apiKey("b"), PolicyFixture.UNLIMITED);
        Opened kept = life.open(apiKey("c"), PolicyFixture.UNLIMITED);
        Identity likeAKey = new Identity("ann", Set.of(), "jwt", Map.of(), Optional.empty(), Optional.of("a"));
        Opened token = life.open(likeAKey, PolicyFixture.UNLIMITED);

        assertEquals(2, life.guard.revoker().withdrawKeys(Set.of("a", "b", "never used")));

        assertEquals(ENDED, gone.codes());
        assertEquals(ENDED, changed.codes());
        assertEquals(OPEN, kept.codes());
        assertEquals(OPEN, token.codes());
        assertEquals(Reason.REVOKED, lastReason(6));
    }

    /** It may have been proved by the line as it was. */
    @Test
    void withdrawKeys_requestThatCameBefore_endsAsItOpens() {
        life.guard.revoker().withdrawKeys(Set.of("a"));
        assertEquals(ENDED, life.open(apiKey("a"), PolicyFixture.UNLIMITED).codes());
    }

    /** The file says that the key is good again. */
    @Test
    void withdrawKeys_requestThatCameLater_opens() {
        life.guard.revoker().withdrawKeys(Set.of("a"));
        life.advance(MOMENT);
        assertEquals(OPEN, life.open(apiKey("a"), PolicyFixture.UNLIMITED).codes());
    }

    @Test
    void withdrawKeys_moreThanThereIsRoomForInADay_endsWhatIsOpenAndFails() {
        for (int i = 0; i < Revocations.MOST; i++) {
            life.revocations.addKey("key " + i);
        }
        Opened open = life.open(apiKey("a"), PolicyFixture.UNLIMITED);
        assertThrows(IllegalStateException.class, () -> life.guard.revoker().withdrawKeys(Set.of("a")));
        assertEquals(ENDED, open.codes());

        life.advance(Duration.ofDays(1));
        assertEquals(0, life.guard.revoker().withdrawKeys(Set.of("b")));
    }

    @Test
    void revokeSession_endsItsConnectionsAndRefusesItsHandshakes() {
        FakeSession one = new FakeSession("one");
        Opened first = life.open(one);
        Opened other = life.open(new FakeSession("two"));

        assertEquals(1, life.guard.revoker().revokeSession("one"));

        assertEquals(ENDED, first.codes());
        assertEquals(OPEN, other.codes());
        String before = one.id;
        one.id = "renewed";
        life.guard.sessionRenewed(new FakeSession(before).key(), one);
        assertEquals(
                Optional.of(Verdict.refuse(Reason.REVOKED)),
                life.attempt(life.policy(Mode.ENFORCE)).admit(() -> one));
    }

    @Test
    void revoke_noRoom_endsWhatIsOpenAndFails() {
        for (int i = 0; i < Revocations.MOST; i++) {
            life.revocations.addUser("user" + i);
        }
        Opened ann = life.open(token("ann", Map.of(), null), PolicyFixture.UNLIMITED);
        assertThrows(IllegalStateException.class, () -> life.guard.revoker().revokeUser("ann"));
        assertEquals(ENDED, ann.codes());
    }
}
