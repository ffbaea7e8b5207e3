package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see that many people use. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
    private Server server;
    private Server closed;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("clients")
                .set("ws-security.limits.maxTextMessageSize", "1000")
                .set("ws-security.rate.messages", "50")
                .set("ws-security.rate.window", "1s")
                .start());
        closed = new Server(JettyBase.complete("clients-session")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.session.attribute", "user")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
        closed.close();
    }

    private static String path() {
        return Server.unique("/ee10/echo");
    }

    private List<String> run(ForeignClient client, String path, String origin, int size, int count) throws IOException {
        return client.run(server.endpoint().webSocket(path), origin, "", size, count);
    }

    @ParameterizedTest
    @EnumSource
    void sameOrigin_accepted(ForeignClient client) throws IOException {
        String path = path();
        assertEquals(
                List.of("open", "text 1000", "text 1000", "closed 1000"),
                run(client, path, server.endpoint().origin(), 1000, 2));
        assertEquals("ACCEPTED", server.event(path, "ACCEPTED").type());
        assertEquals("1000", server.event(path, "CLOSED").closeCode());
    }

    @ParameterizedTest
    @EnumSource
    void otherSiteAndNoOrigin_refused(ForeignClient client) throws IOException {
        String path = path();
        assertEquals(List.of("refused 403"), run(client, path, "https://evil.example", 1, 1));
        assertEquals("ORIGIN_NOT_ALLOWED", server.event(path, "REFUSED").reason());
        path = path();
        assertEquals(List.of("refused 403"), run(client, path, "", 1, 1));
        assertEquals("ORIGIN_MISSING", server.event(path, "REFUSED").reason());
    }

    @ParameterizedTest
    @EnumSource
    void messageTooLarge_closed(ForeignClient client) throws IOException {
        String path = path();
        assertEquals(
                List.of("open", "closed 1009"),
                run(client, path, server.endpoint().origin(), 1001, 1));
        assertEquals("MESSAGE_TOO_LARGE", server.event(path, "VIOLATED").reason());
        assertEquals(0, server.messages(path));
    }

    @ParameterizedTest
    @EnumSource
    void tooManyMessages_closed(ForeignClient client) throws IOException {
        // All clients come from one address: what those before have sent is forgotten after two windows.
        Eventually.pause(2500);
        String path = path();
        List<String> seen = run(client, path, server.endpoint().origin(), 1, 10_000);
        assertEquals("closed 1008", seen.get(seen.size() - 1));
        assertTrue(seen.contains("text 1"), seen::toString);
        assertEquals("MESSAGE_RATE", server.event(path, "VIOLATED").reason());
    }

    @ParameterizedTest
    @EnumSource
    void session_neededAndEnough(ForeignClient client) throws IOException {
        String path = path();
        String origin = closed.endpoint().origin();
        assertEquals(List.of("refused 401"), client.run(closed.endpoint().webSocket(path), origin, "", 1, 1));
        assertEquals("UNAUTHENTICATED", closed.event(path, "REFUSED").reason());

        path = path();
        String cookie = Http.sessionCookie(Http.get(closed.endpoint(), "/ee10/session/login?user=alice"));
        assertEquals(
                List.of("open", "text 1", "closed 1000"),
                client.run(closed.endpoint().webSocket(path), origin, cookie, 1, 1));
        assertEquals("alice", closed.event(path, "ACCEPTED").user());
    }
}
