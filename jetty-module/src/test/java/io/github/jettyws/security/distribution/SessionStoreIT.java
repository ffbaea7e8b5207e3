package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Sessions that are not in memory: the guard asks Jetty for them. */
class SessionStoreIT {
    @Test
    void storedSession_isFoundAfterRestart() throws IOException {
        JettyBase base = JettyBase.guarded(
                        "session-store",
                        "http2c",
                        "ee10-deploy",
                        "ee10-websocket-jetty",
                        "session-store-file",
                        "session-cache-null")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.session.attribute", "user")
                .deploy(TestApp.EE10);
        String cookie;
        try (Server server = new Server(base.start())) {
            cookie = Http.sessionCookie(Http.get(server.endpoint(), "/ee10/session/login?user=alice"));
            assertAlice(server, cookie);
        }
        try (Server server = new Server(base.start())) {
            assertAlice(server, cookie);
            Http.get(server.endpoint(), "/ee10/session/logout", "Cookie", cookie);
            server.assertRefused(401, "UNAUTHENTICATED", upgrade(Protocol.HTTP1).cookie(cookie));
        }
    }

    private static void assertAlice(Server server, String cookie) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            Upgrade upgrade = upgrade(protocol).cookie(cookie);
            server.assertAccepted(upgrade).close();
            assertEquals("alice", server.event(upgrade.path(), "ACCEPTED").user());
        }
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }
}
