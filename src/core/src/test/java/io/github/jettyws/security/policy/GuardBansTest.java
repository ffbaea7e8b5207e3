package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.Ban;
import io.github.jettyws.security.address.BanRules;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.CallerRules;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.message.MessageGuard.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three offences ban a client for ten minutes: what the guard tells of it, and whose connections it ends. */
class GuardBansTest {
    private static final String ANN = "192.0.2.1";
    private static final String BOB = "192.0.2.2";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Instant UNTIL = DrivenClock.START.plus(TEN_MINUTES);

    private final PolicyFixture fixture = new PolicyFixture();
    private final Policy refusing = fixture.policy(Mode.ENFORCE, handshake -> Verdict.refuse(Reason.FORBIDDEN));
    private final Policy open = fixture.policy(Mode.ENFORCE);
    private final DrivenClock clock = new DrivenClock();
    private final Recorder recorder = new Recorder();
    private final Events events = new Events(List.of(recorder));
    private final FakeTicker ticker = new FakeTicker();
    private final Guard guard = new Guard(events, clock, ticker, clients(), Guards.lifetimes(clock, ticker));

    /** With what code each was closed, by the client. */
    private final Map<String, List<Integer>> codes = new TreeMap<>();

    private Clients clients() {
        BanRules rules = new BanRules(
                3,
                Duration.ofMinutes(1),
                TEN_MINUTES,
                Duration.ofHours(24),
                Set.of(Reason.FORBIDDEN, Reason.MESSAGE_TOO_LARGE),
                List.of());
        return new Clients(new CallerResolver(CallerRules.NONE), new ClientKey(64), new Bans(rules, 64, clock));
    }

    @BeforeEach
    void start() {
        events.start();
    }

    @AfterEach
    void end() {
        events.stop();
        fixture.close();
    }

    @Test
    void offence_third_bansAndTellsWhyAndUntilWhen() throws InterruptedException {
        Handshake handshake = Requests.request()
                .client(ANN)
                .peer("192.0.2.1:4711")
                .path("/app/chat")
                .header("Origin", "https://evil.example")
                .make();
        for (int i = 0; i < 3; i++) {
            assertFalse(guard.clientBans().bans().list().size() > 0);
            guard.attempt(refusing, handshake).gate();
        }

        List<SecurityEvent> told = recorder.next(4);
        assertEquals(
                List.of(
                        SecurityEvent.Type.REFUSED,
                        SecurityEvent.Type.REFUSED,
                        SecurityEvent.Type.REFUSED,
                        SecurityEvent.Type.BANNED),
                types(told));
        SecurityEvent banned = told.get(3);
        assertEquals(DrivenClock.START, banned.time());
        assertEquals(Stage.BAN, banned.stage());
        assertEquals(Optional.of(Reason.FORBIDDEN), banned.reason());
        assertTrue(banned.enforced());
        assertEquals(ANN, banned.clientAddress());
        assertEquals("192.0.2.1:4711", banned.peer());
        assertEquals("/app/chat", banned.path());
        assertEquals(Optional.of("https://evil.example"), banned.origin());
        assertEquals(Optional.empty(), banned.connection());
        assertEquals(Optional.of(UNTIL), banned.until());
        // The refusal has been counted, and the ban is another matter.
        assertEquals(3, events.counters().byReason().get(Reason.FORBIDDEN));
        assertEquals(1, events.counters().of(SecurityEvent.Type.BANNED));
    }

    @Test
    void offence_reasonThatDoesNotCount_bansNobody() {
        Policy other = fixture.policy(Mode.ENFORCE, handshake -> Verdict.refuse(Reason.ORIGIN_NOT_ALLOWED));
        for (int i = 0; i < 10; i++) {
            attempt(other, ANN).gate();
        }

        assertEquals(List.of(), guard.clientBans().bans().list());
    }

    @Test
    void offence_peerWithoutAddress_bansNobody() {
        Handshake unix = Requests.request().client(null).peer("unix:/run/jetty").make();
        for (int i = 0; i < 10; i++) {
            guard.attempt(refusing, unix).gate();
        }

        assertEquals(List.of(), guard.clientBans().bans().list());
    }

