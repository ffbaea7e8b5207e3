package io.github.jettyws.security.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.message.MessageGuard.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageGuardTest {
    private static final int TEXT = 10;
    private static final int BINARY = 20;
    private static final MessageLimits LIMITS = new MessageLimits(TEXT, BINARY, 1, Duration.ofMinutes(5));

    private final CountingMeter meter = new CountingMeter();
    private final MessageGuard guard = new MessageGuard(LIMITS, meter);

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
        assertEquals(passes ? null : Reason.MESSAGE_TOO_LARGE, guard.begin(kind, bytes));
    }

    @Test
    void proceed_fragments_countedTogether() {
        assertNull(guard.begin(Kind.TEXT, 4));
        assertNull(guard.proceed(0));
        assertNull(guard.proceed(6));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.proceed(1));
    }

    @Test
    void proceed_afterRefusal_refusedOnlyOnce() {
        assertNull(guard.begin(Kind.BINARY, BINARY));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.proceed(1));
        assertNull(guard.proceed(1));
        assertNull(guard.proceed(Integer.MAX_VALUE));
    }

    @Test
    void proceed_afterRefusedBegin_refusedOnlyOnce() {
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.begin(Kind.TEXT, TEXT + 1));
        assertNull(guard.proceed(1));
    }

    @Test
    void begin_nextMessage_countsFromZero() {
        assertNull(guard.begin(Kind.TEXT, TEXT));
        assertNull(guard.begin(Kind.TEXT, TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.begin(Kind.TEXT, TEXT + 1));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.begin(Kind.TEXT, TEXT + 1));
        assertNull(guard.begin(Kind.TEXT, TEXT));
    }

    /** Its kind is that of its first piece. */
    @Test
    void begin_otherKind_limitOfThatKind() {
        assertNull(guard.begin(Kind.BINARY, BINARY));
        assertNull(guard.begin(Kind.TEXT, TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.proceed(1));
        assertNull(guard.begin(Kind.BINARY, TEXT));
        assertNull(guard.proceed(BINARY - TEXT));
        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.proceed(1));
    }

    /** Two pieces whose lengths together do not fit into 32 bits. */
    @Test
    void proceed_hugePieces_noOverflow() {
        MessageGuard large = new MessageGuard(
                new MessageLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Duration.ofMinutes(5)), meter);

        assertNull(large.begin(Kind.TEXT, Integer.MAX_VALUE));
        assertEquals(Reason.MESSAGE_TOO_LARGE, large.proceed(Integer.MAX_VALUE));
    }

    @Test
    void begin_overTheRate_refused() {
        meter.left = 2;

        assertNull(guard.begin(Kind.TEXT, 1));
        assertNull(guard.begin(Kind.BINARY, 1));
        assertEquals(Reason.MESSAGE_RATE, guard.begin(Kind.TEXT, 1));
    }

    @Test
    void begin_emptyMessages_countForTheRate() {
        meter.left = 1;

        assertNull(guard.begin(Kind.TEXT, 0));
        assertEquals(Reason.MESSAGE_RATE, guard.begin(Kind.TEXT, 0));
    }

    @Test
    void proceed_fragments_countOnceForTheRate() {
        assertNull(guard.begin(Kind.TEXT, 1));
        assertNull(guard.proceed(1));
        assertNull(guard.proceed(1));

        assertEquals(1, meter.asked);
    }

    @Test
    void begin_tooLargeAndOverTheRate_sizeComesFirstAndDoesNotCount() {
        meter.left = 0;

        assertEquals(Reason.MESSAGE_TOO_LARGE, guard.begin(Kind.TEXT, TEXT + 1));
        assertEquals(0, meter.asked);
    }

    private static final class CountingMeter implements RateMeter {
        int left = Integer.MAX_VALUE;
        int asked;

        @Override
        public boolean tryAcquire() {
            asked++;
            return left-- > 0;
        }

        @Override
        public void close() {}
    }
}
