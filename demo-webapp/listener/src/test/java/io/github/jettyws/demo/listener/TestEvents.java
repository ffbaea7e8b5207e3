package io.github.jettyws.demo.listener;

import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.event.Stage;
import io.github.jettyws.security.handshake.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class TestEvents {
    private TestEvents() {}

    static SecurityEvent refused(String path) {
        return new SecurityEvent(
                Instant.EPOCH,
                SecurityEvent.Type.REFUSED,
                Stage.GATE,
                Optional.of(Reason.ORIGIN_NOT_ALLOWED),
                true,
                "192.0.2.1",
                "192.0.2.1",
                Optional.of("https://evil.example"),
                path,
                "HTTP/1.1",
                Optional.empty(),
                Map.of("Cookie", List.of("***")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static SecurityEvent closed() {
        return new SecurityEvent(
                Instant.EPOCH,
                SecurityEvent.Type.CLOSED,
                Stage.CLOSE,
                Optional.empty(),
                false,
                "192.0.2.1",
                "192.0.2.1",
                Optional.empty(),
                "/chat",
                "HTTP/1.1",
                Optional.of(Identity.of("ann", "session")),
                Map.of(),
                Optional.of(7L),
                Optional.of(1000),
                Optional.empty());
    }
}
