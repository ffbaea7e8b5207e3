package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemes of {@code ws-security.auth.schemes}, and that no log has any credential. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String OTHER = "another secret of more than 32 bytes!!";
    private static final String CANARY = "c4n4ryc4n4ry";

    private final Secrets secrets = new Secrets(CANARY);
    private JettyBase base;
    private Server server;
    private String apiKey;
    private String oldKey;

    @BeforeAll
    void start() throws IOException {
        base = JettyBase.complete("credentials", "requestlog", "resources")
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.schemes", "session,cookie,jwt,apiKey")
                .set("ws-security.auth.session.attribute", "user")
                .set("ws-security.auth.cookie.name", "login")
                .set("ws-security.auth.cookie.keyFile", "etc/cookie.key")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.token.sources", "bearer,header:X-Partner,subprotocol,query:token")
                .set("ws-security.auth.apiKey.header", "X-Robot")
                .set("ws-security.auth.apiKey.file", "etc/api.keys")
                .set("ws-security.auth.apiKey.pepperFile", "etc/pepper.key")
                .set("ws-security.auth.refresh.enabled", "true")
                .set("ws-security.auth.failures.perAddress", "0");
        Path etc = base.directory().resolve("etc");
        Files.writeString(etc.resolve("cookie.key"), base64(SECRET));
        Files.writeString(etc.resolve("token.key"), SECRET);
        Files.writeString(etc.resolve("pepper.key"), base64(OTHER));
        apiKey = makeKey("--name", "robot", "--roles", "ops", "--expires", "90d");
        oldKey = makeKey("--name", "robot", "--expires", "2020-01-01T00:00:00Z");
        Files.writeString(etc.resolve("ws-security-listeners.xml"), POLICIES);
        Files.writeString(
                base.directory().resolve("resources/jetty-logging.properties"), "io.github.jettyws.LEVEL=DEBUG\n");
        server = new Server(base.start("jetty.requestlog.formatString=%r %U %q"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** As an operator does: with the jar in the base, and no other. */
    private String makeKey(String... options) throws IOException {
        Path lib = base.directory().resolve("lib/ws-security");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                lib.resolve("jetty-ws-security-core-" + Build.VERSION + ".jar").toString(),
                "io.github.jettyws.security.ApiKeyCommand",
                "--pepper-file",
                "etc/pepper.key"));
        line.addAll(List.of(options));
        Command command = Command.run(base.directory(), line);
        assertTrue(command.succeeded(), command.output());
        List<String> made = command.output().lines().toList();
        String key = made.stream()
                .filter(text -> text.startsWith("wsk_"))
                .findFirst()
                .orElseThrow();
        String entry =
                made.stream().filter(text -> text.startsWith("id=")).findFirst().orElseThrow();
        Path file = base.directory().resolve("etc/api.keys");
        String before = Files.exists(file) ? Files.readString(file) : "# keys\n";
        Files.writeString(file, before + entry + "\n");
        // Behind wsk_, the id and another underscore; the secret may have more of those.
        secrets.add(key.substring(21));
        return key;
    }

    /** Something that a client may send, and whom it names; nobody if it is to be refused. */
    private record Sent(String what, Protocol protocol, String user, String query, UnaryOperator<Upgrade> fields) {
        Upgrade upgrade() {
            return fields.apply(Upgrade.to(protocol, Server.unique("/ee10/echo") + query));
        }

        String path(Upgrade upgrade) {
            return upgrade.path().substring(0, upgrade.path().length() - query.length());
        }

        @Override
        public String toString() {
            return what + " " + protocol;
        }
    }

    Stream<Sent> credentials() {
        return Stream.of(Protocol.values()).flatMap(this::sentOver);
    }

    private Stream<Sent> sentOver(Protocol protocol) {
        String cookie = secrets.addSigned("login=" + Tokens.cookie("login", SECRET, "ann", Tokens.FAR));
        String otherCookie = secrets.addSigned("login=" + Tokens.cookie("login", SECRET, "bob", Tokens.FAR));
        String token = secrets.addSigned(Tokens.jwt(SECRET, "ann", Tokens.FAR));
        String otherToken = secrets.addSigned(Tokens.jwt(SECRET, "bob", Tokens.FAR));
        String forged = secrets.addSigned(Tokens.jwt(OTHER, "ann", Tokens.FAR));
        String wrongKey = apiKey.substring(0, apiKey.length() - 4) + "AAAA";
        return Stream.of(
                sent(protocol, "nothing", "", request -> request),
                sent(protocol, "cookie", "ann", request -> request.cookie(cookie)),
                sent(protocol, "cookie beside others", "ann", request -> request.cookie("a=b; " + cookie + "; c=d")),
                sent(protocol, "cookie malformed", "", request -> request.cookie("login=" + CANARY)),
                sent(protocol, "cookie empty", "", request -> request.cookie("login=")),
                sent(protocol, "cookie of another name", "", request -> request.cookie("user=" + cookie.substring(6))),
                sent(
                        protocol,
                        "cookie signed for another name",
                        "",
                        request -> request.cookie("login=" + Tokens.cookie("user", SECRET, "ann", Tokens.FAR))),
                sent(
                        protocol,
                        "cookie expired",
                        "",
                        request -> request.cookie("login=" + Tokens.cookie("login", SECRET, "ann", Tokens.PAST))),
                sent(
                        protocol,
                        "cookie of another key",
                        "",
                        request -> request.cookie("login=" + Tokens.cookie("login", OTHER, "ann", Tokens.FAR))),
                sent(protocol, "cookie twice", "", request -> request.cookie(cookie + "; " + otherCookie)),
                sent(
                        protocol,
                        "cookie twice, in two lines",
                        "",
                        request -> request.cookie(cookie).cookie(otherCookie)),
                sent(protocol, "token", "ann", request -> request.field("Authorization", "Bearer " + token)),
                sent(
                        protocol,
                        "token, other case",
                        "ann",
                        request -> request.field("Authorization", "bearer " + token)),
                sent(protocol, "token in a header", "ann", request -> request.field("X-Partner", token)),
                sent(
                        protocol,
                        "token twice the same",
                        "ann",
                        request -> request.field("X-Partner", token).field("Authorization", "Bearer " + token)),
                sent(
                        protocol,
                        "token twice",
                        "",
                        request -> request.field("X-Partner", token).field("Authorization", "Bearer " + otherToken)),
                sent(
                        protocol,
                        "token in two lines",
                        "",
                        request -> request.field("Authorization", "Bearer " + token)
                                .field("Authorization", "Bearer " + token)),
                sent(protocol, "token malformed", "", request -> request.field("Authorization", "Bearer " + CANARY)),
                sent(protocol, "token missing", "", request -> request.field("Authorization", "Bearer")),
                sent(
                        protocol,
                        "token expired",
                        "",
                        request -> request.field("Authorization", "Bearer " + Tokens.jwt(SECRET, "ann", Tokens.PAST))),
                sent(
                        protocol,
                        "token of another key",
                        "",
                        request -> request.field("Authorization", "Bearer " + forged)),
                new Sent("token in the query", protocol, "ann", "?a=1&token=" + token, request -> request),
                new Sent("token in the query, bad", protocol, "", "?a=1&token=" + forged, request -> request),
                new Sent(
                        "token in the query, written otherwise",
                        protocol,
                        "",
                        "?%74oken=" + CANARY,
                        request -> request),
                sent(
                        protocol,
                        "token among subprotocols, bad",
                        "",
                        request -> request.field("Sec-WebSocket-Protocol", "bearer." + CANARY)),
                sent(protocol, "API key", "robot", request -> request.field("X-Robot", apiKey)),
                sent(protocol, "API key expired", "", request -> request.field("X-Robot", oldKey)),
                sent(protocol, "API key malformed", "", request -> request.field("X-Robot", "wsk_" + CANARY)),
                sent(protocol, "API key wrong", "", request -> request.field("X-Robot", wrongKey)),
                sent(
                        protocol,
                        "API key twice",
                        "",
                        request -> request.field("X-Robot", apiKey).field("X-Robot", apiKey)),
                // The first that is there decides.
                sent(
                        protocol,
                        "cookie before token",
                        "ann",
                        request -> request.cookie(cookie).field("Authorization", "Bearer " + forged)),
                sent(
                        protocol,
                        "bad cookie before good token",
                        "",
                        request -> request.cookie("login=" + CANARY).field("Authorization", "Bearer " + token)),
                // Not a credential: browsers keep sending it.
                sent(
                        protocol,
                        "token behind a stale session",
                        "ann",
                        request -> request.cookie("JSESSIONID=made-up").field("Authorization", "Bearer " + token)));
    }

    private static Sent sent(Protocol protocol, String what, String user, UnaryOperator<Upgrade> fields) {
        return new Sent(what, protocol, user, "", fields);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void credential_goodOrNot(Sent sent) throws IOException {
        Upgrade upgrade = sent.upgrade();
        String path = sent.path(upgrade);
        try (Connection connection = upgrade.send(server.endpoint())) {
            if (sent.user().isEmpty()) {
                assertEquals(401, connection.status());
                SeenEvents.Seen event = server.event(path, "REFUSED");
                assertEquals("UNAUTHENTICATED", event.reason());
                assertEquals("created=0 parts=0 messages=0", server.counts(path));
                if (sent.protocol() == Protocol.HTTP1) {
                    assertEquals(challenge(sent), connection.challenge());
                }
            } else {
                assertTrue(connection.accepted(), () -> "status " + connection.status());
                connection.text("hello");
                assertEquals("text 5", connection.readText());
                assertEquals(sent.user(), server.event(path, "ACCEPTED").user());
            }
        }
        secrets.assertInNoLog(base);
    }

    /** Of an error only the client is told whose token was refused. */
    private static String challenge(Sent sent) {
        String bearer = "Bearer realm=\"websocket\"";
        return sent.what().startsWith("token") ? bearer + ", error=\"invalid_token\"" : bearer;
    }

    @ParameterizedTest
    @EnumSource
    void token_renewed_inNoLogEither(Protocol protocol) throws IOException {
        String old = secrets.addSigned(Tokens.jwt(SECRET, "eve", Tokens.FAR - 1));
        String newer = secrets.addSigned(Tokens.jwt(SECRET, "eve", Tokens.FAR));
        String forged = secrets.addSigned(Tokens.jwt(OTHER, "eve", Tokens.FAR));
        String path = Server.unique("/ee10/echo");
        Upgrade upgrade = Upgrade.to(protocol, path).field("Authorization", "Bearer " + old);
        try (Connection connection = server.assertAccepted(upgrade)) {
            for (String bad : List.of(forged, newer + CANARY, CANARY, CANARY + "\",\"" + CANARY + "\":\"")) {
                assertEquals(
                        Tokens.REFUSED, connection.text(Tokens.renewal(bad)).readText());
            }
            assertEquals(
                    Tokens.renewed(Tokens.FAR),
                    connection.text(Tokens.renewal(newer)).readText());
        }
        server.event(path, "RENEWED");
        server.event(path, "CLOSED");
        secrets.assertInNoLog(base);
    }

    @ParameterizedTest
    @EnumSource
    void session_asBefore(Protocol protocol) throws IOException {
        String cookie = Http.sessionCookie(Http.get(server.endpoint(), "/ee10/session/login?user=alice"));
        Upgrade upgrade = Upgrade.to(protocol, Server.unique("/ee10/echo")).cookie(cookie);
        server.assertAccepted(upgrade).close();
        assertEquals("alice", server.event(upgrade.path(), "ACCEPTED").user());
    }

    @ParameterizedTest
    @EnumSource
    void role_missing_forbidden(Protocol protocol) throws IOException {
        String path = "/ee10/echo/ops";
        Upgrade dev = Upgrade.to(protocol, Server.unique(path))
                .field("Authorization", "Bearer " + Tokens.jwt(SECRET, "ann", Tokens.FAR, "dev"));
        assertEquals("ann", server.assertRefused(403, "FORBIDDEN", dev).user());
        server.assertAccepted(Upgrade.to(protocol, Server.unique(path))
                        .field("Authorization", "Bearer " + Tokens.jwt(SECRET, "ann", Tokens.FAR, "dev", "ops")))
                .close();
        server.assertAccepted(Upgrade.to(protocol, Server.unique(path)).field("X-Robot", apiKey))
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void failures_tooMany_429ForTheirAddress(Protocol protocol) throws IOException {
        String client = protocol == Protocol.HTTP1 ? "127.0.19.1" : "127.0.19.2";
        String path = "/ee10/echo/few";
        for (int i = 0; i < 3; i++) {
            server.assertRefused(
                    401,
                    "UNAUTHENTICATED",
                    Upgrade.to(protocol, Server.unique(path)).from(client).field("X-Robot", CANARY));
        }
        Upgrade good = Upgrade.to(protocol, Server.unique(path)).from(client).field("X-Robot", apiKey);
        assertEquals("GATE", server.assertRefused(429, "AUTH_FAILURES", good).stage());
        server.assertAccepted(Upgrade.to(protocol, Server.unique(path))
                        .from("127.0.19.3")
                        .field("X-Robot", apiKey))
                .close();
    }

    /** The last test to change the file leaves it as it was. */
    @Test
    void keyFile_changed_readAgainAndBrokenOnesNot() throws IOException {
        Path file = base.directory().resolve("etc/cookie.key");
        String cookie = "login=" + Tokens.cookie("login", OTHER, "ann", Tokens.FAR);
        Upgrade before = Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo")).cookie(cookie);
        server.assertRefused(401, "UNAUTHENTICATED", before);

        replace(file, base64(SECRET) + "\n" + base64(OTHER) + "\n");
        assertTrue(server.process().logs("read again: login with 2 keys of " + file));
        server.assertAccepted(
                        Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo")).cookie(cookie))
                .close();

        replace(file, CANARY);
        assertTrue(server.process().logs("what was read before stays in force: " + file + ", line 1"));
        server.assertAccepted(
                        Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo")).cookie(cookie))
                .close();
        replace(file, base64(SECRET));
        assertTrue(server.process().logs("read again: login with 1 keys of " + file));
        secrets.assertInNoLog(base);
    }

    private void replace(Path file, String content) throws IOException {
        Path fresh = Files.writeString(base.directory().resolve("fresh"), content);
        // The scanner goes by time and size; two changes within one of its looks are one.
        Eventually.pause(1500);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void start_schemesWithoutKeys_oneLineEach() throws IOException {
        JettyBase incomplete = JettyBase.guarded("credentials-incomplete", "http")
                .set("ws-security.auth.schemes", "cookie,jwt,apiKey")
                .set("ws-security.auth.jwt.keyFile", "etc/missing.key")
                .set("ws-security.auth.jwt.algorithms", "RS256");
        try (JettyProcess process = incomplete.tryStart()) {
            assertTrue(process.awaitExit() != 0);
            for (String line : List.of(
                    "ws-security.auth.cookie.name: '': expected the name of a cookie",
                    "ws-security.auth.cookie.keyFile: '': expected a file, since ws-security.auth.schemes has cookie",
                    "ws-security.auth.jwt.keyFile: 'etc/missing.key': ",
                    "ws-security.auth.apiKey.file: '': expected a file, since ws-security.auth.schemes has apiKey")) {
                assertTrue(process.logs(line), process.log());
            }
        }
    }

    private static String base64(String secret) {
        return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy">
                <Arg>/ee10/echo/ops/*</Arg>
                <Set name="authRoles">ops, admin</Set>
                <Set name="authSchemes">jwt,apiKey</Set>
              </Call>
              <Call name="addPolicy">
                <Arg>/ee10/echo/few/*</Arg>
                <Set name="authFailuresPerAddress">3</Set>
              </Call>
            </Configure>
            """;
}
