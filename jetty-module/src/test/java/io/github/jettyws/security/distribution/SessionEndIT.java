package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections end with the session that they rest on, in the environments of servlets and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionEndIT {
    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
            %s</Configure>
            """;

    private static final String BRIEF = """
              <Call name="addPolicy"><Arg>%s</Arg><Set name="maxLifetime">2s</Set></Call>
            """;

    private Server server;
    private Jmx jmx;

    @BeforeAll
    void start() throws Exception {
        JettyBase base = SessionApps.base("session-end")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.session.attribute", "user");
        String brief = Stream.of(SessionApps.values())
                .map(app -> BRIEF.formatted(app.path("/mapped/brief/*")))
                .collect(Collectors.joining());
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), POLICIES.formatted(brief));
        server = new Server(base.start());
        jmx = Jmx.connect(server.process());
    }

    @AfterAll
    void stop() throws IOException {
        jmx.close();
        server.close();
    }

    /** An open connection, and the path that its events name. */
    private record Open(String path, Connection connection) {}

    private String login(SessionApps app, String user) {
        return Http.sessionCookie(Http.get(server.endpoint(), app.path("/session/login?user=" + user)));
    }

    private String ask(SessionApps app, String cookie, String what) {
        return Http.get(server.endpoint(), app.path("/session/" + what), "Cookie", cookie)
                .body();
    }

    private Open open(Protocol protocol, String endpoint, String cookie) throws IOException {
        Upgrade upgrade = Upgrade.to(protocol, Server.unique(endpoint)).cookie(cookie);
        return new Open(upgrade.path(), server.assertAccepted(upgrade));
    }

    /** One over each protocol to each kind of endpoint. */
    private List<Open> openAll(SessionApps app, String cookie) throws IOException {
        List<Open> all = new ArrayList<>();
        for (String endpoint : app.endpoints()) {
            for (Protocol protocol : Protocol.values()) {
                all.add(open(protocol, endpoint, cookie));
            }
        }
        return all;
    }

    private void assertEnded(String reason, Open open) throws IOException {
        assertEquals(1008, open.connection().readClose(), open.path());
        assertEquals(reason, server.event(open.path(), "ENDED").reason());
        assertEquals("1008", server.event(open.path(), "CLOSED").closeCode());
        open.connection().close();
    }

    private static void assertStays(Open open) throws IOException {
        open.connection().text("still here");
        assertEquals("text 10", open.connection().readText(), open.path());
    }

    @ParameterizedTest
    @EnumSource
    void logout_closesWithinASecondAndNeighboursStay(SessionApps app) throws IOException {
        String cookie = login(app, "alice");
        List<Open> all = openAll(app, cookie);
        // Another session of the same user, as in another browser.
        List<Open> neighbours = openAll(app, login(app, "alice"));
        long before = System.nanoTime();
        assertEquals("done", ask(app, cookie, "logout"));
        for (Open open : all) {
            assertEquals(1008, open.connection().readClose(), open.path());
        }
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        assertTrue(millis < 1000, () -> millis + " ms");
        for (Open open : all) {
            assertEquals("SESSION_ENDED", server.event(open.path(), "ENDED").reason());
            assertEquals("1008", server.event(open.path(), "CLOSED").closeCode());
        }
        for (Open open : neighbours) {
            assertStays(open);
            open.connection().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionId_renewed_endsNothingUntilTheLogout(SessionApps app) throws IOException {
        String cookie = login(app, "alice");
        List<Open> all = openAll(app, cookie);
        String renewed = Http.sessionCookie(Http.get(server.endpoint(), app.path("/session/renew"), "Cookie", cookie));
        assertNotEquals(cookie, renewed);
        for (Open open : all) {
            assertStays(open);
        }
        ask(app, renewed, "logout");
        for (Open open : all) {
            assertEnded("SESSION_ENDED", open);
        }
    }

    /** Two seconds after the last request, though messages go on; Jetty sweeps only every ten minutes. */
    @ParameterizedTest
    @EnumSource
    void expiry_closesAtTheMoment(SessionApps app) throws IOException {
        String cookie = login(app, "alice");
        ask(app, cookie, "brief");
        List<Open> all = openAll(app, cookie);
        ask(app, cookie, "brief");
        long before = System.nanoTime();
        Eventually.pause(1000);
        for (Open open : all) {
            assertStays(open);
        }
        for (Open open : all) {
            assertEquals(1008, open.connection().readClose(), open.path());
        }
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        assertTrue(millis >= 1900 && millis < 3000, () -> millis + " ms");
        for (Open open : all) {
            assertEquals("SESSION_ENDED", server.event(open.path(), "ENDED").reason());
        }
    }

    @ParameterizedTest
    @EnumSource
    void maxLifetime_closesWithUpToATenthLess(SessionApps app) throws IOException {
        Open open = open(Protocol.HTTP1, app.path("/mapped/brief"), login(app, "alice"));
        long before = System.nanoTime();
        assertEquals(1008, open.connection().readClose());
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        assertTrue(millis >= 1600 && millis < 3000, () -> millis + " ms");
        assertEquals("MAX_LIFETIME", server.event(open.path(), "ENDED").reason());
    }

    @ParameterizedTest
    @EnumSource
    void revoked_byHand_closesAndRefusesUntilTheNextLogin(SessionApps app) throws Exception {
        String user = "revoked-" + app;
        String cookie = login(app, user);
        Open open = open(Protocol.HTTP2, app.endpoints().get(0), cookie);
        assertEquals(1, jmx.invoke("revocationlist", "revokeUser", user));
        assertEnded("REVOKED", open);
        for (Protocol protocol : Protocol.values()) {
            Upgrade upgrade =
                    Upgrade.to(protocol, Server.unique(app.endpoints().get(0))).cookie(cookie);
            try (Connection refused = upgrade.send(server.endpoint())) {
                assertEquals(401, refused.status());
            }
            assertEquals("REVOKED", server.event(upgrade.path(), "REFUSED").reason());
        }
        assertStays(open(Protocol.HTTP1, app.endpoints().get(0), login(app, user)));
    }
}
