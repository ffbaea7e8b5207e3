package io.github.jettyws.security.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.message.Ruling.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two messages in ten seconds by a token bucket: when the two are used, there is room for one every five seconds. */
class RateGuardTest {
    private static final Duration W = Duration.ofSeconds(10);
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration PATIENT = Duration.ofMinutes(5);
    private static final RateRules UNLIMITED = new RateRules(0, W);
    private static final String REPLY = "slowly";
    private static final Ruling WAITS = Ruling.hold(Reason.MESSAGE_RATE, TURN.toNanos());

    private final FakeTicker ticker = new FakeTicker();
    private RateRules messages = bucket(2);
    private RateRules bytes = UNLIMITED;
    private RateRules control = UNLIMITED;
    private RateRules total = UNLIMITED;
    private Map<String, RateRules> events = Map.of();
    private int closeCode = 1008;
    private String replyMessage = REPLY;
    private Duration longestHold = PATIENT;

    private static RateRules bucket(long limit) {
        return new RateRules(RateAlgorithm.TOKEN_BUCKET, limit, W, limit, true);
    }

    private static RateRules leaky(boolean delay) {
        return new RateRules(RateAlgorithm.LEAKY_BUCKET, 2, W, 2, delay);
    }

    private MessageRates rates(String ladder) {
        RateAction action = new RateAction(Ladder.parse(ladder), closeCode, replyMessage);
        MessageRateRules rules = new MessageRateRules(Set.of(RateKey.ADDRESS), messages, bytes, control, action);
        return new MessageRates(rules, events, new TotalRate(total, ticker), ticker);
    }

    private RateGuard guard(String ladder) {
        return guard(rates(ladder), "client");
    }

    private RateGuard guard(MessageRates rates, String client) {
        return new RateGuard(rates, client, null, longestHold);
    }

