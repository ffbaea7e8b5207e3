package io.github.jettyws.security.handshake;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
