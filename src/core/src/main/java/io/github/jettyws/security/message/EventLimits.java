package io.github.jettyws.security.message;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.jettyws.security.limit.RateRules;
import java.util.Map;
import java.util.Optional;

/**
 * How many messages of each event a client may send. The event is the text of the member {@code event} of the message, as in
 * the envelope that is shipped as an example. Names come from the operator: a client adds none. Immutable.
 *
 * @param byName the limits by the name of the event
 */
public record EventLimits(Map<String, RateRules> byName) {
    /** No limits. */
    public static final EventLimits NONE = new EventLimits(Map.of());

    private static final String EVENT = "event";

    /**
     * Makes limits, with a copy of the map.
     *
     * @param byName the limits by the name of the event
     */
    public EventLimits {
        byName = Map.copyOf(byName);
    }

    /**
     * Finds the limit of an event.
     *
     * @param event its name
     * @return the limit, empty where there is none but that of all messages
     */
    public Optional<RateRules> of(String event) {
        return Optional.ofNullable(byName.get(event));
    }

    /** Gives the event that a message tells of, where it has a limit. */
    Optional<String> event(JsonElement message) {
        return message instanceof JsonObject object
                        && object.get(EVENT) instanceof JsonPrimitive event
                        && event.isString()
                        && byName.containsKey(event.getAsString())
                ? Optional.of(event.getAsString())
                : Optional.empty();
    }
}
