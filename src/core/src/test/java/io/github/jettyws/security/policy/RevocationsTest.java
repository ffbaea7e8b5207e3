package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.auth.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Instant START = DrivenClock.START;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final DrivenClock clock = new DrivenClock();
    private final Revocations revocations = new Revocations(clock, 2);

    private static Identity token(String id, @Nullable Instant expiry) {
        return new Identity("ann", Set.of(), "jwt", Map.of(), Optional.ofNullable(expiry), Optional.of(id));
    }

    @Test
    void user_issuedUntilThen_isRevokedAndLaterIsNot() {
        revocations.addUser("ann");
        assertTrue(revocations.isUserRevoked("ann", START.minus(MOMENT)));
        assertTrue(revocations.isUserRevoked("ann", START));
        assertFalse(revocations.isUserRevoked("ann", START.plus(MOMENT)));
        assertTrue(revocations.isUserRevoked("ann", Instant.MIN));
        assertFalse(revocations.isUserRevoked("bob", Instant.MIN));
    }

    @Test
    void user_after30Days_isForgotten() {
        revocations.addUser("ann");
        clock.advance(MONTH.minus(MOMENT));
        assertTrue(revocations.isUserRevoked("ann", Instant.MIN));
        clock.advance(MOMENT);
        assertFalse(revocations.isUserRevoked("ann", Instant.MIN));
    }

    @Test
    void user_again_isRevokedFromThenOn() {
        revocations.addUser("ann");
        clock.advance(Duration.ofDays(1));
        revocations.addUser("ann");
        assertTrue(revocations.isUserRevoked("ann", START.plus(Duration.ofHours(1))));
        assertEquals(1, revocations.users());
    }

    @Test
    void add_noRoom_failsAndKeepsTheOthers() {
        revocations.addUser("ann");
        revocations.addUser("bob");
        IllegalStateException full = assertThrows(IllegalStateException.class, () -> revocations.addUser("carol"));
        assertEquals(
                "2 users are revoked: expected fewer. What is open was closed, and what comes is not refused",
                full.getMessage());
        revocations.addUser("ann");
        assertTrue(revocations.isUserRevoked("ann", START));
        assertTrue(revocations.isUserRevoked("bob", START));
        // Each kind has room of its own.
        revocations.addToken("t", Instant.MAX);
        revocations.addSession("s");

        clock.advance(MONTH);
        revocations.addUser("carol");
        assertEquals(1, revocations.users());
    }

    @Test
    void token_expiryNotKnown_staysUntilOneShowsIt() {
        revocations.addToken("t", Instant.MAX);
        clock.advance(Duration.ofDays(3650));
        assertTrue(revocations.isTokenRevoked(token("t", null)));
        assertFalse(revocations.isTokenRevoked(token("u", null)));

        Instant expiry = clock.instant().plusSeconds(60);
        assertTrue(revocations.isTokenRevoked(token("t", expiry)));
        clock.advance(Duration.ofSeconds(60).plus(SKEW).minus(MOMENT));
        revocations.addToken("u", Instant.MAX);
        assertEquals(2, revocations.tokens());
        clock.advance(MOMENT);
        revocations.addToken("u", Instant.MAX);
        assertEquals(1, revocations.tokens());
    }

    @Test
    void token_withoutId_isNeverRevoked() {
        assertFalse(revocations.isTokenRevoked(Identity.of("ann", "jwt")));
    }

    @Test
    void lastUse_farthestTime_isThat() {
        assertEquals(Instant.MAX, Revocations.lastUse(Instant.MAX));
        assertEquals(START.plus(SKEW), Revocations.lastUse(START));
    }

    @Test
    void session_renewed_isRevokedUnderItsNewId() {
        revocations.addSession("s");
        assertTrue(revocations.isSessionRevoked("s"));
        revocations.renewSession("s", "t");
        assertTrue(revocations.isSessionRevoked("t"));
        assertEquals(1, revocations.sessions());
        revocations.renewSession("unknown", "u");
        assertFalse(revocations.isSessionRevoked("u"));

        clock.advance(MONTH.minus(MOMENT));
        assertTrue(revocations.isSessionRevoked("t"));
        clock.advance(MOMENT);
        assertFalse(revocations.isSessionRevoked("t"));
        revocations.addSession("v");
        assertEquals(1, revocations.sessions());
    }
}
