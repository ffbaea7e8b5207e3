package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over a socket to an endpoint with no limit of its own: what breaks a limit never reaches it. */
class MessagesTest {
    private static final String LOCAL = "Origin: http://localhost";

    private static TestServer server(Consumer<WebSocketSecurity> settings) throws Exception {
        return new TestServer().set(settings).start();
    }

    private static RawClient open(TestServer server) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade("/app/echo", LOCAL));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    private static void assertViolated(TestServer server, Reason reason) throws Exception {
        SecurityEvent violated = server.event();
        assertEquals(SecurityEvent.Type.VIOLATED, violated.type());
        assertEquals(Optional.of(reason), violated.reason());
        assertTrue(violated.enforced());
        SecurityEvent closed = server.event();
        assertEquals(SecurityEvent.Type.CLOSED, closed.type());
        assertEquals(Optional.of(reason), closed.reason());
        assertEquals(Optional.of(reason.closeCode()), closed.closeCode());
        assertEquals(violated.connection(), closed.connection());
    }

    @ParameterizedTest
    @ValueSource(ints = {RawClient.TEXT, RawClient.BINARY})
    void message_ofTheLimit_passes(int opcode) throws Exception {
        try (TestServer server = server(security -> sizes(security, 1000));
                RawClient client = open(server)) {
            client.frame(true, opcode, new byte[1000]);
            assertEquals(1000, client.receive().payload().length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawClient.TEXT, RawClient.BINARY})
    void message_oneByteOver_closesWith1009(int opcode) throws Exception {
        try (TestServer server = server(security -> sizes(security, 1000));
                RawClient client = open(server)) {
            client.frame(true, opcode, new byte[1001]);
            client.frame(true, opcode, new byte[1]);
            assertEquals(1009, client.receive().closeCode());
            assertViolated(server, Reason.MESSAGE_TOO_LARGE);
            assertTrue(server.messages.isEmpty());
            // Jetty logs errors of an endpoint; a client must not be able to fill the log with them.
            assertTrue(server.errors.isEmpty());
        }
    }

    /** Jetty's default of 64 KiB is the size of the pieces that an endpoint gets, and no limit of the application. */
    @Test
    void frame_largerThanPiecesOfTheEndpoint_passes() throws Exception {
        try (TestServer server = server(security -> {
                    sizes(security, 200_000);
                    security.getPolicy().setMaxFrameSize("200000");
                });
                RawClient client = open(server)) {
            client.frame(true, RawClient.TEXT, new byte[200_000]);
            int length = 0;
            RawClient.Received frame;
            do {
                frame = client.receive();
                length += frame.payload().length;
            } while (!frame.fin());
            assertEquals(200_000, length);
            // A header that announces one byte more.
            client.raw(ByteBuffer.allocate(15)
                    .put((byte) (0x80 | RawClient.TEXT))
                    .put((byte) (0x80 | 127))
                    .putLong(200_001)
                    .array());
            assertEquals(1009, client.receive().closeCode());
            assertViolated(server, Reason.FRAME_TOO_LARGE);
        }
    }

    @Test
    void message_inFragments_countsAsAWhole() throws Exception {
        try (TestServer server = server(security -> sizes(security, 1000))) {
            try (RawClient client = open(server)) {
                client.frame(false, RawClient.TEXT, new byte[500]);
                client.frame(false, RawClient.CONTINUATION, new byte[0]);
                client.frame(true, RawClient.CONTINUATION, new byte[500]);
                assertEquals(1000, client.receive().payload().length);
            }
            assertEquals(SecurityEvent.Type.CLOSED, server.event().type());
            server.messages.clear();
            try (RawClient client = open(server)) {
                client.frame(false, RawClient.TEXT, new byte[500]);
                client.frame(true, RawClient.CONTINUATION, new byte[501]);
                assertEquals(1009, client.receive().closeCode());
                assertViolated(server, Reason.MESSAGE_TOO_LARGE);
            }
            assertTrue(server.messages.isEmpty());
        }
    }

    /** Whatever the endpoint sets, the caps hold. */
    @Test
    void endpoint_raisesAllLimits_raisesNothing() throws Exception {
        TestServer raising = new TestServer()
                .set(security -> {
                    sizes(security, 1000);
                    security.getPolicy().setMaxFrameSize("2000");
                    security.getPolicy().setIdleTimeout("1s");
                })
                .onOpen(session -> {
                    session.setAutoFragment(true);
                    session.setMaxFrameSize(-1);
                    session.setMaxTextMessageSize(0);
                    session.setMaxBinaryMessageSize(1 << 30);
                    session.setIdleTimeout(Duration.ZERO);
                    assertEquals(2000, session.getMaxFrameSize());
                    assertEquals(1000, session.getMaxTextMessageSize());
                    assertEquals(1000, session.getMaxBinaryMessageSize());
                    assertEquals(Duration.ofSeconds(1), session.getIdleTimeout());
                });
        try (TestServer server = raising.start()) {
            try (RawClient client = open(server)) {
                client.frame(true, RawClient.TEXT, new byte[1001]);
                assertEquals(1009, client.receive().closeCode());
                assertViolated(server, Reason.MESSAGE_TOO_LARGE);
            }
            try (RawClient client = open(server)) {
                assertEquals(1001, client.receive().closeCode());
            }
            assertTrue(server.messages.isEmpty());
        }
    }

    @Test
    void frame_ofTheLimit_passes() throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxFrameSize("300"));
                RawClient client = open(server)) {
            client.frame(false, RawClient.TEXT, new byte[300]);
            client.frame(true, RawClient.CONTINUATION, new byte[300]);
            assertEquals(300, client.receive().payload().length);
            assertEquals(300, client.receive().payload().length);
        }
    }

    @Test
    void frame_oneByteOver_closesWith1009() throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxFrameSize("300"));
                RawClient client = open(server)) {
            client.frame(true, RawClient.TEXT, new byte[301]);
            assertEquals(1009, client.receive().closeCode());
            assertViolated(server, Reason.FRAME_TOO_LARGE);
            assertTrue(server.messages.isEmpty());
        }
    }

    /** Refused on the header: no payload follows, and none is waited for. */
    @ParameterizedTest
    @ValueSource(longs = {65537, 1L << 31, 1L << 62, -1})
    void frame_headerSaysTooMuch_closesWith1009(long length) throws Exception {
        try (TestServer server = server(security -> {});
                RawClient client = open(server)) {
            byte[] header = new byte[15];
            header[0] = (byte) 0x82;
            header[1] = (byte) 0xff;
            for (int i = 0; i < 8; i++) {
                header[2 + i] = (byte) (length >>> (56 - 8 * i));
            }
            client.raw(header);
            assertEquals(1009, client.receive().closeCode());
            assertViolated(server, Reason.FRAME_TOO_LARGE);
        }
    }

    @Test
    void message_largerThanAFrame_isSentInFragments() throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMaxFrameSize("300"));
                RawClient client = open(server)) {
            client.text("small");
            client.text("large:700");
            client.text("after");
            assertEquals("small", client.receive().text());
            StringBuilder whole = new StringBuilder();
            RawClient.Received fragment;
            do {
                fragment = client.receive();
                assertTrue(fragment.payload().length <= 300);
                whole.append(fragment.text());
            } while (!fragment.fin());
            assertEquals("x".repeat(700), whole.toString());
            assertEquals("after", client.receive().text());
        }
    }

    @Test
    void messages_ofTheLimit_passAndTheNextCloses() throws Exception {
        try (TestServer server = server(security -> rate(security, 3));
                RawClient client = open(server)) {
            for (int i = 0; i < 3; i++) {
                client.text("m" + i);
                assertEquals("m" + i, client.receive().text());
            }
            client.text("one too many");
            assertEquals(1008, client.receive().closeCode());
            assertViolated(server, Reason.MESSAGE_RATE);
            assertEquals(3, server.messages.size());
        }
    }

    @Test
    void messages_overTwoConnections_countTogether() throws Exception {
        try (TestServer server = server(security -> rate(security, 3));
                RawClient first = open(server);
                RawClient second = open(server)) {
            first.text("a");
            assertEquals("a", first.receive().text());
            second.text("b");
            assertEquals("b", second.receive().text());
            first.text("c");
            assertEquals("c", first.receive().text());
            second.text("d");
            assertEquals(1008, second.receive().closeCode());
            assertViolated(server, Reason.MESSAGE_RATE);
            assertEquals(3, server.messages.size());
        }
    }

    @Test
    void pings_areNoMessages() throws Exception {
        try (TestServer server = server(security -> rate(security, 1));
                RawClient client = open(server)) {
            for (int i = 0; i < 5; i++) {
                client.frame(true, RawClient.PING, new byte[0]);
            }
            client.text("the one");
            assertEquals("the one", client.receive().text());
        }
    }

    @Test
    void modeReport_passesEverythingAndTells() throws Exception {
        try (TestServer server = server(security -> {
                    sizes(security, 10);
                    rate(security, 1);
                    security.getPolicy().setMode("report");
                });
                RawClient client = open(server)) {
            client.text("one");
            client.text("x".repeat(11));
            assertEquals("one", client.receive().text());
            assertEquals("x".repeat(11), client.receive().text());
            SecurityEvent event = server.event();
            assertEquals(SecurityEvent.Type.VIOLATED, event.type());
            assertFalse(event.enforced());
        }
    }

    private static void sizes(WebSocketSecurity security, int bytes) {
        security.getPolicy().setMaxTextMessageSize("" + bytes);
        security.getPolicy().setMaxBinaryMessageSize("" + bytes);
    }

    private static void rate(WebSocketSecurity security, int messages) {
        security.getPolicy().setRateMessages("" + messages);
        security.getPolicy().setRateWindow("1h");
    }
}
