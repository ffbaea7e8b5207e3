package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalMessageTest {
    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ws-security\":\"refresh\",\"token\":\"a.b.c\"} | true",
                "{\"ws-security\":\"refresh\"} | true",
                "{\"ws-security\":\"refresh\" | true",
                "{\"ws-security\":\"refresh | false",
                "{\"ws-security\":\"refreshing\"} | false",
                "{\"ws-security\" :\"refresh\"} | false",
                "{\"WS-security\":\"refresh\"} | false",
                "[] | false",
                "'' | false"
            })
    void mayBegin_wholeMessage_onlyWithTheMarker(String text, boolean expected) {
        assertEquals(expected, RenewalMessage.mayBegin(bytes(text), true));
        assertEquals(expected, RenewalMessage.parse(bytes(text)).isPresent());
    }

    @Test
    void mayBegin_firstPiece_anyBeginningOfTheMarker() {
        for (int length = 0; length <= RenewalMessage.MARKER.length(); length++) {
            String piece = RenewalMessage.MARKER.substring(0, length);
            assertEquals(true, RenewalMessage.mayBegin(bytes(piece), false), piece);
            if (length > 0) {
                String other = RenewalMessage.MARKER.substring(0, length - 1) + "#";
                assertFalse(RenewalMessage.mayBegin(bytes(other), false), other);
            }
        }
    }

    @Test
    void mayBegin_inTheMiddleOfABuffer_bufferUnchanged() {
        ByteBuffer buffer = bytes("xx" + RenewalMessage.MARKER + "}").position(2);

        assertEquals(true, RenewalMessage.mayBegin(buffer, true));
        assertEquals(Optional.of(new RenewalMessage(null)), RenewalMessage.parse(buffer));
        assertEquals(2, buffer.position());
    }

    @Test
    void parse_token_given() {
        assertEquals(
                Optional.of(new RenewalMessage("a.b.c")),
                RenewalMessage.parse(bytes("{\"ws-security\":\"refresh\" , \"token\" : \"a.b.c\" }")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ws-security\":\"refresh\"}",
                "{\"ws-security\":\"refresh\",\"token\":1}",
                "{\"ws-security\":\"refresh\",\"token\":null}",
                "{\"ws-security\":\"refresh\",\"token\":\"a\",\"token\":\"b\"}",
                "{\"ws-security\":\"refresh\",\"token\":\"a\",\"more\":1}",
                "{\"ws-security\":\"refresh\",\"token\":\"a\"} ,",
                "{\"ws-security\":\"refresh\",\"token\":\"a\"",
                "{\"ws-security\":\"refresh\",token:\"a\"}"
            })
    void parse_otherShape_noToken(String text) {
        assertEquals(Optional.of(new RenewalMessage(null)), RenewalMessage.parse(bytes(text)));
    }

    @Test
    void parse_notUtf8_noToken() {
        ByteBuffer message = ByteBuffer.allocate(RenewalMessage.MARKER.length() + 1)
                .put(RenewalMessage.MARKER.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0xff)
                .flip();

        assertEquals(Optional.of(new RenewalMessage(null)), RenewalMessage.parse(message));
    }

    @Test
    void accepted_expiry_inSeconds() {
        assertEquals(
                "{\"ws-security\":\"refreshed\",\"expires\":1800000000}",
                RenewalMessage.accepted(identity(Instant.ofEpochSecond(1_800_000_000))));
        assertEquals("{\"ws-security\":\"refreshed\"}", RenewalMessage.accepted(identity(null)));
    }

    @Test
    void toString_token_notTold() {
        assertFalse(new RenewalMessage("secret").toString().contains("secret"));
    }

    private static Identity identity(@Nullable Instant expiry) {
        return new Identity("ann", Set.of(), "jwt", Map.of(), Optional.ofNullable(expiry), Optional.empty());
    }
}
