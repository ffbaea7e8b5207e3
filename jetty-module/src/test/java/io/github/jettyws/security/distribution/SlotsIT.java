package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ws-security.connections.*}. Each test comes from addresses of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlotsIT {
    /** What {@code Retry-After} says at most: {@code ws-security.handshakes.window}. */
    private static final int LONGEST_WAIT = 60;

    /** Paths with limits of their own, since a total of the server would be in the way of the other tests. */
    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy">
                <Arg>/ee10/echo/total/*</Arg>
                <Set name="connectionsTotal">3</Set>
                <Set name="connectionsPerAddress">0</Set>
              </Call>
              <Call name="addPolicy">
                <Arg>/ee10/echo/user/*</Arg>
                <Set name="connectionsPerUser">2</Set>
                <Set name="connectionsPerAddress">0</Set>
                <Set name="authRequired">true</Set>
                <Set name="authSessionAttribute">user</Set>
              </Call>
              <Call name="addPolicy">
                <Arg>/ee10/echo/late/*</Arg>
                <Set name="connectionsPerAddress">1</Set>
                <Set name="authRequired">true</Set>
              </Call>
            </Configure>
            """;

    private Server server;
    private int clients;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.complete("slots").set("ws-security.connections.perAddress", "2");
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), POLICIES);
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String nextClient() {
        clients++;
        return "127.0.16." + clients;
    }

    private static Upgrade upgrade(Protocol protocol, String path) {
        return Upgrade.to(protocol, Server.unique(path));
    }

    /** Asks once over each protocol: over HTTP/1.1 the answer has to say when to return. */
    private void assertFull(int status, String path, String client, String cookie) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            server.assertRefused(
                    status,
                    "CONNECTION_LIMIT",
                    upgrade(protocol, path).from(client).cookie(cookie));
        }
        try (Connection refused =
                upgrade(Protocol.HTTP1, path).from(client).cookie(cookie).send(server.endpoint())) {
            assertEquals(status, refused.status());
            assertTrue(
                    refused.retryAfter() >= 1 && refused.retryAfter() <= LONGEST_WAIT,
                    () -> "Retry-After: " + refused.retryAfter());
        }
    }

    private void close(Connection connection, Upgrade upgrade) throws IOException {
        connection.close();
        server.event(upgrade.path(), "CLOSED");
    }

    /** Both environments and both protocols count together. */
    @Test
    void perAddress_oneMore_refusedUntilOneEnds() throws IOException {
        String client = nextClient();
        Upgrade first = upgrade(Protocol.HTTP1, "/ee10/echo").from(client);
        Upgrade second = upgrade(Protocol.HTTP2, "/ee11/jakarta").from(client);
        try (Connection one = server.assertAccepted(first);
                Connection two = server.assertAccepted(second)) {
            assertFull(429, "/ee10/own", client, "none=1");
            server.assertAccepted(upgrade(Protocol.HTTP1, "/ee10/own").from(nextClient()))
                    .close();
            close(two, second);
            Upgrade third = upgrade(Protocol.HTTP1, "/ee10/own").from(client);
            close(server.assertAccepted(third), third);
            one.text("still here");
            assertEquals("text 10", one.readText());
        }
    }

    @Test
    void total_oneMore_refusedUntilOneEnds() throws IOException {
        String path = "/ee10/echo/total";
        Upgrade last = upgrade(Protocol.HTTP1, path).from(nextClient());
        try (Connection one =
                        server.assertAccepted(upgrade(Protocol.HTTP1, path).from(nextClient()));
                Connection two =
                        server.assertAccepted(upgrade(Protocol.HTTP2, path).from(nextClient()));
                Connection three = server.assertAccepted(last)) {
            assertTrue(one.accepted() && two.accepted());
            assertFull(503, path, nextClient(), "none=1");
            // Whoever asks for another path is not concerned.
            server.assertAccepted(upgrade(Protocol.HTTP1, "/ee10/echo").from(nextClient()))
                    .close();
            close(three, last);
            server.assertAccepted(upgrade(Protocol.HTTP2, path).from(nextClient()))
                    .close();
        }
    }

    @Test
    void perUser_oneMore_refusedFromAnyAddressUntilOneEnds() throws IOException {
        String path = "/ee10/echo/user";
        String alice = cookie("alice");
        Upgrade last = upgrade(Protocol.HTTP2, path).from(nextClient()).cookie(alice);
        try (Connection one = server.assertAccepted(
                        upgrade(Protocol.HTTP1, path).from(nextClient()).cookie(alice));
                Connection two = server.assertAccepted(last)) {
            assertTrue(one.accepted());
            assertFull(429, path, nextClient(), alice);
            // Another session of the same user is the same user.
            assertFull(429, path, nextClient(), cookie("alice"));
            server.assertAccepted(
                            upgrade(Protocol.HTTP1, path).from(nextClient()).cookie(cookie("bob")))
                    .close();
            close(two, last);
            server.assertAccepted(
                            upgrade(Protocol.HTTP1, path).from(nextClient()).cookie(alice))
                    .close();
        }
    }

    private String cookie(String user) {
        return Http.sessionCookie(Http.get(server.endpoint(), "/ee10/session/login?user=" + user));
    }

    @Test
    void streamsOfOneConnection_areMany() throws IOException {
        String client = nextClient();
        Upgrade[] asked = new Upgrade[4];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = upgrade(Protocol.HTTP2, "/ee10/echo");
        }
        try (Http2Streams streams = Http2Streams.open(server.endpoint(), client)) {
            assertEquals(200, streams.ask(asked[0]));
            assertEquals(200, streams.ask(asked[1]));
            assertEquals(429, streams.ask(asked[2]));
            assertEquals(
                    "CONNECTION_LIMIT", server.event(asked[2].path(), "REFUSED").reason());
            assertEquals("created=0 parts=0 messages=0", server.counts(asked[2].path()));
            streams.reset(0);
            server.event(asked[0].path(), "CLOSED");
            assertEquals(200, streams.ask(asked[3]));
            // One whose client goes between the answer and the opening is never open, and no event tells of it.
            server.event(asked[1].path(), "ACCEPTED");
            server.event(asked[3].path(), "ACCEPTED");
        }
        server.event(asked[1].path(), "CLOSED");
        server.event(asked[3].path(), "CLOSED");
        server.assertAccepted(upgrade(Protocol.HTTP2, "/ee10/echo").from(client))
                .close();
    }

    /** What is refused for want of a session held a slot until then. */
    @ParameterizedTest
    @EnumSource
    void refusedAfterTheSlot_givesItBack(Protocol protocol) throws IOException {
        String client = nextClient();
        for (int i = 0; i < 5; i++) {
            server.assertRefused(
                    401,
                    "UNAUTHENTICATED",
                    upgrade(protocol, "/ee10/echo/late").from(client).cookie("JSESSIONID=node0none"));
        }
    }
}
