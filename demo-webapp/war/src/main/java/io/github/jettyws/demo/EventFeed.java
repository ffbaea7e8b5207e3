package io.github.jettyws.demo;

import io.github.jettyws.demo.listener.RecentEvent;
import io.github.jettyws.demo.listener.RecentEvents;
import java.util.List;

/** Writes the events of the example listener as JSON. A class of its own, as that listener may not be there. */
final class EventFeed {
    private EventFeed() {}

    static JsonObject since(long sequence) {
        if (!RecentEvents.listening()) {
            return empty("No guard has loaded the example listener. Is the module ws-security enabled?");
        }
        List<JsonObject> events =
                RecentEvents.since(sequence).stream().map(EventFeed::json).toList();
        return new JsonObject().put("last", RecentEvents.last()).put("events", events);
    }

    static JsonObject empty(String hint) {
        return new JsonObject().put("hint", hint).put("last", 0).put("events", List.of());
    }

    static JsonObject json(RecentEvent event) {
        return new JsonObject()
                .put("sequence", event.sequence())
                .put("time", event.time())
                .put("type", event.type())
                .put("stage", event.stage())
                .put("reason", event.reason())
                .put("enforced", event.enforced())
                .put("address", event.address())
                .put("origin", event.origin())
                .put("path", event.path())
                .put("user", event.user())
                .put("connection", event.connection())
                .put("closeCode", event.closeCode());
    }
}
