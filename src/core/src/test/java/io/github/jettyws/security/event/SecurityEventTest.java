package io.github.jettyws.security.event;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
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

        assertEquals(Optional.of(new Identity("ann", "session")), event.identity());
        assertEquals(Optional.of(7L), event.connection());
        assertEquals(Optional.of(1001), event.closeCode());
        assertEquals(Optional.empty(), event.reason());
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
