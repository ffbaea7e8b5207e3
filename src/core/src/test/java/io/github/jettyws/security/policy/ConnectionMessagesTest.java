package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.AddressRange;
import io.github.jettyws.security.address.BanRules;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.CallerRules;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.fixture.RateSamples;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.MessageVerdict;
import io.github.jettyws.security.message.Ruling;
import io.github.jettyws.security.message.Ruling.Outcome;
import io.github.jettyws.security.message.ShapeAction;
import io.github.jettyws.security.message.ShapeRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message in ten seconds: what is told, counted and done of those that are over it. */
class ConnectionMessagesTest {
    private static final String ANN = "192.0.2.1";
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration BAN = Duration.ofMinutes(10);

    private final PolicyFixture fixture = new PolicyFixture();
    private final FakeTicker ticker = new FakeTicker();
    private final DrivenClock clock = new DrivenClock();
    private final Recorder recorder = new Recorder();
    private final Events events = new Events(List.of(recorder));
    private final List<Integer> codes = new ArrayList<>();
    private Guard guard = guard(List.of());

    /** Nobody is banned for offences. */
    private Guard guard(List<AddressRange> never) {
        BanRules rules = new BanRules(0, Duration.ofMinutes(1), BAN, Duration.ofHours(24), Set.of(), never);
        Clients clients =
                new Clients(new CallerResolver(CallerRules.NONE), new ClientKey(64), new Bans(rules, 64, clock));
        return new Guard(events, clock, ticker, clients, Guards.lifetimes(clock, ticker));
    }

    @BeforeEach
    void start() {
        events.start();
    }

    @AfterEach
    void stop() {
        events.stop();
        fixture.close();
    }

    private PolicyParts parts(Mode mode, String ladder) {
        PolicyParts parts = new PolicyParts(fixture.policy(mode));
        RateRules one = new RateRules(RateAlgorithm.TOKEN_BUCKET, 1, WINDOW, 1, true);
        parts.rates = RateSamples.rates(one, new RateAction(Ladder.parse(ladder), 1008, "slowly"), ticker);
        return parts;
    }

    private GuardedConnection open(Mode mode, String ladder) {
        return open(parts(mode, ladder).policy());
    }

    private GuardedConnection open(Policy policy) {
        return guard.attempt(policy, Requests.request().client(ANN).make()).open(this, code -> {
            codes.add(code);
            return CompletableFuture.completedFuture(null);
        });
    }

    private static Ruling send(GuardedConnection connection) {
        return connection.messages().onData(Kind.TEXT, ByteBuffer.allocate(1), true, true);
    }

    private long counted() {
        return events.counters().of(SecurityEvent.Type.VIOLATED);
    }

    /** What was told since the connections were accepted. */
    private List<SecurityEvent> told(int accepted, int count) throws InterruptedException {
        List<SecurityEvent> told = recorder.next(accepted + count);
        events.stop();
        assertEquals(0, recorder.waiting());
        return told.subList(accepted, accepted + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "reply"})
    void onData_dropped_toldOnceInAWindowAndCountedEachTime(String action) throws InterruptedException {
        GuardedConnection connection = open(Mode.ENFORCE, action);
        assertEquals(Ruling.PASS, send(connection));
        for (int i = 0; i < 100; i++) {
            assertEquals(Outcome.DROP, send(connection).outcome());
        }
        assertEquals(100, counted());
        ticker.advance(WINDOW);
        assertEquals(Ruling.PASS, send(connection));
        for (int i = 0; i < 100; i++) {
            assertEquals(Outcome.DROP, send(connection).outcome());
        }

        assertEquals(200, counted());
        assertEquals(200, events.counters().byReason().get(Reason.MESSAGE_RATE));
        for (SecurityEvent event : told(1, 2)) {
            assertEquals(SecurityEvent.Type.VIOLATED, event.type());
            assertEquals(Optional.of(Reason.MESSAGE_RATE), event.reason());
            assertTrue(event.enforced());
            // One in a window: the next one has room when it is over.
            assertEquals(Optional.of(clock.instant().plus(WINDOW)), event.until());
        }
        assertEquals(List.of(), codes);
    }

