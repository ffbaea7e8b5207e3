package io.github.jettyws.security.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Reason;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void byReason_nothingHappened_everyReasonIsZero() {
        assertEquals(EnumSet.allOf(Reason.class), counters.byReason().keySet());
        assertEquals(
                0,
                counters.byReason().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(0, counters.of(SecurityEvent.Type.ACCEPTED));
    }

    @Test
    void count_events_byTypeAndReason() {
        count(SampleEvents.accepted(1));
        count(SampleEvents.accepted(2));
        count(refused(true));
        count(SampleEvents.violated(1, Reason.MESSAGE_RATE, true));

        assertEquals(2, counters.of(SecurityEvent.Type.ACCEPTED));
        assertEquals(1, counters.of(SecurityEvent.Type.REFUSED));
        assertEquals(1, counters.of(SecurityEvent.Type.VIOLATED));
        assertEquals(0, counters.of(SecurityEvent.Type.CLOSED));
        assertEquals(1, counters.byReason().get(Reason.ORIGIN_NOT_ALLOWED));
        assertEquals(1, counters.byReason().get(Reason.MESSAGE_RATE));
        assertEquals(0, counters.byReason().get(Reason.FORBIDDEN));
    }

    @Test
    void count_reportMode_asAlways() {
        count(refused(false));

        assertEquals(1, counters.of(SecurityEvent.Type.REFUSED));
        assertEquals(1, counters.byReason().get(Reason.ORIGIN_NOT_ALLOWED));
    }

    /** The end that follows a violation has its reason too. */
    @Test
    void count_violationAndItsEnd_reasonOnce() {
        count(SampleEvents.violated(1, Reason.MESSAGE_RATE, true));
        count(SampleEvents.closed(1, Reason.MESSAGE_RATE, 1008));

        assertEquals(1, counters.of(SecurityEvent.Type.CLOSED));
        assertEquals(1, counters.byReason().get(Reason.MESSAGE_RATE));
    }

    /** The refusal that led to the ban has been counted. */
    @Test
    void count_refusalAndItsBan_reasonOnce() {
        SecurityEvent.Source source = new SecurityEvent.Source(Requests.origin("https://evil.example"), null, null);
        count(refused(true));
        count(source.banned(
                SampleEvents.TIME, Reason.ORIGIN_NOT_ALLOWED, "192.0.2.1", SampleEvents.TIME.plusSeconds(600)));
        count(SecurityEvent.ofBan(SampleEvents.TIME, SecurityEvent.Type.UNBANNED, "192.0.2.1", null));

        assertEquals(1, counters.of(SecurityEvent.Type.BANNED));
        assertEquals(1, counters.of(SecurityEvent.Type.UNBANNED));
        assertEquals(1, counters.byReason().get(Reason.ORIGIN_NOT_ALLOWED));
    }

    /** Nothing was refused or violated before: it is the end that is counted. */
    @Test
    void count_endedAndClosed_reasonOnce() {
        count(SampleEvents.ended(1, Reason.ADDRESS_BLOCKED, true));
        count(SampleEvents.closed(1, Reason.ADDRESS_BLOCKED, 1008));

        assertEquals(1, counters.of(SecurityEvent.Type.ENDED));
        assertEquals(0, counters.of(SecurityEvent.Type.VIOLATED));
        assertEquals(1, counters.byReason().get(Reason.ADDRESS_BLOCKED));
    }

    private static SecurityEvent refused(boolean enforced) {
        return SampleEvents.refused(Requests.origin("https://evil.example"), Reason.ORIGIN_NOT_ALLOWED, enforced);
    }

    private void count(SecurityEvent event) {
        counters.count(event.type(), event.reason().orElse(null));
    }
}