    /** A guard whose client has used all there is room for. */
    private RateGuard exhausted(String ladder) {
        RateGuard guard = guard(ladder);
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.PASS, guard.begin(0));
        return guard;
    }

    private static Ruling end(Reason reason, int code) {
        return new Ruling(Outcome.END, reason, 0, null, code);
    }

    private static Ruling ban(Reason reason, int code) {
        return new Ruling(Outcome.BAN, reason, 0, null, code);
    }

    @Test
    void begin_drop_untilThereIsRoomAgain() {
        RateGuard guard = exhausted("drop");

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        ticker.advance(TURN.minus(NANO));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        ticker.advance(NANO);
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
    }

    /** Of what passes every five seconds, the next is due in that long, and a nanosecond less is as many whole seconds. */
    @Test
    void begin_replyWithWait_tellsTheSecondsUntilThereIsRoom() {
        replyMessage = "room in {wait} s, {wait}";
        RateGuard guard = exhausted("reply");
        ticker.advance(NANO);

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, "room in 5 s, 5"), guard.begin(0));
        assertEquals(TURN.minus(NANO), guard.retryAfter());
    }

    /** Told at the beginning, not told until a window later, though there was room for two messages meanwhile. */
    @Test
    void begin_reply_saidOnceInAWindow() {
        RateGuard guard = exhausted("reply");

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        ticker.advance(TURN);
        assertEquals(Ruling.PASS, guard.begin(0));
        ticker.advance(TURN.minus(NANO));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        ticker.advance(NANO);
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
    }

    @Test
    void begin_replyOnTwoConnections_eachIsTold() {
        MessageRates rates = rates("reply");
        RateGuard one = guard(rates, "client");
        RateGuard other = guard(rates, "client");
        assertEquals(Ruling.PASS, one.begin(0));
        assertEquals(Ruling.PASS, one.begin(0));

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), one.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), other.begin(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1008, 1013})
    void begin_closeOrBan_withTheCodeOfTheOperator(int code) {
        closeCode = code;

        assertEquals(end(Reason.MESSAGE_RATE, code), exhausted("close").begin(0));
        assertEquals(ban(Reason.MESSAGE_RATE, code), exhausted("ban").begin(0));
    }

    @Test
    void begin_delay_heldUntilThereIsRoom() {
        RateGuard guard = exhausted("delay");

        assertEquals(WAITS, guard.begin(0));
        // It is told once why it waits.
        assertEquals(Ruling.hold(null, TURN.toNanos()), guard.again());
        ticker.advance(TURN.minus(NANO));
        assertEquals(Ruling.hold(null, 1), guard.again());
        ticker.advance(NANO);
        assertEquals(Ruling.PASS, guard.again());
        assertEquals(WAITS, guard.begin(0));
    }

    /** Another connection of the same client may take the room that it waited for. */
    @Test
    void again_roomTakenMeanwhile_waitsForTheNext() {
        MessageRates rates = rates("delay");
        RateGuard one = guard(rates, "client");
        assertEquals(Ruling.PASS, one.begin(0));
        assertEquals(Ruling.PASS, one.begin(0));
        assertEquals(WAITS, one.begin(0));
        ticker.advance(TURN);
        assertEquals(Ruling.PASS, guard(rates, "client").begin(0));

        assertEquals(Ruling.hold(null, TURN.toNanos()), one.again());
        ticker.advance(TURN);
        assertEquals(Ruling.PASS, one.again());
    }

    /** One message is one violation, however often it is asked about. */
    @Test
    void again_escalation_countsTheMessageOnce() {
        MessageRates rates = rates("delay:2,close");
        RateGuard one = guard(rates, "client");
        assertEquals(Ruling.PASS, one.begin(0));
        assertEquals(Ruling.PASS, one.begin(0));
        assertEquals(WAITS, one.begin(0));
        for (int i = 0; i < 5; i++) {
            assertEquals(Ruling.hold(null, TURN.toNanos()), one.again());
        }

        assertEquals(WAITS, guard(rates, "client").begin(0));
        assertEquals(end(Reason.MESSAGE_RATE, 1008), guard(rates, "client").begin(0));
    }

    @Test
    void begin_escalation_eachStepForAsManyAsItSays() {
        RateGuard guard = exhausted("drop:2,reply:2,delay:1,close:1,ban");

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        assertEquals(WAITS, guard.begin(0));
        assertEquals(end(Reason.MESSAGE_RATE, 1008), guard.begin(0));
        assertEquals(ban(Reason.MESSAGE_RATE, 1008), guard.begin(0));
        assertEquals(ban(Reason.MESSAGE_RATE, 1008), guard.begin(0));
    }

    @Test
    void begin_delayLongerThanTheLongest_closes() {
        longestHold = TURN;
        assertEquals(WAITS, exhausted("delay").begin(0));

        longestHold = TURN.minus(NANO);
        assertEquals(end(Reason.MESSAGE_RATE, 1008), exhausted("delay").begin(0));
    }

    /** What is larger than the limit will not fit later, either. */
    @Test
    void begin_moreBytesThanEver_closesRatherThanWaits() {
        bytes = bucket(10);

        assertEquals(Ruling.PASS, guard("delay").begin(10));
        assertEquals(end(Reason.BYTE_RATE, 1008), guard("delay").begin(11));
        assertEquals(Ruling.drop(Reason.BYTE_RATE, null), guard("drop").begin(11));
    }

    /** Turns are five seconds apart: one passes, two wait for theirs, the fourth is over the burst. */
    @Test
    void begin_leakyBucket_waitsForItsTurnAndClosesOverTheBurst() {
        messages = leaky(true);
        RateGuard guard = guard("delay");

        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.hold(null, TURN.toNanos()), guard.begin(0));
        assertEquals(Ruling.PASS, guard.again());
        assertEquals(Ruling.hold(null, W.toNanos()), guard.begin(0));
        assertEquals(Ruling.PASS, guard.again());
        assertEquals(end(Reason.MESSAGE_RATE, 1008), guard.begin(0));
    }

    @ParameterizedTest
    @CsvSource({"close, END", "drop, DROP", "ban, BAN"})
    void begin_leakyBucketOverTheBurst_asTheOperatorSays(String action, Outcome outcome) {
        messages = leaky(true);
        RateGuard guard = guard(action);
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Outcome.HOLD, guard.begin(0).outcome());
        assertEquals(Outcome.HOLD, guard.begin(0).outcome());

        assertEquals(outcome, guard.begin(0).outcome());
    }

    /** Three at once, and then whatever comes waits for room as in any other bucket. */
    @Test
    void begin_leakyBucketWithoutDelay_burstPassesAtOnce() {
        messages = leaky(false);
        RateGuard guard = guard("delay");

        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(Ruling.PASS, guard.begin(0));
        assertEquals(WAITS, guard.begin(0));
    }

    /** The application has seen how the message begins. */
    @ParameterizedTest
    @CsvSource({"drop, END", "reply, END", "close, END", "ban, BAN"})
    void proceed_overTheBytes_closesWhatCannotBeDropped(String action, Outcome outcome) {
        bytes = bucket(10);
        RateGuard guard = guard(action);

        assertEquals(Ruling.PASS, guard.begin(5));
        assertEquals(Ruling.PASS, guard.proceed(5));
        assertEquals(new Ruling(outcome, Reason.BYTE_RATE, 0, null, 1008), guard.proceed(1));
    }

    @Test
    void proceed_overTheBytesWithDelay_heldUntilThereIsRoom() {
        bytes = bucket(10);
        RateGuard guard = guard("delay");
        assertEquals(Ruling.PASS, guard.begin(5));
        assertEquals(Ruling.PASS, guard.proceed(5));

        // A second for each byte.
        assertEquals(Ruling.hold(Reason.BYTE_RATE, Duration.ofSeconds(3).toNanos()), guard.proceed(3));
        ticker.advance(Duration.ofSeconds(3).minus(NANO));
        assertEquals(Ruling.hold(null, 1), guard.again());
        ticker.advance(NANO);
        assertEquals(Ruling.PASS, guard.again());
        assertEquals(Ruling.hold(Reason.BYTE_RATE, Duration.ofSeconds(1).toNanos()), guard.proceed(1));
    }

    @Test
    void proceed_messagesExhausted_onlyBytesCount() {
        bytes = bucket(10);
        RateGuard guard = exhausted("drop");

        assertEquals(Ruling.PASS, guard.proceed(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "reply", "delay", "close", "ban", "drop:9,ban"})
    void begin_overTheTotal_endsWith1013WhateverTheAction(String action) {
        total = new RateRules(1, W);
        MessageRates rates = rates(action);

        assertEquals(Ruling.PASS, guard(rates, "one").begin(0));
        assertEquals(end(Reason.TOTAL_RATE, 1013), guard(rates, "other").begin(0));
    }

    @Test
    void again_totalTakenMeanwhile_endsWith1013() {
        total = new RateRules(3, Duration.ofHours(1));
        MessageRates rates = rates("delay");
        RateGuard held = guard(rates, "one");
        assertEquals(Ruling.PASS, held.begin(0));
        assertEquals(Ruling.PASS, held.begin(0));
        assertEquals(WAITS, held.begin(0));
        assertEquals(Ruling.PASS, guard(rates, "other").begin(0));
        ticker.advance(TURN);

        assertEquals(end(Reason.TOTAL_RATE, 1013), held.again());
    }

    @Test
    void event_withinItsLimit_passes() {
        events = Map.of("chat", bucket(1));
        RateGuard guard = guard("close");

        assertEquals(Ruling.PASS, guard.event("chat"));
        assertEquals(end(Reason.MESSAGE_RATE, 1008), guard.event("chat"));
        assertEquals(Ruling.PASS, guard.event("other"));
        ticker.advance(W.minus(NANO));
        assertEquals(end(Reason.MESSAGE_RATE, 1008), guard.event("chat"));
        ticker.advance(NANO);
        assertEquals(Ruling.PASS, guard.event("chat"));
    }

    /** A whole message cannot be held any more. */
    @Test
    void event_overItsLimit_droppedWhereItWouldBeDelayed() {
        events = Map.of("chat", bucket(1));
        RateGuard guard = guard("delay:1,ban");

        assertEquals(Ruling.PASS, guard.event("chat"));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.event("chat"));
        assertEquals(ban(Reason.MESSAGE_RATE, 1008), guard.event("chat"));
    }

    @Test
    void event_reply_saidOnceInAWindowTogetherWithMessages() {
        events = Map.of("chat", bucket(1));
        RateGuard guard = exhausted("reply");

        assertEquals(Ruling.PASS, guard.event("chat"));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, REPLY), guard.event("chat"));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.begin(0));
        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), guard.event("chat"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "delay", "ban"})
    void control_overItsLimit_endsWhateverTheAction(String action) {
        control = new RateRules(3, W);
        MessageRates rates = rates(action);
        RateGuard guard = guard(rates, "client");
        for (int i = 0; i < 3; i++) {
            assertEquals(Ruling.PASS, guard.control());
        }

        assertEquals(Ruling.end(Reason.CONTROL_RATE), guard.control());
        assertEquals(1008, guard.control().closeCode());
        assertEquals(Ruling.PASS, guard(rates, "client").control(), "each connection has its own");
        assertEquals(Ruling.PASS, guard.begin(0), "they are no messages");
    }
}
