package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Jetty's module {@code forwarded}, which believes forwarded headers of anybody. */
class ForwardedModuleIT {
    private static final String WARNING =
            "the module forwarded is enabled and ws-security.address.trustedProxies is empty";

    @Test
    void withoutTrustedProxies_warnedAtStartAndThePeerCounts() throws IOException {
        JettyBase base = JettyBase.guarded("forwarded", "http", "forwarded", "ee10-deploy", "ee10-websocket-jetty")
                .deploy(TestApp.EE10)
                .set("ws-security.connections.perAddress", "1");
        try (Server server = new Server(base.start())) {
            assertEquals(
                    1,
                    server.process()
                            .log()
                            .lines()
                            .filter(line -> line.contains("WARN") && line.contains(WARNING))
                            .count(),
                    server.process()::log);
            String client = "127.0.18.1";
            Upgrade first = upgrade().from(client).field("X-Forwarded-For", "203.0.113.1");
            try (Connection open = server.assertAccepted(first)) {
                assertEquals(client, server.event(first.path(), "ACCEPTED").address());
                Upgrade second = upgrade().from(client).field("X-Forwarded-For", "203.0.113.2");
                assertEquals(
                        client,
                        server.assertRefused(429, "CONNECTION_LIMIT", second).address());
                Upgrade third = upgrade().from(client).field("Forwarded", "for=203.0.113.3;proto=https");
                assertEquals(
                        client,
                        server.assertRefused(429, "CONNECTION_LIMIT", third).address());
                server.assertAccepted(upgrade().from("127.0.18.2").field("X-Forwarded-For", "203.0.113.1"))
                        .close();
                open.text("still here");
                assertEquals("text 10", open.readText());
            }
        }
        base.set("ws-security.address.trustedProxies", "127.0.18.9");
        try (Server server = new Server(base.start())) {
            assertFalse(server.process().log().contains(WARNING), server.process()::log);
            Upgrade proxied = upgrade().from("127.0.18.9").field("X-Forwarded-For", "203.0.113.1");
            server.assertAccepted(proxied).close();
            assertEquals("203.0.113.1", server.event(proxied.path(), "ACCEPTED").address());
        }
    }

    private static Upgrade upgrade() {
        return Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo"));
    }
}
