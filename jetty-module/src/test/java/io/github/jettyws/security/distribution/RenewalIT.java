package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Newer tokens over open connections, in the environments of servlets and without, and that no log has any of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String OTHER = "another secret of more than 32 bytes!!";
    private static final String CANARY = "c4n4ryc4n4ry";

    private final Secrets secrets = new Secrets(CANARY);
    private JettyBase base;
    private Server server;

    @BeforeAll
    void start() throws IOException {
        base = SessionApps.base("renewal")
                .addModules("requestlog")
                .set("ws-security.rate.messages", "0")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.schemes", "session,jwt")
                .set("ws-security.auth.session.attribute", "user")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.jwt.clockSkew", "0s")
                .set("ws-security.auth.refresh.enabled", "true")
                .set("ws-security.auth.failures.perAddress", "0");
        Path directory = base.directory();
        Files.writeString(directory.resolve("etc/token.key"), SECRET);
        Files.writeString(directory.resolve("resources/jetty-logging.properties"), "io.github.jettyws.LEVEL=DEBUG\n");
        server = new Server(base.start("jetty.requestlog.formatString=%r %U %q"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void assertNoSecret() throws IOException {
        String looked = secrets.assertInNoLog(base);
        assertTrue(looked.contains(":DEBUG:igjs"), "expected lines at the level of debugging");
        assertTrue(looked.contains(" HTTP/1.1 /"), "expected the request log");
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(SessionApps.values())
                .flatMap(app -> Stream.of(Protocol.values()).map(protocol -> Arguments.of(app, protocol)));
    }

    private String token(String user, long expiry) {
        return secrets.addSigned(Tokens.jwt(SECRET, user, expiry));
    }

    private Upgrade upgrade(Protocol protocol, String path, long expiry) {
        return Upgrade.to(protocol, path).field("Authorization", "Bearer " + token("ann", expiry));
    }

    private static void assertEchoes(Connection connection) throws IOException {
        connection.text("hello");
        assertEquals("text 5", connection.readText());
    }

    private void assertRenews(Connection connection, long expiry) throws IOException {
        connection.text(Tokens.renewal(token("ann", expiry)));
        assertEquals(Tokens.renewed(expiry), connection.readText());
    }

    /** In one frame, in three of which one is empty, and compressed: the application is not shown a byte of it. */
    @ParameterizedTest
    @MethodSource("everywhere")
    void refresh_everyEndpoint_answeredAndNeverSeen(SessionApps app, Protocol protocol) throws IOException {
        for (String endpoint : app.endpoints()) {
            String path = Server.unique(endpoint);
            Upgrade upgrade = upgrade(protocol, path, Tokens.FAR)
                    .field(
                            "Sec-WebSocket-Extensions",
                            "permessage-deflate; client_no_context_takeover; server_no_context_takeover");
            try (Connection connection = server.assertAccepted(upgrade)) {
                assertRenews(connection, Tokens.FAR + 1);
                assertEchoes(connection);

                byte[] message = message("ann", Tokens.FAR + 2);
                connection.frame(Frames.TEXT, false, new byte[0]);
                connection.frame(Frames.CONTINUATION, false, Arrays.copyOf(message, 20));
                connection.frame(Frames.CONTINUATION, true, Arrays.copyOfRange(message, 20, message.length));
                assertEquals(Tokens.renewed(Tokens.FAR + 2), connection.readText());
                assertEchoes(connection);

                byte[] compressed = Deflate.deflate(message("ann", Tokens.FAR + 3));
                connection.frame(Frames.TEXT | Frames.COMPRESSED, true, compressed);
                assertEquals(Tokens.renewed(Tokens.FAR + 3), connection.readText());
                assertEchoes(connection);
            }
            assertEquals("ann", server.event(path, "RENEWED").user());
            assertEquals("created=1 parts=0 messages=4", server.counts(path));
            assertEquals(3, events(path, "RENEWED"));
        }
    }

    private byte[] message(String user, long expiry) {
        return Tokens.renewal(token(user, expiry)).getBytes(StandardCharsets.UTF_8);
    }

    private long events(String path, String type) {
        // Those of a connection come in their order.
        server.event(path, "CLOSED");
        return server.process().events().of(path).stream()
                .filter(event -> event.type().equals(type))
                .count();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void refresh_badTokens_refusedAndTheConnectionStays(SessionApps app, Protocol protocol) throws IOException {
        for (String endpoint : app.endpoints()) {
            assertRefused(protocol, endpoint, "FORBIDDEN", token("bob", Tokens.FAR));
            assertRefused(protocol, endpoint, "UNAUTHENTICATED", token("ann", Tokens.PAST));
            assertRefused(
                    protocol, endpoint, "UNAUTHENTICATED", secrets.addSigned(Tokens.jwt(OTHER, "ann", Tokens.FAR)));
            assertRefused(protocol, endpoint, "UNAUTHENTICATED", CANARY);
            // Not a token alone.
            assertRefused(protocol, endpoint, "UNAUTHENTICATED", CANARY + "\",\"" + CANARY + "\":\"");
        }
    }

    private void assertRefused(Protocol protocol, String endpoint, String reason, String token) throws IOException {
        String path = Server.unique(endpoint);
        try (Connection connection = server.assertAccepted(upgrade(protocol, path, Tokens.FAR))) {
            connection.text(Tokens.renewal(token));
            assertEquals(Tokens.REFUSED, connection.readText());
            SeenEvents.Seen event = server.event(path, "VIOLATED");
            assertEquals(reason, event.reason());
            assertEquals("ann", event.user());
            assertEchoes(connection);
        }
        assertEquals("created=1 parts=0 messages=2", server.counts(path));
        assertEquals(0, events(path, "RENEWED"));
    }

    /** What a connection that a session opened sends is no way to another footing. */
    @ParameterizedTest
    @MethodSource("everywhere")
    void refresh_connectionOfASession_refused(SessionApps app, Protocol protocol) throws IOException {
        String cookie = Http.sessionCookie(Http.get(server.endpoint(), app.path("/session/login?user=ann")));
        String path = Server.unique(app.path("/mapped"));
        try (Connection connection =
                server.assertAccepted(Upgrade.to(protocol, path).cookie(cookie))) {
            connection.text(Tokens.renewal(token("ann", Tokens.FAR)));
            assertEquals(Tokens.REFUSED, connection.readText());
            assertEquals("FORBIDDEN", server.event(path, "VIOLATED").reason());
            assertEchoes(connection);
            Http.get(server.endpoint(), app.path("/session/logout"), "Cookie", cookie);
            assertEquals(1008, connection.readClose());
        }
        assertEquals("SESSION_ENDED", server.event(path, "ENDED").reason());
    }

    /** An open connection, and the path that its events name. */
    private record Open(String path, Connection connection) {}

    private List<Open> openAll(SessionApps app, long expiry) throws IOException {
        List<Open> all = new ArrayList<>();
        for (String endpoint : app.endpoints()) {
            for (Protocol protocol : Protocol.values()) {
                String path = Server.unique(endpoint);
                all.add(new Open(path, server.assertAccepted(upgrade(protocol, path, expiry))));
            }
        }
        return all;
    }

    /** It is the newer token that decides, whether it lasts longer or not. */
    @ParameterizedTest
    @EnumSource
    void expiry_ofTheNewerToken_ends(SessionApps app) throws IOException {
        long expiry = Instant.now().getEpochSecond() + 5;
        List<Open> kept = openAll(app, expiry);
        List<Open> lengthened = openAll(app, expiry);
        List<Open> shortened = openAll(app, Tokens.FAR);
        for (Open open : lengthened) {
            assertRenews(open.connection(), Tokens.FAR);
        }
        for (Open open : shortened) {
            assertRenews(open.connection(), expiry);
        }
        assertTrue(Instant.now().getEpochSecond() < expiry, "expected the connections to open faster");
        for (Open open : Stream.concat(kept.stream(), shortened.stream()).toList()) {
            assertEquals(1008, open.connection().readClose(), open.path());
            Duration late = Duration.between(Instant.ofEpochSecond(expiry), Instant.now());
            assertTrue(!late.isNegative() && late.toMillis() < 2000, () -> open.path() + ": " + late);
            assertEquals("TOKEN_EXPIRED", server.event(open.path(), "ENDED").reason());
            open.connection().close();
        }
        for (Open open : lengthened) {
            assertEchoes(open.connection());
            open.connection().close();
            assertEquals(0, events(open.path(), "ENDED"));
        }
    }
}
