package io.github.jettyws.security.handshake;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    @Test
    void origins_noHeader_empty() {
        assertEquals(List.of(), request().make().origins());
    }

    @Test
    void origins_severalLines_oneEach() {
        assertEquals(
                List.of("https://a.example", ""),
                request().header("Origin", "https://a.example", "").make().origins());
    }

    /** The query may hold a token. */
    @Test
    void toString_query_isLeftOut() {
        Handshake handshake = request().query("token=s3cret").make();

        assertEquals("token=s3cret", handshake.query());
        assertFalse(handshake.toString().contains("s3cret"), handshake.toString());
        assertTrue(handshake.toString().contains("path=/chat"), handshake.toString());
    }
}
