package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.limit.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of the connections of a user the newest stay open, as many as the limit says. */
class ReplacedOverSocketsTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final int PARALLEL = 200;
    private static final int LIMIT = 13;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(int perUser) throws Exception {
        server.set(security -> {
                    security.getPolicy().setAuthRequired("true");
                    security.getPolicy().setAuthSessionAttribute("user");
                    security.getPolicy().setRateMessages("0");
                    security.getPolicy().setConnectionsPerUser(String.valueOf(perUser));
                    security.getPolicy().setConnectionsOnLimit("closeOldest");
                })
                .start();
    }

    private String login() throws Exception {
        try (RawClient client = server.client()) {
            String head = client.send("GET /app/login HTTP/1.1\r\nHost: x\r\n\r\n");
            Matcher cookie = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)").matcher(head);
            assertTrue(cookie.find(), head);
            return "Cookie: " + cookie.group(1);
        }
    }

    private RawClient open(String cookie) throws Exception {
        RawClient client = server.client();
        assertStatus(101, client.upgrade("/app/echo", LOCAL, cookie));
        assertEquals(SecurityEvent.Type.ACCEPTED, server.event().type());
        return client;
    }

    @Test
    void open_oneMore_oldestIsClosed() throws Exception {
        start(2);
        String cookie = login();
        // As in another browser: it is the user that counts, not the session.
        try (RawClient one = open(login());
                RawClient two = open(cookie);
                RawClient three = open(cookie)) {
            RawClient.Received frame = one.receive();
            assertEquals(1008, frame.closeCode());
            SecurityEvent ended = server.event();
            assertEquals(SecurityEvent.Type.ENDED, ended.type());
            assertEquals(Optional.of(Reason.REPLACED), ended.reason());
            for (RawClient stays : List.of(two, three)) {
                stays.text("here");
                assertEquals("here", stays.receive().text());
            }
            one.reset();
            TestServer.awaitHeld(2, server.slots());
        }
    }

    /** All have written their request before the first reads its answer. */
    @Test
    void open_parallel_exactlyTheLimitStays() throws Exception {
        start(LIMIT);
        Slots slots = server.slots();
        String cookie = login();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            RawClient client = server.client();
            client.write(client.request("/app/echo", LOCAL, cookie));
            clients.add(client);
        }
        for (RawClient client : clients) {
            assertStatus(101, client.head());
        }
        awaitReplaced(PARALLEL - LIMIT);
        List<RawClient> open = new ArrayList<>();
        for (RawClient client : clients) {
            client.text("here");
            RawClient.Received frame = client.receive();
            if (frame.opcode() == RawClient.CLOSE) {
                assertEquals(1008, frame.closeCode());
                client.reset();
            } else {
                open.add(client);
            }
        }
        assertEquals(LIMIT, open.size());
        TestServer.awaitHeld(LIMIT, slots);
        for (RawClient client : open) {
            client.reset();
        }
        TestServer.awaitHeld(0, slots);
    }

    private void awaitReplaced(int expected) throws InterruptedException {
        int replaced = 0;
        while (replaced < expected) {
            SecurityEvent event = server.event();
            if (event.type() == SecurityEvent.Type.ENDED) {
                assertEquals(Optional.of(Reason.REPLACED), event.reason());
                replaced++;
            }
        }
    }
}