    @Test
    void ban_openConnectionsOfTheClient_endWith1008AndNoOthers() throws InterruptedException {
        open(open, ANN);
        open(open, ANN);
        open(open, BOB);
        ban(ANN);

        assertEquals(Map.of(ANN, List.of(1008, 1008)), codes);
        List<SecurityEvent> told = recorder.next(9);
        assertEquals(SecurityEvent.Type.BANNED, told.get(6).type());
        for (SecurityEvent ended : told.subList(7, 9)) {
            assertEquals(SecurityEvent.Type.ENDED, ended.type());
            assertEquals(Stage.MESSAGE, ended.stage());
            assertEquals(Optional.of(Reason.ADDRESS_BANNED), ended.reason());
            assertEquals(ANN, ended.clientAddress());
            assertTrue(ended.enforced());
        }
        assertEquals(
                Set.of(Optional.of(1L), Optional.of(2L)),
                Set.of(told.get(7).connection(), told.get(8).connection()));
    }

    /** Clients are banned as they are counted. */
    @Test
    void ban_ipv6_endsAllOfThePrefix() {
        open(open, "2001:db8::1");
        open(open, "2001:db8:0:1::1");
        ban("2001:db8::ffff");

        assertEquals(Map.of("2001:db8::1", List.of(1008)), codes);
    }

    /** What is queued behind the ban does not reach the application. */
    @Test
    void ban_messagesThatComeLater_passNoMore() {
        GuardedConnection connection = open(open, ANN);
        ban(ANN);

        assertEquals(Optional.of(Reason.ADDRESS_BANNED), Pieces.send(connection, Kind.TEXT, 1));
        assertEquals(0, events.counters().of(SecurityEvent.Type.VIOLATED));
    }

    /** It passed the gate before the ban, and opens after it. */
    @Test
    void open_bannedMeanwhile_endsAtOnce() throws InterruptedException {
        Attempt underWay = attempt(open, ANN);
        assertEquals(Optional.empty(), underWay.gate());
        ban(ANN);
        assertEquals(Map.of(), codes);
        recorder.next(4);

        open(underWay, ANN).close(1008);

        assertEquals(Map.of(ANN, List.of(1008)), codes);
        List<SecurityEvent> told = recorder.next(3);
        assertEquals(
                List.of(SecurityEvent.Type.ACCEPTED, SecurityEvent.Type.ENDED, SecurityEvent.Type.CLOSED), types(told));
        assertEquals(Optional.of(Reason.ADDRESS_BANNED), told.get(2).reason());
        assertEquals(0, guard.connections());
    }

    @Test
    void open_banIsOver_staysOpen() {
        ban(ANN);
        clock.advance(TEN_MINUTES);
        open(open, ANN);

        assertEquals(Map.of(), codes);
    }

