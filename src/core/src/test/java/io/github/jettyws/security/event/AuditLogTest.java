package io.github.jettyws.security.event;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static final Handshake EVIL = request()
            .client("203.0.113.7")
            .header("Origin", "https://evil.example")
            .make();

    private final AuditLog audit = new AuditLog();

    @Test
    void onRefused_refusal_oneLineSaysWhyAndWho() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onRefused(SampleEvents.refused(EVIL, Reason.ORIGIN_NOT_ALLOWED, true));

            assertEquals(
                    List.of("WARN refused ORIGIN_NOT_ALLOWED address=\"203.0.113.7\" origin=\"https://evil.example\""
                            + " path=\"/chat\" protocol=\"HTTP/1.1\" user=- connection=-"),
                    log.lines());
        }
    }

    @Test
    void onRefused_noOrigin_dash() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onRefused(SampleEvents.refused(request().make(), Reason.ORIGIN_MISSING, true));

            assertEquals(
                    List.of("WARN refused ORIGIN_MISSING address=\"192.0.2.1\" origin=- path=\"/chat\""
                            + " protocol=\"HTTP/1.1\" user=- connection=-"),
                    log.lines());
        }
    }

    @Test
    void onRefused_reportMode_saysWouldRefuse() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onRefused(SampleEvents.refused(EVIL, Reason.ORIGIN_NOT_ALLOWED, false));

            assertEquals(
                    List.of("WARN would refuse ORIGIN_NOT_ALLOWED address=\"203.0.113.7\""
                            + " origin=\"https://evil.example\" path=\"/chat\" protocol=\"HTTP/1.1\" user=-"
                            + " connection=-"),
                    log.lines());
        }
    }

    @Test
    void onViolated_violation_oneLineSaysWhyAndWho() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onViolated(SampleEvents.violated(7, Reason.MESSAGE_RATE, true));
            audit.onViolated(SampleEvents.violated(7, Reason.MESSAGE_TOO_LARGE, false));
            audit.onViolated(
                    SampleEvents.violated(7, Reason.BYTE_RATE, true).with(Instant.parse("2026-01-01T00:00:05Z")));

            String facts = " address=\"192.0.2.1\" origin=\"https://app.example.com\" path=\"/chat\""
                    + " protocol=\"HTTP/1.1\" user=\"ann\" connection=7";
            assertEquals(
                    List.of(
                            "WARN violated MESSAGE_RATE" + facts,
                            "WARN would close MESSAGE_TOO_LARGE" + facts,
                            "WARN violated BYTE_RATE" + facts + " until=2026-01-01T00:00:05Z"),
                    log.lines());
        }
    }

    @Test
    void onAccepted_orClosed_onlyAtDebug() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onAccepted(SampleEvents.accepted(7));
            audit.onClosed(SampleEvents.closed(7, null, 1000));

            assertEquals(List.of(), log.lines());
        }
        try (LogRecorder log = recorder(Level.DEBUG)) {
            audit.onAccepted(SampleEvents.accepted(7));
            audit.onClosed(SampleEvents.closed(7, null, 1000));

            String facts = " address=\"192.0.2.1\" origin=\"https://app.example.com\" path=\"/chat\""
                    + " protocol=\"HTTP/1.1\" user=\"ann\" connection=7";
            assertEquals(List.of("DEBUG accepted" + facts, "DEBUG closed 1000" + facts), log.lines());
        }
    }

    @Test
    void onEnded_end_oneLineSaysWhyAndWho() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onEnded(SampleEvents.ended(7, Reason.ADDRESS_BLOCKED, true));
            audit.onEnded(SampleEvents.ended(7, Reason.ADDRESS_BANNED, false));

            String facts = " address=\"192.0.2.1\" origin=\"https://app.example.com\" path=\"/chat\""
                    + " protocol=\"HTTP/1.1\" user=\"ann\" connection=7";
            assertEquals(
                    List.of("WARN ended ADDRESS_BLOCKED" + facts, "WARN would end ADDRESS_BANNED" + facts),
                    log.lines());
        }
    }

    @Test
    void onBanned_byRefusalsOrByHand_oneLineSaysUntilWhenAndWhy() {
        Instant until = Instant.parse("2026-01-02T03:14:05Z");
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onBanned(new SecurityEvent.Source(EVIL, null, null)
                    .banned(SampleEvents.TIME, Reason.FORBIDDEN, "203.0.113.7", until));
            audit.onBanned(SecurityEvent.ofBan(SampleEvents.TIME, SecurityEvent.Type.BANNED, "2001:db8::/64", until));

            assertEquals(
                    List.of(
                            "WARN banned address=\"203.0.113.7\" until=2026-01-02T03:14:05Z for=FORBIDDEN",
                            "WARN banned address=\"2001:db8::/64\" until=2026-01-02T03:14:05Z for=-"),
                    log.lines());
        }
    }

    @Test
    void onUnbanned_client_oneLine() {
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onUnbanned(SecurityEvent.ofBan(SampleEvents.TIME, SecurityEvent.Type.UNBANNED, "203.0.113.7", null));

            assertEquals(List.of("INFO unbanned address=\"203.0.113.7\""), log.lines());
        }
    }

    /** CWE-117: in every field that a client can write. */
    @Test
    void onRefused_forgedLine_staysOneLine() {
        String forged = "x\"\r\nWARN refused ADDRESS_BLOCKED address=\"192.0.2.99\" {} %s \u001b[2J";
        Handshake handshake = request()
                .client(null)
                .peer(forged)
                .path(forged)
                .header("Origin", forged)
                .make();
        SecurityEvent event = new SecurityEvent.Source(handshake, Identity.of(forged, "session"), 7L)
                .event(SampleEvents.TIME, SecurityEvent.Type.REFUSED, Stage.CREATOR, Reason.FORBIDDEN, true, null);
        try (LogRecorder log = recorder(Level.INFO)) {
            audit.onRefused(event);

            String quoted = "\"x\\\"\\u000d\\u000aWARN refused ADDRESS_BLOCKED address=\\\"192.0.2.99\\\" {} %s"
                    + " \\u001b[2J\"";
            assertEquals(
                    List.of("WARN refused FORBIDDEN address=" + quoted + " origin=" + quoted + " path=" + quoted
                            + " protocol=\"HTTP/1.1\" user=" + quoted + " connection=7"),
                    log.lines());
        }
    }

    @Test
    void onRefused_credentials_areNotLogged() {
        Handshake handshake = request()
                .header("Cookie", "JSESSIONID=s3cret")
                .header("Authorization", "Bearer s3cret")
                .make();
        try (LogRecorder log = recorder(Level.DEBUG)) {
            audit.onRefused(SampleEvents.refused(handshake, Reason.UNAUTHENTICATED, true));

            assertFalse(log.lines().toString().contains("s3cret"));
        }
    }

    private static LogRecorder recorder(Level level) {
        return new LogRecorder(AuditLog.LOGGER, level);
    }
}
