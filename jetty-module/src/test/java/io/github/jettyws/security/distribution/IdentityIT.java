package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every API of every environment is told who the user is, and is not shown the token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private Server server;

    @BeforeAll
    void start() throws IOException {
        List<String> modules = new ArrayList<>(List.of("http2c", "resources"));
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            modules.addAll(environment.modules());
        }
        JettyBase base = JettyBase.guarded("identity", modules.toArray(String[]::new))
                .set("ws-security.auth.required", "true")
                .set("ws-security.auth.schemes", "session,jwt")
                .set("ws-security.auth.jwt.algorithms", "HS256")
                .set("ws-security.auth.jwt.keyFile", "etc/token.key")
                .set("ws-security.auth.token.sources", "bearer,subprotocol,query:token");
        Path directory = base.directory();
        Files.writeString(directory.resolve("etc/token.key"), SECRET);
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            new MatrixApps(environment, directory).deploy();
        }
        server = new Server(base.start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The kinds that have a request to ask: not those that know frames alone. */
    static Stream<Arguments> endpoints() {
        return Stream.of(MatrixEnvironment.values())
                .flatMap(environment -> environment.kinds().stream()
                        .filter(kind -> !List.of(MatrixKind.CORE_RAW, MatrixKind.CORE_OWN, MatrixKind.CORE_BARE)
                                .contains(kind))
                        .flatMap(kind -> Stream.of(Protocol.values())
                                .map(protocol -> Arguments.of(environment, kind, protocol))));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void token_applicationIsToldTheUserAndNotTheToken(MatrixEnvironment environment, MatrixKind kind, Protocol protocol)
            throws IOException {
        String token = Tokens.jwt(SECRET, "ann", Tokens.FAR, "ops");
        String path = Server.unique(MatrixWay.HTTP1.path(environment, kind) + "/identity");
        Upgrade upgrade = Upgrade.to(protocol, path + "?token=" + token + "&a=1")
                .field("Sec-WebSocket-Protocol", "chat, bearer." + token);
        try (Connection connection = server.open(upgrade)) {
            connection.text("who");
            assertEquals(expected(environment, kind), connection.readText());
        }
        assertEquals("ann", server.event(path, "ACCEPTED").user());
        assertTrue(!server.process().log().contains(token));
    }

    private static String expected(MatrixEnvironment environment, MatrixKind kind) {
        if (environment == MatrixEnvironment.CORE) {
            return "ann scheme=jwt query=a=1 protocols=[chat]";
        }
        String user = "ann ops=true admin=false scheme=";
        return switch (kind) {
            case ANNOTATED, PROGRAMMATIC, HANDED -> "ann: " + user + " query=a=1 protocols=[chat]";
            default -> user + "jwt query=a=1 protocols=[chat]";
        };
    }
}
