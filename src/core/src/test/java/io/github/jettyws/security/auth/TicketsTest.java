package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.auth.Proof.Rejected;
import io.github.jettyws.security.fixture.FakeTicker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final Identity ANN = Identity.of("ann", "session");
    private static final String ORIGIN = "https://app.example.com";
    private static final TicketBond BOND = new TicketBond(ORIGIN, "c", "x");
    private static final Rejected UNKNOWN = new Rejected("unknown, spent or expired");

    private final FakeTicker ticker = new FakeTicker();
    private final Random random = new Random(1);
    private final Tickets tickets = new Tickets(LIFETIME, ticker, Clock.fixed(NOW, ZoneOffset.UTC), random);

    @Test
    void redeem_ticket_isTheUserOnce() {
        String ticket = issue(ANN);

        assertEquals(new Proved(ANN), redeem(ticket));
        assertEquals(UNKNOWN, redeem(ticket));
        assertEquals("0 tickets", tickets.toString());
    }

    @Test
    void issue_text_is32BytesOfTheRandomSource() {
        byte[] bytes = new byte[32];
        new Random(1).nextBytes(bytes);

        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), issue(ANN));
        assertNotEquals(issue(ANN), issue(ANN));
    }

    @Test
    void redeem_atTheEndOfItsLife_isExpired() {
        String last = issue(ANN);
        ticker.advance(LIFETIME.minusNanos(1));
        assertEquals(new Proved(ANN), redeem(last));

        String late = issue(ANN);
        ticker.advance(LIFETIME);
        assertEquals(UNKNOWN, redeem(late));
    }

    /** A stolen ticket is worth nothing, to the thief and from then on. */
    @Test
    void redeem_byAnother_isRejectedAndSpent() {
        String one = issue(ANN);
        assertEquals(
                new Rejected("ticket of another origin"),
                tickets.redeem(one, new TicketBond("https://evil.example", "c", "x")));
        assertEquals(UNKNOWN, redeem(one));

        String two = issue(ANN);
        assertEquals(new Rejected("ticket of another client"), tickets.redeem(two, new TicketBond(ORIGIN, "d", "x")));
        assertEquals(UNKNOWN, redeem(two));
    }

    /** A user of the same name may be somebody else there. */
    @Test
    void redeem_inAnotherContext_isRejectedAndSpent() {
        String ticket = issue(ANN);

        assertEquals(
                new Rejected("ticket of another context"), tickets.redeem(ticket, new TicketBond(ORIGIN, "c", "y")));
        assertEquals(UNKNOWN, redeem(ticket));
    }

    @Test
    void redeem_session_isWhatTheTicketRestsOn() {
        Proved ann = new Proved(ANN, new Lasting(NOW.plusNanos(1), true));

        assertEquals(ann, redeem(tickets.issue(ann, BOND).orElseThrow()));
    }

    @Test
    void redeem_sessionThatHasEnded_isRejected() {
        for (Instant end : List.of(Instant.MIN, NOW)) {
            Proved ann = new Proved(ANN, new Lasting(end, true));
            assertEquals(
                    new Rejected("expired"), redeem(tickets.issue(ann, BOND).orElseThrow()));
        }
    }

    @Test
    void redeem_sessionThatCannotBeAsked_throwsAndIsSpent() {
        String ticket = tickets.issue(new Proved(ANN, new Lasting(NOW.plusNanos(1), false)), BOND)
                .orElseThrow();

        assertThrows(IllegalStateException.class, () -> redeem(ticket));
        assertEquals(UNKNOWN, redeem(ticket));
    }

    @Test
    void forget_context_itsTicketsAlone() {
        String kept =
                tickets.issue(new Proved(ANN), new TicketBond(ORIGIN, "c", "y")).orElseThrow();
        for (int i = 0; i < 31; i++) {
            issue(ANN);
        }

        tickets.forget("x");

        assertEquals("1 tickets", tickets.toString());
        assertEquals(new Proved(ANN), tickets.redeem(kept, new TicketBond(ORIGIN, "c", "y")));
        for (int i = 0; i < 32; i++) {
            issue(ANN);
        }
        assertEquals(Optional.empty(), tickets.issue(new Proved(ANN), BOND));
    }

    @Test
    void redeem_identityThatHasExpired_isRejected() {
        assertEquals(new Rejected("expired"), redeem(issue(until(NOW))));
        Identity last = until(NOW.plusNanos(1));
        assertEquals(new Proved(last), redeem(issue(last)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9",
            })
    void redeem_noTicket_isMalformed(String text) {
        assertEquals(new Rejected("malformed"), redeem(text));
    }

    @Test
    void redeem_changed_isUnknownAndSpendsNothing() {
        String ticket = issue(ANN);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder changed = new StringBuilder(ticket);
            changed.setCharAt(random.nextInt(43), "ABab01-_".charAt(random.nextInt(8)));
            if (!changed.toString().equals(ticket)) {
                assertEquals(UNKNOWN, redeem(changed.toString()));
            }
        }

        assertEquals(new Proved(ANN), redeem(ticket));
    }

    @Test
    void issue_manyOfOneUser_upTo32AndNobodyElseSuffers() {
        String others = issue(Identity.of("bob", "session"));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            made.add(issue(ANN));
        }

        // Whatever the scheme: a user is a name.
        assertEquals(Optional.empty(), tickets.issue(new Proved(Identity.of("ann", "jwt")), BOND));
        assertEquals(new Proved(Identity.of("bob", "session")), redeem(others));
        assertEquals(new Proved(ANN), redeem(made.get(31)));
        issue(ANN);
        assertEquals(Optional.empty(), tickets.issue(new Proved(ANN), BOND));
        ticker.advance(LIFETIME);
        issue(ANN);
    }

    @Test
    void issue_manyOfAll_upTo10000AndNoneIsForgotten() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(issue(Identity.of("user " + i, "session")));
        }

        assertEquals(Optional.empty(), tickets.issue(new Proved(ANN), BOND));
        for (String ticket : made) {
            assertTrue(redeem(ticket) instanceof Proved);
        }
        issue(ANN);
    }

    @Test
    void issue_afterTheEldestHasEnded_thereIsRoomForOne() {
        issue(ANN);
        ticker.advance(Duration.ofNanos(1));
        for (int i = 1; i < 10_000; i++) {
            issue(Identity.of("user " + i, "session"));
        }
        ticker.advance(LIFETIME.minusNanos(2));
        assertEquals(Optional.empty(), tickets.issue(new Proved(ANN), BOND));
        ticker.advance(Duration.ofNanos(1));
        issue(ANN);
        assertEquals(Optional.empty(), tickets.issue(new Proved(ANN), BOND));
    }

    /** Against a list that is searched from end to end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void issueAndRedeem_random_asTheModel(long seed) {
        Random choice = new Random(seed);
        Map<String, Identity> users = new HashMap<>();
        Map<String, Long> ends = new HashMap<>();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long now = ticker.read();
            ends.values().removeIf(end -> end <= now);
            if (choice.nextInt(3) > 0) {
                Identity user = Identity.of("user " + choice.nextInt(3), "session");
                long own = ends.keySet().stream()
                        .filter(ticket -> user.equals(users.get(ticket)))
                        .count();
                Optional<String> ticket = tickets.issue(new Proved(user), BOND);
                assertEquals(own < 32, ticket.isPresent());
                ticket.ifPresent(text -> {
                    made.add(text);
                    users.put(text, user);
                    ends.put(text, now + LIFETIME.toNanos());
                });
            } else if (!made.isEmpty()) {
                String ticket = made.get(Math.max(0, made.size() - 1 - choice.nextInt(100)));
                boolean good = ends.remove(ticket) != null;
                assertEquals(good ? new Proved(users.get(ticket)) : UNKNOWN, redeem(ticket));
            }
            ticker.advance(Duration.ofMillis(choice.nextInt(800)));
        }
    }

    @Test
    void new_lifetime_1sTo5m() {
        for (Duration good : List.of(Duration.ofSeconds(1), Duration.ofMinutes(5))) {
            new Tickets(good, ticker, Clock.systemUTC(), random);
        }
        for (Duration bad :
                List.of(Duration.ofMillis(999), Duration.ofMinutes(5).plusNanos(1), Duration.ZERO)) {
            assertThrows(IllegalArgumentException.class, () -> new Tickets(bad, ticker, Clock.systemUTC(), random));
        }
    }

    @Test
    void toString_ticket_isNotTold() {
        String ticket = issue(ANN);

        assertEquals("1 tickets", tickets.toString());
        assertFalse(redeem(ticket).toString().contains(ticket));
    }

    /**
     * A session whose store tells when it ends.
     *
     * @param end when
     * @param up whether the store can be asked
     */
    private record Lasting(Instant end, boolean up) implements SessionView {
        @Override
        public Object attribute(String name) {
            return null;
        }

        @Override
        public Optional<String> login() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> ask(Instant now) throws IOException {
            if (!up) {
                throw new IOException("down");
            }
            return Optional.of(end).filter(now::isBefore);
        }
    }

    private String issue(Identity identity) {
        return tickets.issue(new Proved(identity), BOND).orElseThrow();
    }

    private Proof redeem(String ticket) {
        return tickets.redeem(ticket, BOND);
    }

    private static Identity until(Instant end) {
        return new Identity("ann", Set.of(), "jwt", Map.of(), Optional.of(end), Optional.empty());
    }
}