    /** The fragments of a dropped message are not counted as violations of their own. */
    @Test
    void onData_droppedInFragments_countedOnce() {
        GuardedConnection connection = open(Mode.ENFORCE, "drop");
        FrameRules rules = connection.messages();
        assertEquals(Ruling.PASS, send(connection));
        assertEquals(
                Ruling.drop(Reason.MESSAGE_RATE, null), rules.onData(Kind.TEXT, ByteBuffer.allocate(1), true, false));
        assertEquals(Ruling.DROP, rules.onData(null, ByteBuffer.allocate(1), true, false));
        assertEquals(Ruling.DROP, rules.onData(null, ByteBuffer.allocate(1), true, true));

        assertEquals(1, counted());
    }

    @Test
    void onHeld_delayed_countedOnceAndPasses() {
        GuardedConnection connection = open(Mode.ENFORCE, "delay");
        assertEquals(Ruling.PASS, send(connection));
        assertEquals(Ruling.hold(Reason.MESSAGE_RATE, WINDOW.toNanos()), send(connection));
        assertEquals(Ruling.hold(null, WINDOW.toNanos()), connection.messages().onHeld());
        ticker.advance(WINDOW);
        assertEquals(Ruling.PASS, connection.messages().onHeld());

        assertEquals(1, counted());
    }

    /** It closes its own connection with the code of rates, and the others of the client with 1008. */
    @Test
    void onData_ban_bansTheClientForTheLengthOfItsFirstBan() throws InterruptedException {
        open(parts(Mode.ENFORCE, "drop").policy());
        GuardedConnection connection = open(Mode.ENFORCE, "drop:1,ban");
        assertEquals(Ruling.PASS, send(connection));
        assertEquals(Outcome.DROP, send(connection).outcome());
        assertFalse(isBanned());

        assertEquals(new Ruling(Outcome.BAN, Reason.MESSAGE_RATE, 0, null, 1008), send(connection));

        assertTrue(isBanned());
        assertEquals(List.of(1008), codes);
        List<SecurityEvent> told = told(2, 4);
        assertEquals(
                List.of(
                        SecurityEvent.Type.VIOLATED,
                        SecurityEvent.Type.VIOLATED,
                        SecurityEvent.Type.BANNED,
                        SecurityEvent.Type.ENDED),
                told.stream().map(SecurityEvent::type).toList());
        assertEquals(Optional.of(clock.instant().plus(BAN)), told.get(2).until());
        assertEquals(Optional.of(Reason.MESSAGE_RATE), told.get(2).reason());
        assertEquals(Optional.of(1L), told.get(3).connection());
        clock.advance(BAN);
        assertFalse(isBanned());
    }

