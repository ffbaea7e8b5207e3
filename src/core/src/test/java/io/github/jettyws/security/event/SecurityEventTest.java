package io.github.jettyws.security.event;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecurityEventTest {
    private static final Handshake HANDSHAKE = request()
            .client("203.0.113.7")
            .peer("203.0.113.7:4711")
            .path("/app/chat")
            .header("Origin", "https://a.example", "https://b.example")
            .header("Cookie", "JSESSIONID=s3cret")
            .make();

    @Test
    void event_beforeConnection_factsOfTheHandshake() {
        SecurityEvent event = SampleEvents.refused(HANDSHAKE, Reason.ORIGIN_NOT_ALLOWED, true);

        assertEquals(SampleEvents.TIME, event.time());
        assertEquals(SecurityEvent.Type.REFUSED, event.type());
        assertEquals(Stage.GATE, event.stage());
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), event.reason());
        assertEquals("203.0.113.7", event.clientAddress());
        assertEquals("203.0.113.7:4711", event.peer());
        assertEquals(Optional.of("https://a.example"), event.origin());
        assertEquals("/app/chat", event.path());
        assertEquals("HTTP/1.1", event.protocol());
        assertEquals(Optional.empty(), event.identity());
        assertEquals(Optional.empty(), event.connection());
        assertEquals(Optional.empty(), event.closeCode());
    }

    @Test
    void event_ofConnection_idIdentityAndCode() {
        SecurityEvent event = SampleEvents.closed(7, null, 1001);

        assertEquals(Optional.of(Identity.of("ann", "session")), event.identity());
        assertEquals(Optional.of(7L), event.connection());
        assertEquals(Optional.of(1001), event.closeCode());
        assertEquals(Optional.empty(), event.reason());
    }

    @Test
    void banned_byRefusals_factsOfTheLastAndTheEnd() {
        Instant until = SampleEvents.TIME.plusSeconds(600);
        SecurityEvent event = new SecurityEvent.Source(HANDSHAKE, Identity.of("ann", "session"), 7L)
                .banned(SampleEvents.TIME, Reason.FORBIDDEN, "203.0.113.7", until);

        assertEquals(SecurityEvent.Type.BANNED, event.type());
        assertEquals(Stage.BAN, event.stage());
        assertEquals(Optional.of(Reason.FORBIDDEN), event.reason());
        assertTrue(event.enforced());
        assertEquals("203.0.113.7", event.clientAddress());
        assertEquals("203.0.113.7:4711", event.peer());
        assertEquals("/app/chat", event.path());
        assertEquals(Optional.of(Identity.of("ann", "session")), event.identity());
        assertEquals(List.of("***"), event.headers().get("cookie"));
        assertEquals(Optional.of(until), event.until());
        // It is the client that is banned, and not the connection.
        assertEquals(Optional.empty(), event.connection());
        assertEquals(Optional.empty(), event.closeCode());
    }

    @Test
    void ofClient_byHand_clientAndEndAlone() {
        Instant until = SampleEvents.TIME.plusSeconds(600);
        SecurityEvent banned =
                SecurityEvent.ofBan(SampleEvents.TIME, SecurityEvent.Type.BANNED, "2001:db8::/64", until);
        SecurityEvent unbanned =
                SecurityEvent.ofBan(SampleEvents.TIME, SecurityEvent.Type.UNBANNED, "2001:db8::/64", null);

        assertEquals("2001:db8::/64", banned.clientAddress());
        assertEquals(Stage.BAN, banned.stage());
        assertEquals(Optional.of(until), banned.until());
        assertEquals(Optional.empty(), banned.reason());
        assertEquals("", banned.path());
        assertEquals(0, banned.headers().size());
        assertEquals(SecurityEvent.Type.UNBANNED, unbanned.type());
        assertEquals(Optional.empty(), unbanned.until());
    }

    @Test
    void event_ended_reasonAndNoCode() {
        SecurityEvent event = SampleEvents.ended(7, Reason.ADDRESS_BANNED, true);

        assertEquals(SecurityEvent.Type.ENDED, event.type());
        assertEquals(Optional.of(7L), event.connection());
        assertEquals(Optional.of(Reason.ADDRESS_BANNED), event.reason());
        assertEquals(Optional.empty(), event.closeCode());
        assertEquals(Optional.empty(), event.until());
    }

    @Test
    void headers_credential_isMasked() {
        SecurityEvent event = SampleEvents.refused(HANDSHAKE, Reason.ORIGIN_NOT_ALLOWED, true);

        assertEquals(List.of("***"), event.headers().get("cookie"));
        assertEquals(
                List.of("https://a.example", "https://b.example"),
                event.headers().get("ORIGIN"));
        assertFalse(event.toString().contains("s3cret"));
        assertThrows(UnsupportedOperationException.class, () -> event.headers().clear());
    }
}
