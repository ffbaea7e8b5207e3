package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are begun and not finished, and connections without any. */
class UnfinishedTest {
    private static TestServer server(Consumer<WebSocketSecurity> settings) throws Exception {
        TestServer server = new TestServer().set(settings);
        ForeignMappingsTest.mapPastTheContext(server);
        return server.start();
    }

    private static RawClient open(TestServer server, String path) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade(path, "Origin: http://localhost"));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    static Stream<Arguments> unfinished() {
        // A fragment; half a header; a header; a header and half the payload; a frame, and half of the next one.
        byte[][] beginnings = {
            {RawClient.TEXT, (byte) 0x81, 1, 2, 3, 4, 'x'},
            {(byte) 0x81},
            {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4},
            {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'x'},
            {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4, (byte) 0x82, (byte) 0x82, 1, 2, 3, 4, 'x'},
        };
        return Stream.of("/app/echo", "/core/echo")
                .flatMap(path -> Stream.of(beginnings).map(beginning -> Arguments.of(path, beginning)));
    }

    @ParameterizedTest
    @MethodSource("unfinished")
    void message_notFinished_endsTheConnection(String path, byte[] beginning) throws Exception {
        try (TestServer server = server(security -> security.getPolicy().setMessageTimeout("1s"));
                RawClient client = open(server, path)) {
            long start = System.nanoTime();
            client.raw(beginning);
            SecurityEvent violated = server.event();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertEquals(Optional.of(Reason.MESSAGE_TIMEOUT), violated.reason());
            assertTrue(millis >= 990 && millis < 2000, () -> millis + " ms");
            SecurityEvent closed = server.event();
            assertEquals(Optional.of(1008), closed.closeCode());
            assertEquals(1008, client.receive().closeCode());
            assertTrue(server.messages.isEmpty());
        }
    }

    /** Finished messages are no unfinished ones, however many there are and whatever lies between them. */
    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void messages_finished_staysOpen(String path) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setMessageTimeout("1s");
                    security.getPolicy().setRateMessages("0");
                });
                RawClient client = open(server, path)) {
            long start = System.nanoTime();
            for (int i = 0; System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(2500); i++) {
                client.frame(false, RawClient.TEXT, new byte[i % 300]);
                client.frame(true, RawClient.CONTINUATION, new byte[i % 70_000 / 2]);
                int length = 0;
                RawClient.Received frame;
                do {
                    frame = client.receive();
                    length += frame.payload().length;
                } while (!frame.fin());
                assertEquals(i % 300 + i % 70_000 / 2, length);
            }
            assertTrue(server.events.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/echo", "/core/echo"})
    void idle_pingsAlone_endsTheConnection(String path) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setIdleTimeout("1s");
                    security.getPolicy().setIdleCountsControl("false");
                });
                RawClient client = open(server, path)) {
            client.text("hello");
            assertEquals("hello", client.receive().text());
            SecurityEvent ended = null;
            for (int i = 0; ended == null && i < 30; i++) {
                client.frame(true, RawClient.PING, new byte[1]);
                ended = server.events.poll(100, TimeUnit.MILLISECONDS);
            }
            assertEquals(Optional.of(Reason.IDLE_TIMEOUT), ended == null ? Optional.empty() : ended.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void idle_dataEitherWay_staysOpen(String countsControl) throws Exception {
        try (TestServer server = server(security -> {
                    security.getPolicy().setIdleTimeout("1s");
                    security.getPolicy().setIdleCountsControl(countsControl);
                });
                RawClient client = open(server, "/app/echo")) {
            for (int i = 0; i < 5; i++) {
                client.text("hello");
                assertEquals("hello", client.receive().text());
                assertEquals(null, server.events.poll(500, TimeUnit.MILLISECONDS));
            }
        }
    }
}