    @Test
    void onData_banOfWhoIsNeverBanned_closesAlone() {
        guard = guard(AddressRange.parse("192.0.2.0/24"));
        open(parts(Mode.ENFORCE, "drop").policy());
        GuardedConnection connection = open(Mode.ENFORCE, "ban");
        assertEquals(Ruling.PASS, send(connection));

        assertEquals(Outcome.BAN, send(connection).outcome());

        assertFalse(isBanned());
        assertEquals(List.of(), codes);
        assertEquals(0, events.counters().of(SecurityEvent.Type.BANNED));
        assertEquals(Ruling.end(Reason.MESSAGE_RATE), send(connection));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "reply", "delay", "close", "ban"})
    void onData_modeReport_passesAndIsCounted(String action) {
        GuardedConnection connection = open(Mode.REPORT, action);
        FrameRules rules = connection.messages();
        assertEquals(Ruling.PASS, send(connection));
        for (int i = 0; i < 3; i++) {
            assertEquals(Ruling.PASS, rules.onData(Kind.TEXT, ByteBuffer.allocate(1), true, false));
            assertEquals(Ruling.PASS, rules.onData(null, ByteBuffer.allocate(1), true, true));
        }

        assertEquals(3, counted());
        assertFalse(isBanned());
        assertEquals(List.of(), codes);
    }

    /** Nor does what is told of one reason hide the other. */
    @Test
    void onData_droppedForTwoReasons_eachToldOnceInAWindow() throws InterruptedException {
        PolicyParts parts = parts(Mode.ENFORCE, "drop");
        parts.shapes = refusing(ShapeAction.DROP);
        GuardedConnection connection = open(parts.policy());
        for (int window = 0; window < 2; window++) {
            assertEquals(Ruling.COLLECT, send(connection));
            assertEquals(
                    Ruling.drop(Reason.INVALID_MESSAGE, null),
                    connection.messages().onMessage(ByteBuffer.allocate(1)));
            for (int i = 0; i < 10; i++) {
                assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), send(connection));
            }
            ticker.advance(WINDOW);
        }

        assertEquals(22, counted());
        assertEquals(
                List.of(Reason.INVALID_MESSAGE, Reason.MESSAGE_RATE, Reason.INVALID_MESSAGE, Reason.MESSAGE_RATE),
                told(1, 4).stream().map(event -> event.reason().orElseThrow()).toList());
    }

    @ParameterizedTest
    @EnumSource
    void onMessage_modeReport_collectedAndPasses(ShapeAction action) throws InterruptedException {
        PolicyParts parts = parts(Mode.REPORT, "close");
        parts.shapes = refusing(action);
        FrameRules rules = open(parts.policy()).messages();

        assertEquals(Ruling.COLLECT, rules.onData(Kind.TEXT, ByteBuffer.allocate(1), true, false));
        assertEquals(Ruling.COLLECT, rules.onData(null, ByteBuffer.allocate(1), true, true));
        assertEquals(Ruling.PASS, rules.onMessage(ByteBuffer.allocate(2)));

        SecurityEvent told = told(1, 1).get(0);
        assertEquals(Optional.of(Reason.INVALID_MESSAGE), told.reason());
        assertFalse(told.enforced());
    }

    @Test
    void onMessage_checkFails_endsTheConnection() {
        PolicyParts parts = parts(Mode.ENFORCE, "close");
        parts.shapes = checked(ShapeAction.DROP, message -> {
            throw new IllegalStateException("broken");
        });
        FrameRules rules = open(parts.policy()).messages();
        assertEquals(Ruling.COLLECT, rules.onData(Kind.TEXT, ByteBuffer.allocate(1), true, true));

        assertEquals(Ruling.end(Reason.GUARD_FAILURE), rules.onMessage(ByteBuffer.allocate(1)));
    }

    private static ShapeRules refusing(ShapeAction action) {
        return checked(action, message -> MessageVerdict.refuse("not this one"));
    }

    private static ShapeRules checked(ShapeAction action, MessageCheck check) {
        return new ShapeRules("/", EnumSet.allOf(Kind.class), ShapeRules.Format.ANY, List.of(check), action);
    }

    /** Whatever was under way, and whatever else would have been said of it. */
    @Test
    void end_whileAFrameIsHeld_nothingPassesAnyMore() {
        GuardedConnection connection = open(Mode.ENFORCE, "delay");
        FrameRules rules = connection.messages();
        assertEquals(Ruling.PASS, send(connection));
        assertEquals(Outcome.HOLD, send(connection).outcome());

        connection.end(Reason.REVOKED);
        ticker.advance(WINDOW);

        Ruling end = Ruling.end(Reason.REVOKED);
        assertEquals(end, rules.onHeld());
        assertEquals(end, send(connection));
        assertEquals(end, rules.onMessage(ByteBuffer.allocate(1)));
        assertEquals(end, rules.onControl());
        assertEquals(1, counted());
        assertEquals(List.of(Reason.REVOKED.closeCode()), codes);
    }

    private boolean isBanned() {
        return guard.clientBans().bans().isBanned(IpAddress.of(Requests.address(ANN)));
    }
}
