package io.github.jettyws.security.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.handshake.LogText;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.Probe;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateDecision;
import io.github.jettyws.security.limit.RateLimit;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.message.MessageGuard.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageGuardTest {
    private static final int TEXT = 10;
    private static final int BINARY = 20;
    private static final MessageLimits LIMITS = new MessageLimits(TEXT, BINARY, 1, 4, Duration.ofMinutes(5));

    private final CountingMeter meter = new CountingMeter();
    private final MessageGuard guard = guard(LIMITS);

    @ParameterizedTest
    @CsvSource({
        "TEXT, 0, true",
        "TEXT, 1, true",
        "TEXT, 10, true",
        "TEXT, 11, false",
        "TEXT, 20, false",
        "BINARY, 0, true",
        "BINARY, 10, true",
        "BINARY, 20, true",
        "BINARY, 21, false",
        "TEXT, 2147483647, false",
        "BINARY, 2147483647, false"
    })
    void begin_wholeMessage_upToTheLimitOfItsKind(Kind kind, int bytes, boolean passes) {
        assertEquals(passes ? null : Reason.MESSAGE_TOO_LARGE, begin(guard, kind, bytes));
    }

    @Test
    void proceed_fragments_countedTogether() {
        assertNull(begin(guard, Kind.TEXT, 4));
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 6));
        assertEquals(Reason.MESSAGE_TOO_LARGE, proceed(guard, 1));
    }

    @Test
    void proceed_afterRefusal_refusedOnlyOnce() {
        assertNull(begin(guard, Kind.BINARY, BINARY));
        assertEquals(Reason.MESSAGE_TOO_LARGE, proceed(guard, 1));
        assertNull(proceed(guard, 1));
        assertNull(proceed(guard, Integer.MAX_VALUE));
    }

    @Test
    void proceed_afterRefusedBegin_refusedOnlyOnce() {
        assertEquals(Reason.MESSAGE_TOO_LARGE, begin(guard, Kind.TEXT, TEXT + 1));
        assertNull(proceed(guard, 1));
    }

    @Test
    void begin_nextMessage_countsFromZero() {
        assertNull(begin(guard, Kind.TEXT, TEXT));
        assertNull(begin(guard, Kind.TEXT, TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, begin(guard, Kind.TEXT, TEXT + 1));
        assertEquals(Reason.MESSAGE_TOO_LARGE, begin(guard, Kind.TEXT, TEXT + 1));
        assertNull(begin(guard, Kind.TEXT, TEXT));
    }

    /** Its kind is that of its first piece. */
    @Test
    void begin_otherKind_limitOfThatKind() {
        assertNull(begin(guard, Kind.BINARY, BINARY));
        assertNull(begin(guard, Kind.TEXT, TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, proceed(guard, 1));
        assertNull(begin(guard, Kind.BINARY, TEXT));
        assertNull(proceed(guard, BINARY - TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, proceed(guard, 1));
    }

    /** Two pieces whose lengths together do not fit into 32 bits. */
    @Test
    void proceed_hugePieces_noOverflow() {
        MessageGuard large =
                guard(new MessageLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 4, Duration.ofMinutes(5)));

        assertNull(begin(large, Kind.TEXT, Integer.MAX_VALUE));
        assertEquals(Reason.MESSAGE_TOO_LARGE, proceed(large, Integer.MAX_VALUE));
    }

    @Test
    void begin_overTheRate_refused() {
        meter.left = 2;

        assertNull(begin(guard, Kind.TEXT, 1));
        assertNull(begin(guard, Kind.BINARY, 1));
        assertEquals(Reason.MESSAGE_RATE, begin(guard, Kind.TEXT, 1));
    }

    @ParameterizedTest
    @CsvSource({"MESSAGES, MESSAGE_RATE", "BYTES, BYTE_RATE", "TOTAL, TOTAL_RATE"})
    void begin_overOneOfTheLimits_namesIt(RateLimit limit, Reason reason) {
        meter.left = 0;
        meter.limit = limit;

        assertEquals(reason, begin(guard, Kind.TEXT, 1));
    }

    @Test
    void proceed_overTheBytes_refused() {
        meter.bytesLeft = 3;

        assertNull(begin(guard, Kind.TEXT, 1));
        assertNull(proceed(guard, 3));
        assertEquals(Reason.BYTE_RATE, proceed(guard, 1));
        assertNull(proceed(guard, 1));
        assertEquals(-1, meter.bytesLeft);
    }

    @Test
    void begin_emptyMessages_countForTheRate() {
        meter.left = 1;

        assertNull(begin(guard, Kind.TEXT, 0));
        assertEquals(Reason.MESSAGE_RATE, begin(guard, Kind.TEXT, 0));
    }

    @Test
    void proceed_fragments_countOnceForTheRate() {
        assertNull(begin(guard, Kind.TEXT, 1));
        assertNull(proceed(guard, 1));
        assertNull(proceed(guard, 1));

        assertEquals(1, meter.asked);
    }

    @Test
    void begin_tooLargeAndOverTheRate_sizeComesFirstAndDoesNotCount() {
        meter.left = 0;

        assertEquals(Reason.MESSAGE_TOO_LARGE, begin(guard, Kind.TEXT, TEXT + 1));
        assertEquals(0, meter.asked);
    }

    @Test
    void proceed_frames_upToTheLimit() {
        assertNull(begin(guard, Kind.TEXT, 1));
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 0));
        assertEquals(Reason.TOO_MANY_FRAGMENTS, proceed(guard, 0));
        assertNull(proceed(guard, 0), "told once");

        assertNull(begin(guard, Kind.TEXT, 1));
    }

    @Test
    void proceed_piecesOfOneFrame_countAsOne() {
        assertEquals(Ruling.PASS, guard.begin(Kind.TEXT, 1, false, false));
        for (int piece = 0; piece < 9; piece++) {
            assertEquals(Ruling.PASS, guard.proceed(1, false));
        }
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 0));
        assertNull(proceed(guard, 0));
        assertEquals(Reason.TOO_MANY_FRAGMENTS, proceed(guard, 0));
    }

    @Test
    void begin_whole_collectedUntilItIsRefused() {
        assertEquals(Ruling.COLLECT, guard.begin(Kind.TEXT, 1, true, true));
        assertEquals(Ruling.COLLECT, guard.proceed(TEXT - 1, true));
        assertEquals(Ruling.end(Reason.MESSAGE_TOO_LARGE), guard.proceed(1, true));
        assertEquals(Ruling.PASS, guard.proceed(1, true));
        assertEquals(Ruling.PASS, guard.begin(Kind.TEXT, 1, true, false));
    }

    /** What follows from the first piece is not told again, and takes nothing. */
    @Test
    void proceed_ofDroppedMessage_droppedUntilTheNextOne() {
        MessageGuard dropping = guard(LIMITS, RateStep.DROP, ShapeRules.any("/"));
        meter.left = 0;
        meter.bytesLeft = 0;

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), dropping.begin(Kind.TEXT, 1, true, false));
        assertEquals(Ruling.DROP, dropping.proceed(1, true));
        assertEquals(Ruling.DROP, dropping.proceed(1, true));
        assertEquals(0, meter.bytesLeft);
        meter.left = 1;
        assertEquals(Ruling.PASS, dropping.begin(Kind.TEXT, 1, true, false));
        assertEquals(Ruling.PASS, dropping.proceed(0, true));
    }

    /** To be dropped is no way round the size and the number of fragments. */
    @Test
    void proceed_ofDroppedMessage_limitsStillEndIt() {
        MessageGuard dropping = guard(LIMITS, RateStep.DROP, ShapeRules.any("/"));
        meter.left = 0;

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), dropping.begin(Kind.TEXT, TEXT, true, false));
        assertEquals(Ruling.end(Reason.MESSAGE_TOO_LARGE), dropping.proceed(1, true));

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), dropping.begin(Kind.TEXT, 0, true, false));
        for (int fragment = 1; fragment < 4; fragment++) {
            assertEquals(Ruling.DROP, dropping.proceed(0, true));
        }
        assertEquals(Ruling.end(Reason.TOO_MANY_FRAGMENTS), dropping.proceed(0, true));
    }

    @Test
    void again_firstPieceThatWasHeld_goesOnAsItWouldHave() {
        MessageGuard delaying = guard(LIMITS, RateStep.DELAY, ShapeRules.any("/"));
        meter.left = 0;

        assertEquals(Ruling.hold(Reason.MESSAGE_RATE, 1), delaying.begin(Kind.TEXT, 1, true, true));
        assertEquals(Ruling.hold(null, 1), delaying.again());
        meter.left = 1;
        assertEquals(Ruling.COLLECT, delaying.again());
        assertEquals(Ruling.COLLECT, delaying.proceed(1, true));
    }

    /** The type is asked when its turn has come, and counted once. */
    @Test
    void again_typeThatMayNotPass_endsAfterTheWait() {
        ShapeRules binaryAlone =
                new ShapeRules("/", EnumSet.of(Kind.BINARY), ShapeRules.Format.ANY, List.of(), ShapeAction.CLOSE);
        MessageGuard delaying = guard(LIMITS, RateStep.DELAY, binaryAlone);
        meter.left = 0;

        assertEquals(Ruling.hold(Reason.MESSAGE_RATE, 1), delaying.begin(Kind.TEXT, 1, true, false));
        meter.left = 1;
        assertEquals(Ruling.end(Reason.TYPE_NOT_ALLOWED), delaying.again());
    }

    @Test
    void again_furtherPieceThatWasHeld_passes() {
        MessageGuard delaying = guard(LIMITS, RateStep.DELAY, ShapeRules.any("/"));
        assertEquals(Ruling.PASS, delaying.begin(Kind.BINARY, 1, true, false));
        meter.bytesLeft = 0;

        assertEquals(Ruling.hold(Reason.BYTE_RATE, 1), delaying.proceed(1, true));
        meter.bytesLeft = 1;
        assertEquals(Ruling.PASS, delaying.again());
        assertEquals(1, meter.asked, "its beginning is not counted again");
    }

    @ParameterizedTest
    @EnumSource
    void whole_refusedByACheck_asTheOperatorSays(ShapeAction action) {
        MessageGuard checked = guard(LIMITS, RateStep.CLOSE, refusing(action));
        assertEquals(Ruling.COLLECT, checked.begin(Kind.TEXT, 1, true, false));
        assertEquals(Ruling.COLLECT, checked.proceed(1, true));

        Ruling expected = switch (action) {
            case CLOSE -> Ruling.end(Reason.INVALID_MESSAGE);
            case DROP -> Ruling.drop(Reason.INVALID_MESSAGE, null);
            case REPLY ->
                Ruling.drop(
                        Reason.INVALID_MESSAGE,
                        MessageVerdict.refuse(Reason.INVALID_MESSAGE).reply());
        };
        assertEquals(expected, checked.whole(ByteBuffer.wrap(new byte[] {'h', 'i'}), Optional.empty()));
        assertEquals(Ruling.COLLECT, checked.begin(Kind.TEXT, 1, true, false));
    }

    /** Neither seen by the check nor kept. */
    @Test
    void begin_collectedMessageOverTheRate_droppedFromItsFirstPieceOn() {
        MessageGuard checked = guard(LIMITS, RateStep.DROP, refusing(ShapeAction.CLOSE));
        meter.left = 0;

        assertEquals(Ruling.drop(Reason.MESSAGE_RATE, null), checked.begin(Kind.TEXT, 1, true, false));
        assertEquals(Ruling.DROP, checked.proceed(1, true));
    }

    private static ShapeRules refusing(ShapeAction action) {
        return new ShapeRules(
                "/",
                EnumSet.allOf(Kind.class),
                ShapeRules.Format.ANY,
                List.of(message -> MessageVerdict.refuse(Reason.INVALID_MESSAGE)),
                action);
    }

    private static @Nullable Reason begin(MessageGuard guard, Kind kind, int bytes) {
        return Pieces.ended(guard.begin(kind, bytes, true, false)).orElse(null);
    }

    private static @Nullable Reason proceed(MessageGuard guard, int bytes) {
        return Pieces.ended(guard.proceed(bytes, true)).orElse(null);
    }

    /** What a check says is for the operator, escaped, and not for the client. */
    @Test
    void whole_refusedByACheck_detailIsLogged() {
        MessageCheck check = message -> MessageVerdict.refuse("a \"line\"\nof its own");
        ShapeRules shapes = new ShapeRules(
                "/", EnumSet.allOf(Kind.class), ShapeRules.Format.ANY, List.of(check), ShapeAction.REPLY);
        try (LogRecorder log = new LogRecorder(MessageGuard.class.getName(), Level.DEBUG)) {
            MessageGuard checked = guard(LIMITS, RateStep.CLOSE, shapes);
            checked.begin(Kind.TEXT, 1, true, false);

            assertEquals(
                    Ruling.drop(Reason.INVALID_MESSAGE, "Message refused"),
                    checked.whole(ByteBuffer.wrap(new byte[] {'x'}), Optional.empty()));
            assertEquals(
                    List.of("DEBUG INVALID_MESSAGE at -: " + LogText.quote("a \"line\"\nof its own")), log.lines());
        }
    }

    private MessageGuard guard(MessageLimits limits) {
        return guard(limits, RateStep.CLOSE, ShapeRules.any("/"));
    }

    private MessageGuard guard(MessageLimits limits, RateStep step, ShapeRules shapes) {
        MessageRates rates = mock();
        when(rates.open("client", null)).thenReturn(meter);
        when(rates.openControl()).thenReturn(RateMeter.UNLIMITED);
        when(rates.mayWait()).thenReturn(true);
        when(rates.violated("client")).thenReturn(step);
        when(rates.action()).thenReturn(new RateAction(Ladder.of(step), 1008, ""));
        return new MessageGuard(limits, new RateGuard(rates, "client", null, Duration.ofMinutes(5)), shapes);
    }

    private static final class CountingMeter implements RateMeter {
        int left = Integer.MAX_VALUE;
        int bytesLeft = Integer.MAX_VALUE;
        int asked;
        RateLimit limit = RateLimit.MESSAGES;

        @Override
        public long acquire(int bytes) {
            asked++;
            return left-- > 0 ? RateDecision.PASS : RateDecision.refuse(1, limit);
        }

        @Override
        public long acquireMore(int bytes) {
            bytesLeft -= bytes;
            return bytesLeft >= 0 ? RateDecision.PASS : RateDecision.refuse(1, RateLimit.BYTES);
        }

        @Override
        public Probe probe(long decision) {
            throw new AssertionError("nobody has to tell more");
        }

        @Override
        public void close() {}
    }
}
