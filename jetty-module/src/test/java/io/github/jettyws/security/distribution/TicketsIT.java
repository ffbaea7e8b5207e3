package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tickets and CSRF tokens in the environments of servlets and without, and that no log has any of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketsIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String PATH = "/ws-security/ticket";
    private static final String CSRF = "c4n4ry-csrf.c4n4ry";
    private static final Pattern BODY = Pattern.compile("\\{\"ticket\":\"([A-Za-z0-9_-]{43})\",\"expiresIn\":30}");

    private final Secrets secrets = new Secrets(CSRF);
    private JettyBase base;
    private Server server;
    private String oldTicket;
    private long oldTicketMade;

    @BeforeAll
    void start() throws IOException {
        base = SessionApps.base("tickets")
                .addModules("requestlog")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.schemes", "session,jwt,ticket")
                .set("ws-security.auth.session.attribute", "user")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.ticket.path", PATH)
                .set("ws-security.auth.failures.perAddress", "0");
        Path directory = base.directory();
        Files.writeString(directory.resolve("etc/token.key"), SECRET);
        Files.writeString(directory.resolve("etc/ws-security-listeners.xml"), policies());
        Files.writeString(directory.resolve("resources/jetty-logging.properties"), "io.github.jettyws.LEVEL=DEBUG\n");
        server = new Server(base.start("jetty.requestlog.formatString=%r %U %q"));
        oldTicket = ticket(Protocol.HTTP1, SessionApps.EE10, login(SessionApps.EE10, "alice"));
        oldTicketMade = System.nanoTime();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(SessionApps.values())
                .flatMap(app -> Stream.of(Protocol.values()).map(protocol -> Arguments.of(app, protocol)));
    }

    private String login(SessionApps app, String user) {
        return Http.sessionCookie(Http.get(server.endpoint(), app.path("/session/login?user=" + user), "X-Csrf", CSRF));
    }

    private HttpResponse<String> ask(Protocol protocol, SessionApps app, String... fields) {
        return TicketClient.ask(protocol, server.endpoint(), app.path(PATH), fields);
    }

    private String ticket(Protocol protocol, SessionApps app, String cookie) {
        return ticket(ask(protocol, app, "Origin", server.endpoint().origin(), "Cookie", cookie));
    }

    private String ticket(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode());
        assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
        assertEquals(Optional.of("application/json"), answer.headers().firstValue("Content-Type"));
        Matcher body = BODY.matcher(answer.body());
        assertTrue(body.matches(), answer.body());
        return secrets.add(body.group(1));
    }

    private Connection open(Protocol protocol, String path, String ticket, String user) throws IOException {
        Connection connection = server.open(Upgrade.to(protocol, path + "?ticket=" + ticket));
        connection.text("hello");
        assertEquals("text 5", connection.readText());
        assertEquals(user, server.event(path, "ACCEPTED").user());
        return connection;
    }

    private void assertRefused(int status, String reason, String path, Upgrade upgrade) throws IOException {
        try (Connection connection = upgrade.send(server.endpoint())) {
            assertEquals(status, connection.status(), path);
        }
        assertEquals(reason, server.event(path, "REFUSED").reason());
        assertEquals("created=0 parts=0 messages=0", server.counts(path));
    }

    private void assertSpent(Protocol protocol, String endpoint, String ticket) throws IOException {
        String path = Server.unique(endpoint);
        assertRefused(401, "UNAUTHENTICATED", path, Upgrade.to(protocol, path + "?ticket=" + ticket));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ticket_everyEndpoint_opensOnceAndEndsWithTheSession(SessionApps app, Protocol protocol) throws IOException {
        for (String endpoint : app.endpoints()) {
            String cookie = login(app, "alice");
            String ticket = ticket(protocol, app, cookie);
            String path = Server.unique(endpoint);
            try (Connection connection = open(protocol, path, ticket, "alice")) {
                assertSpent(protocol, endpoint, ticket);
                Http.get(server.endpoint(), app.path("/session/logout"), "Cookie", cookie);
                assertEquals(1008, connection.readClose());
                assertEquals("SESSION_ENDED", server.event(path, "ENDED").reason());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ticket_amongSubprotocols_opens(SessionApps app, Protocol protocol) throws IOException {
        String ticket = ticket(protocol, app, login(app, "alice"));
        Upgrade upgrade = Upgrade.to(protocol, Server.unique(app.path("/mapped")))
                .field("Sec-WebSocket-Protocol", "ticket." + ticket);
        server.assertAccepted(upgrade).close();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ticket_shownSomewhereElse_refusedAndSpent(SessionApps app, Protocol protocol) throws IOException {
        String endpoint = app.path("/mapped");
        String cookie = login(app, "alice");

        String ofAnotherOrigin = ticket(protocol, app, cookie);
        String path = Server.unique(endpoint);
        assertRefused(
                401,
                "UNAUTHENTICATED",
                path,
                // One that may connect.
                Upgrade.to(protocol, path + "?ticket=" + ofAnotherOrigin).origin("http://localhost:1"));
        assertSpent(protocol, endpoint, ofAnotherOrigin);

        String ofAnotherAddress = ticket(protocol, app, cookie);
        path = Server.unique(endpoint);
        assertRefused(
                401,
                "UNAUTHENTICATED",
                path,
                Upgrade.to(protocol, path + "?ticket=" + ofAnotherAddress).from("127.0.21.1"));
        assertSpent(protocol, endpoint, ofAnotherAddress);

        SessionApps other = app == SessionApps.EE10 ? SessionApps.EE8 : SessionApps.EE10;
        String ofAnotherContext = ticket(protocol, app, cookie);
        assertSpent(protocol, other.path("/mapped"), ofAnotherContext);
        assertSpent(protocol, endpoint, ofAnotherContext);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ask_refused(SessionApps app, Protocol protocol) throws IOException {
        String origin = server.endpoint().origin();
        String cookie = login(app, "alice");
        SessionApps other = app == SessionApps.EE10 ? SessionApps.EE8 : SessionApps.EE10;

        assertEquals(403, ask(protocol, app, "Cookie", cookie).statusCode());
        assertEquals(
                403,
                ask(protocol, app, "Origin", "https://evil.example", "Cookie", cookie)
                        .statusCode());
        assertEquals(401, ask(protocol, app, "Origin", origin).statusCode());
        assertEquals(
                401,
                ask(protocol, app, "Origin", origin, "Cookie", login(other, "alice"))
                        .statusCode());
        assertEquals(
                401,
                ask(protocol, app, "Origin", origin, "Authorization", "Bearer x")
                        .statusCode());
        HttpResponse<String> get = Http.get(server.endpoint(), app.path(PATH), "Origin", origin, "Cookie", cookie);
        assertEquals(405, get.statusCode());
        assertEquals(Optional.of("POST"), get.headers().firstValue("Allow"));
        SeenEvents.Seen event = server.event(app.path(PATH), "REFUSED");
        assertTrue(event.enforced());
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void ask_withAToken_opensForItsUser(SessionApps app, Protocol protocol) throws IOException {
        String token = secrets.addSigned(Tokens.jwt(SECRET, "ann", Tokens.FAR, "ops"));
        String ticket =
                ticket(ask(protocol, app, "Origin", server.endpoint().origin(), "Authorization", "Bearer " + token));
        open(protocol, Server.unique(app.path("/mapped")), ticket, "ann").close();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void csrf_tokenOfTheSession_needed(SessionApps app, Protocol protocol) throws IOException {
        String cookie = login(app, "alice");
        String path = Server.unique(app.path("/mapped/csrf"));
        try (Connection connection =
                server.open(Upgrade.to(protocol, path + "?csrf=" + CSRF).cookie(cookie))) {
            connection.text("hello");
            assertEquals("text 5", connection.readText());
        }
        server.assertAccepted(Upgrade.to(protocol, Server.unique(app.path("/mapped/csrf")))
                        .cookie(cookie)
                        .field("Sec-WebSocket-Protocol", "csrf." + CSRF))
                .close();
        path = Server.unique(app.path("/mapped/csrf"));
        assertRefused(403, "CSRF_TOKEN", path, Upgrade.to(protocol, path).cookie(cookie));
        path = Server.unique(app.path("/mapped/csrf"));
        assertRefused(
                403,
                "CSRF_TOKEN",
                path,
                Upgrade.to(protocol, path + "?csrf=" + CSRF + "x").cookie(cookie));
    }

    @ParameterizedTest
    @EnumSource
    void ticket_oldOrMadeUp_refused(Protocol protocol) throws IOException {
        assertSpent(protocol, "/ee10/mapped", "A".repeat(43));
        assertSpent(protocol, "/ee10/mapped", "c4n4ryc4n4ry");
        secrets.add("c4n4ryc4n4ry");
    }

    @Test
    void ticket_after30Seconds_refused() throws IOException {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldTicketMade);
        Eventually.pause(Math.max(0, 30_500 - passed));
        assertSpent(Protocol.HTTP1, "/ee10/mapped", oldTicket);
    }

    @AfterEach
    void assertNoSecret() throws IOException {
        assertTrue(secrets.assertInNoLog(base).contains(PATH), "expected the request log");
    }

    /** The same in every application: a parameter that no policy names is nobody's token, and stays in the query. */
    private static String policies() {
        String policies = Stream.of(SessionApps.values())
                .map(app -> POLICY.formatted(app.path("/mapped/csrf/*")))
                .collect(Collectors.joining());
        return POLICIES.formatted(policies);
    }

    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
            %s</Configure>
            """;

    private static final String POLICY = """
              <Call name="addPolicy"><Arg>%s</Arg><Set name="authCsrfSessionAttribute">csrf</Set></Call>
            """;
}