    /** A connection that broke a limit is closed for that, with the code of that, and told of once. */
    @Test
    void ban_byViolation_endsTheOthersAndLeavesTheCodeToTheOne() throws InterruptedException {
        attempt(refusing, ANN).gate();
        attempt(refusing, ANN).gate();
        GuardedConnection other = open(open, ANN);
        GuardedConnection one = open(open, ANN);
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), Pieces.send(one, Kind.TEXT, PolicyFixture.TEXT + 1));
        one.close(1009);
        other.close(1008);

        assertEquals(Map.of(ANN, List.of(1008)), codes);
        List<SecurityEvent> told = recorder.next(9).subList(4, 9);
        assertEquals(
                List.of(
                        SecurityEvent.Type.VIOLATED,
                        SecurityEvent.Type.BANNED,
                        SecurityEvent.Type.ENDED,
                        SecurityEvent.Type.CLOSED,
                        SecurityEvent.Type.CLOSED),
                types(told));
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), told.get(1).reason());
        assertEquals(Optional.of(1L), told.get(2).connection());
        assertEquals(Optional.of(Reason.MESSAGE_TOO_LARGE), told.get(3).reason());
        assertEquals(Optional.of(Reason.ADDRESS_BANNED), told.get(4).reason());
    }

    @Test
    void ban_reportMode_toldAndNothingIsClosed() throws InterruptedException {
        Policy report = fixture.policy(Mode.REPORT);
        GuardedConnection connection = open(report, ANN);
        ban(ANN);

        assertEquals(Map.of(), codes);
        SecurityEvent ended = recorder.next(6).get(5);
        assertEquals(SecurityEvent.Type.ENDED, ended.type());
        assertFalse(ended.enforced());
        assertEquals(Optional.empty(), Pieces.send(connection, Kind.TEXT, 1));
        open(report, ANN);
        assertEquals(Map.of(), codes);
        connection.close(1000);
        assertEquals(Optional.empty(), recorder.next(2).get(1).reason());
    }

    /** A path that is tried out must not close the others. */
    @Test
    void offence_onlyReported_doesNotCount() {
        Policy report = fixture.policy(Mode.REPORT, handshake -> Verdict.refuse(Reason.FORBIDDEN));
        Handshake handshake = Requests.request().client(ANN).make();
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), guard.attempt(report, handshake).gate());
        }

        assertEquals(10, events.counters().of(SecurityEvent.Type.REFUSED));
        assertEquals(List.of(), guard.clientBans().bans().list());
    }

    @Test
    void ban_byHand_endsItsConnectionsAndTells() throws InterruptedException {
        open(open, ANN);
        open(open, BOB);
        Ban ban = guard.clientBans().ban(ANN, Duration.ofHours(1));

        assertEquals(DrivenClock.START.plus(Duration.ofHours(1)), ban.until());
        assertEquals(Map.of(ANN, List.of(1008)), codes);
        List<SecurityEvent> told = recorder.next(4);
        assertEquals(SecurityEvent.ofBan(DrivenClock.START, SecurityEvent.Type.BANNED, ANN, ban.until()), told.get(2));
        assertEquals(SecurityEvent.Type.ENDED, told.get(3).type());
    }

    @Test
    void ban_noClientOrNoDuration_refusedAndNothingIsTold() {
        assertThrows(IllegalArgumentException.class, () -> guard.clientBans().ban("evil.example", TEN_MINUTES));
        assertThrows(IllegalArgumentException.class, () -> guard.clientBans().ban("2001:db8::/32", TEN_MINUTES));
        assertThrows(IllegalArgumentException.class, () -> guard.clientBans().ban(ANN, Duration.ZERO));

        assertEquals(0, events.counters().of(SecurityEvent.Type.BANNED));
        assertEquals(List.of(), guard.clientBans().bans().list());
    }

    @Test
    void unban_banned_toldOnce() throws InterruptedException {
        guard.clientBans().ban(ANN, TEN_MINUTES);

        assertFalse(guard.clientBans().unban(BOB));
        assertTrue(guard.clientBans().unban(ANN));
        assertFalse(guard.clientBans().unban(ANN));
        assertEquals(
                SecurityEvent.ofBan(DrivenClock.START, SecurityEvent.Type.UNBANNED, ANN, null),
                recorder.next(2).get(1));
        assertEquals(1, events.counters().of(SecurityEvent.Type.UNBANNED));
        assertThrows(IllegalArgumentException.class, () -> guard.clientBans().unban("evil.example"));
    }

    @Test
    void expireBans_atTheEnd_toldOnce() throws InterruptedException {
        guard.clientBans().ban(ANN, TEN_MINUTES);
        clock.advance(TEN_MINUTES.minusMillis(1));
        guard.clientBans().expire();
        assertEquals(0, events.counters().of(SecurityEvent.Type.UNBANNED));
        clock.advance(Duration.ofMillis(1));
        guard.clientBans().expire();
        guard.clientBans().expire();

        assertEquals(
                SecurityEvent.ofBan(UNTIL, SecurityEvent.Type.UNBANNED, ANN, null),
                recorder.next(2).get(1));
        assertEquals(1, events.counters().of(SecurityEvent.Type.UNBANNED));
    }

    private static List<SecurityEvent.Type> types(List<SecurityEvent> events) {
        return events.stream().map(SecurityEvent::type).toList();
    }

    private void ban(String client) {
        for (int i = 0; i < 3; i++) {
            attempt(refusing, client).gate();
        }
        assertEquals(1, guard.clientBans().bans().list().size());
    }

    private Attempt attempt(Policy policy, String client) {
        return guard.attempt(policy, Requests.request().client(client).make());
    }

    private GuardedConnection open(Policy policy, String client) {
        return open(attempt(policy, client), client);
    }

    private GuardedConnection open(Attempt attempt, String client) {
        return attempt.open(this, code -> {
            codes.computeIfAbsent(client, key -> new ArrayList<>()).add(code);
            return CompletableFuture.completedFuture(null);
        });
    }
}
