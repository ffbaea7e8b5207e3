package io.github.jettyws.demo.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RecentEventTest {
    @Test
    void of_refusal_isPlainValues() {
        assertEquals(
                new RecentEvent(
                        3,
                        "1970-01-01T00:00:00Z",
                        "REFUSED",
                        "GATE",
                        "ORIGIN_NOT_ALLOWED",
                        true,
                        "192.0.2.1",
                        "https://evil.example",
                        "/chat",
                        "",
                        "",
                        0),
                RecentEvent.of(3, TestEvents.refused("/chat")));
    }

    @Test
    void of_close_hasUserConnectionAndCode() {
        RecentEvent event = RecentEvent.of(1, TestEvents.closed());

        assertEquals("", event.reason());
        assertEquals("", event.origin());
        assertEquals("ann", event.user());
        assertEquals("7", event.connection());
        assertEquals(1000, event.closeCode());
    }

    @Test
    void of_longText_isCut() {
        RecentEvent kept = RecentEvent.of(1, TestEvents.refused("x".repeat(200)));
        RecentEvent cut = RecentEvent.of(1, TestEvents.refused("x".repeat(201)));

        assertEquals("x".repeat(200), kept.path());
        assertEquals("x".repeat(200) + "…", cut.path());
    }
}
