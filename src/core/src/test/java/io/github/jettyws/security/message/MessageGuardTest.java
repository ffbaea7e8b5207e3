package io.github.jettyws.security.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.jettyws.security.fixture.Pieces;
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
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static @Nullable Reason begin(MessageGuard guard, Kind kind, int bytes) {
        return Pieces.ended(guard.begin(kind, bytes, true, false)).orElse(null);
    }

    private static @Nullable Reason proceed(MessageGuard guard, int bytes) {
        return Pieces.ended(guard.proceed(bytes, true)).orElse(null);
    }

    private MessageGuard guard(MessageLimits limits) {
        MessageRates rates = mock();
        when(rates.open("client", null)).thenReturn(meter);
        when(rates.openControl()).thenReturn(RateMeter.UNLIMITED);
        when(rates.violated("client")).thenReturn(RateStep.CLOSE);
        when(rates.action()).thenReturn(new RateAction(Ladder.of(RateStep.CLOSE), 1008, ""));
        return new MessageGuard(
                limits, new RateGuard(rates, "client", null, Duration.ofMinutes(5)), ShapeRules.any("/"));
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
