package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.demo.listener.RecentEvent;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    @Test
    void json_event_hasEveryValue() {
        RecentEvent event = new RecentEvent(
                7,
                "1970-01-01T00:00:00Z",
                "REFUSED",
                "GATE",
                "ORIGIN_NOT_ALLOWED",
                true,
                "::1",
                "\"",
                "/",
                "ann",
                "3",
                0);

        assertEquals(
                "{\"sequence\":7,\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"REFUSED\",\"stage\":\"GATE\","
                        + "\"reason\":\"ORIGIN_NOT_ALLOWED\",\"enforced\":true,\"address\":\"::1\",\"origin\":\"\\\"\","
                        + "\"path\":\"/\",\"user\":\"ann\",\"connection\":\"3\",\"closeCode\":0}",
                EventFeed.json(event).toString());
    }

    @Test
    void since_noGuard_isAHint() {
        assertTrue(EventFeed.since(0).toString().startsWith("{\"hint\":\"No guard has loaded"));
    }
}
