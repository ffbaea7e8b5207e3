package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyTest {
    @ParameterizedTest
    @EnumSource(Property.class)
    void nearest_known_isItself(Property property) {
        assertEquals(Optional.of(property), Property.nearest(property.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "ws-security.orign.allowed, ORIGIN_ALLOWED",
        "ws-security.origins.allowed, ORIGIN_ALLOWED",
        "ws-security.origin.allow, ORIGIN_ALLOWED",
        "ws-security.origin.allowSameOrigins, ORIGIN_ALLOW_SAME_ORIGIN",
        "ws-security.Mode, MODE",
        "ws-security.address.block, ADDRESS_BLOCKED",
        "ws-security.rate.message, RATE_MESSAGES",
        "ws-security.limits.maxBinaryMessage, LIMITS_MAX_BINARY_MESSAGE_SIZE",
        "ws-security.limits.idletimeout, LIMITS_IDLE_TIMEOUT"
    })
    void nearest_slip_whatWasMeant(String key, Property property) {
        assertEquals(Optional.of(property), Property.nearest(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ws-security.somethingElseEntirely.thatNobodyKnows"})
    void nearest_farFromAll_empty(String key) {
        assertEquals(Optional.empty(), Property.nearest(key));
    }

    @Test
    void key_allProperties_prefixedAndDifferent() {
        assertTrue(Arrays.stream(Property.values())
                .allMatch(property -> property.key().startsWith("ws-security.")));
        assertEquals(
                Property.values().length,
                Arrays.stream(Property.values()).map(Property::key).distinct().count());
    }
}
