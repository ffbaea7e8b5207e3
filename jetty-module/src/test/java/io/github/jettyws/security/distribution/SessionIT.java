package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ws-security.auth.required} with an attribute that the session must hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("session")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.session.attribute", "user")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Every way that an application has to an endpoint. */
    static Stream<Arguments> ways() {
        return Stream.of("echo", "own", "upgrading", "jakarta")
                .flatMap(way -> Arrays.stream(TestApp.values())
                        .flatMap(app -> Arrays.stream(Protocol.values())
                                .map(protocol -> Arguments.of(protocol, app, app.path("/" + way)))));
    }

    private String cookie(TestApp app, String session) {
        return Http.sessionCookie(Http.get(server.endpoint(), app.path("/session/" + session)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void login_accepted(Protocol protocol, TestApp app, String path) throws IOException {
        Upgrade upgrade = Upgrade.to(protocol, Server.unique(path)).cookie(cookie(app, "login?user=alice"));
        server.assertAccepted(upgrade).close();
        assertEquals("alice", server.event(upgrade.path(), "ACCEPTED").user());
        assertEquals("alice", server.event(upgrade.path(), "CLOSED").user());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noCookie_refused(Protocol protocol, TestApp app, String path) throws IOException {
        assertUnauthenticated(Upgrade.to(protocol, Server.unique(path)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anonymousSession_refused(Protocol protocol, TestApp app, String path) throws IOException {
        assertUnauthenticated(Upgrade.to(protocol, Server.unique(path)).cookie(cookie(app, "anonymous")));
    }

    @ParameterizedTest
    @EnumSource
    void madeUpId_refused(Protocol protocol) throws IOException {
        assertUnauthenticated(upgrade(protocol).cookie("JSESSIONID=node01abcdefghijklmnopqrstuvwxyz0.node0"));
    }

    @ParameterizedTest
    @EnumSource
    void sessionOfOtherContext_refused(Protocol protocol) throws IOException {
        assertUnauthenticated(upgrade(protocol).cookie(cookie(TestApp.EE11, "login?user=alice")));
    }

    @ParameterizedTest
    @EnumSource
    void endedSession_refused(Protocol protocol) throws IOException {
        String cookie = cookie(TestApp.EE10, "login?user=alice");
        Http.get(server.endpoint(), "/ee10/session/logout", "Cookie", cookie);
        assertUnauthenticated(upgrade(protocol).cookie(cookie));
    }

    @ParameterizedTest
    @EnumSource
    void expiredSession_refused(Protocol protocol) throws IOException {
        String cookie = cookie(TestApp.EE10, "brief?user=alice");
        Eventually.pause(1500);
        assertUnauthenticated(upgrade(protocol).cookie(cookie));
    }

    @ParameterizedTest
    @EnumSource
    void idInPath_refused(Protocol protocol) throws IOException {
        // A link can carry it to anybody, so it proves nothing.
        String id = cookie(TestApp.EE10, "login?user=alice").replace("JSESSIONID=", ";jsessionid=");
        String path = Server.unique("/ee10/echo");
        try (Connection connection = Upgrade.to(protocol, path + id).send(server.endpoint())) {
            assertEquals(401, connection.status());
        }
        assertEquals("UNAUTHENTICATED", server.event(path, "REFUSED").reason());
        assertEquals("created=0 parts=0 messages=0", server.counts(path));
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }

    private void assertUnauthenticated(Upgrade upgrade) throws IOException {
        SeenEvents.Seen event = server.assertRefused(401, "UNAUTHENTICATED", upgrade);
        assertEquals("-", event.user());
    }
}
