package io.github.jettyws.demo.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityListener;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class RecentEventsListenerTest {
    @Test
    void serviceLoader_findsTheListener() {
        List<SecurityListener> found = ServiceLoader.load(SecurityListener.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertEquals(1, found.size());
        assertInstanceOf(RecentEventsListener.class, found.get(0));
        assertTrue(RecentEvents.listening());
    }

    @Test
    void everyKindOfEvent_isRemembered() {
        long before = RecentEvents.last();
        RecentEventsListener listener = new RecentEventsListener();

        listener.onAccepted(TestEvents.refused("/accepted"));
        listener.onRefused(TestEvents.refused("/refused"));
        listener.onViolated(TestEvents.refused("/violated"));
        listener.onClosed(TestEvents.refused("/closed"));

        assertEquals(
                List.of("/accepted", "/refused", "/violated", "/closed"),
                RecentEvents.since(before).stream().map(RecentEvent::path).toList());
        assertEquals(before + 4, RecentEvents.last());
    }
}
