package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookiePayloadTest {
    @Test
    void read_object_itsMembers() {
        assertEquals(payload("ann", Instant.EPOCH), read("{\"sub\":\"ann\",\"exp\":0}"));
        assertEquals(payload("ann", Instant.EPOCH, "a", "b"), read("""
                 { "roles" : [ "a" , "b", "a" ] , "exp" : 0 , "sub" : "a\\u006en" }\s
                """));
        assertEquals(payload("ann", Instant.EPOCH), read("{\"sub\":\"ann\",\"roles\":[],\"exp\":0}"));
        assertEquals(
                payload("\ud83d\ude80 \u0000", Instant.EPOCH), read("{\"sub\":\"\ud83d\ude80 \\u0000\",\"exp\":0}"));
        assertEquals(
                payload("ann", Instant.ofEpochSecond(999_999_999_999L)),
                read("{\"sub\":\"ann\",\"exp\":999999999999}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"ann\"",
                "{}",
                "{\"sub\":\"ann\"}",
                "{\"exp\":1}",
                "{\"sub\":\"\",\"exp\":1}",
                "{\"sub\":1,\"exp\":1}",
                "{\"sub\":null,\"exp\":1}",
                "{\"sub\":true,\"exp\":1}",
                "{\"sub\":[\"ann\"],\"exp\":1}",
                "{\"sub\":\"ann\",\"exp\":\"1\"}",
                "{\"sub\":\"ann\",\"exp\":null}",
                "{\"sub\":\"ann\",\"exp\":-1}",
                "{\"sub\":\"ann\",\"exp\":-0}",
                "{\"sub\":\"ann\",\"exp\":1.0}",
                "{\"sub\":\"ann\",\"exp\":1e9}",
                "{\"sub\":\"ann\",\"exp\":01}",
                "{\"sub\":\"ann\",\"exp\":NaN}",
                // Milliseconds are no seconds.
                "{\"sub\":\"ann\",\"exp\":1795255200000}",
                "{\"sub\":\"ann\",\"exp\":99999999999999999999999}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":\"a\"}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":null}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":[\"\"]}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":[1]}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":[[\"a\"]]}",
                "{\"sub\":\"ann\",\"exp\":1,\"roles\":[\"a\",]}",
                // What is not understood cannot be heeded.
                "{\"sub\":\"ann\",\"exp\":1,\"nbf\":0}",
                "{\"sub\":\"ann\",\"exp\":1,\"Sub\":\"ann\"}",
                // Of two, nobody knows which counts.
                "{\"sub\":\"ann\",\"sub\":\"ann\",\"exp\":1}",
                "{\"sub\":\"ann\",\"exp\":1,\"\\u0065xp\":2}",
                "{\"roles\":[],\"sub\":\"ann\",\"exp\":1,\"roles\":[]}",
                // Not RFC 8259.
                "{\"sub\":\"ann\",\"exp\":1}x",
                "{\"sub\":\"ann\",\"exp\":1}{}",
                "{\"sub\":\"ann\",\"exp\":1,}",
                "{'sub':'ann','exp':1}",
                "{sub:\"ann\",exp:1}",
                "{\"sub\"=\"ann\";\"exp\"=1}",
                "{\"sub\":\"a\nb\",\"exp\":1}",
                "{\"sub\":\"ann\",\"exp\":1/**/}",
                ")]}'\n{\"sub\":\"ann\",\"exp\":1}",
                "{\"sub\":\"ann\",\"exp\":1",
            })
    void read_anythingElse_nothing(String json) {
        assertEquals(Optional.empty(), read(json));
    }

    @Test
    void read_notUtf8_nothing() {
        byte[] latin = "{\"sub\":\"Zo\u00eb\",\"exp\":1}".getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(Optional.empty(), CookiePayload.read(latin));
    }

    @Test
    void read_deep_nothing() {
        String deep = "[".repeat(3000);

        assertEquals(Optional.empty(), read(deep));
        assertEquals(Optional.empty(), read("{\"roles\":" + deep));
    }

    /** It either reads or says it cannot. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void read_random_neverThrows(long seed) {
        Random random = new Random(seed);
        byte[] good = "{\"sub\":\"ann\",\"roles\":[\"a\"],\"exp\":1795255200}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : good[random.nextInt(good.length)]);
            }
            CookiePayload.read(bytes)
                    .ifPresent(read -> assertEquals(false, read.subject().isEmpty()));
        }
    }

    private static Optional<CookiePayload> read(String json) {
        return CookiePayload.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<CookiePayload> payload(String subject, Instant expiry, String... roles) {
        return Optional.of(new CookiePayload(subject, Set.of(roles), expiry));
    }
}
