package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class JettyTest {
    @Test
    void requireFree_takenPort_isNamed() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            DemoException e = assertThrows(DemoException.class, () -> Jetty.requireFree(taken.getLocalPort()));
            assertTrue(e.getMessage().startsWith("port " + port + " is taken;"), e.getMessage());
        }
        assertDoesNotThrow(() -> Jetty.requireFree(port));
    }
}
