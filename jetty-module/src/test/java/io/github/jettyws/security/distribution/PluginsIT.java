package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.auth.AsyncAuthenticator;
import io.github.jettyws.security.auth.Authenticator;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.testplugin.Corp;
import io.github.jettyws.testplugin.FailingCheck;
import io.github.jettyws.testplugin.LaterCheck;
import io.github.jettyws.testplugin.LaterCorp;
import io.github.jettyws.testplugin.PathCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plugins from a jar in {@code lib/ext}, named by its services or by XML: what they refuse reaches no application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginsIT {
    /** How the server comes to know of a plugin. */
    enum Way {
        SERVICES,
        XML
    }

    private static final String SECRET = "a secret";

    private final Map<Way, Server> servers = new EnumMap<>(Way.class);

    @BeforeAll
    void start() throws IOException {
        for (Way way : Way.values()) {
            JettyBase base = JettyBase.guarded(
                            "plugins-" + way.name().toLowerCase(Locale.ROOT),
                            "http2c",
                            "ee10-deploy",
                            "ee10-websocket-jetty")
                    .deploy(TestApp.EE10)
                    .set("ws-security.auth.schemes", "session,corp,later-corp")
                    .set("ws-security.handshakes.checkTimeout", "500ms");
            Zips.Builder jar = new Zips.Builder()
                    .classes("", PathCheck.class, FailingCheck.class, LaterCheck.class, Corp.class, LaterCorp.class);
            if (way == Way.SERVICES) {
                service(jar, HandshakeCheck.class, PathCheck.class, FailingCheck.class);
                service(jar, AsyncHandshakeCheck.class, LaterCheck.class);
                service(jar, Authenticator.class, Corp.class);
                service(jar, AsyncAuthenticator.class, LaterCorp.class);
            } else {
                Path file = base.directory().resolve("etc/ws-security-listeners.xml");
                Files.writeString(file, Files.readString(file).replace("</Configure>", calls() + "</Configure>"));
            }
            jar.write(base.directory().resolve("lib/ext/plugins.jar"));
            servers.put(way, new Server(base.start()));
        }
    }

    private static void service(Zips.Builder jar, Class<?> type, Class<?>... classes) {
        jar.text(
                "META-INF/services/" + type.getName(),
                String.join("\n", Stream.of(classes).map(Class::getName).toList()) + "\n");
    }

    private static String calls() {
        return call("addCheck", PathCheck.class)
                + call("addCheck", FailingCheck.class)
                + call("addAsyncCheck", LaterCheck.class)
                + call("addAuthenticator", Corp.class)
                + call("addAsyncAuthenticator", LaterCorp.class);
    }

    private static String call(String method, Class<?> type) {
        return "<Call name=\"" + method + "\"><Arg><New class=\"" + type.getName() + "\"/></Arg></Call>\n";
    }

    @AfterAll
    void stop() {
        servers.values().forEach(Server::close);
    }

    static Stream<Arguments> ways() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Protocol.values()).map(protocol -> Arguments.of(way, protocol)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void start_plugins_areLogged(Way way, Protocol protocol) {
        assertTrue(server(way)
                .process()
                .log()
                .contains("policy of /: plugins in force: [" + PathCheck.class.getName() + ", "
                        + FailingCheck.class.getName() + ", " + LaterCheck.class.getName() + ", corp="
                        + Corp.class.getName() + ", later-corp=" + LaterCorp.class.getName() + "]"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void checks_refuseAtTheGate(Way way, Protocol protocol) throws IOException {
        refused(way, 403, "FORBIDDEN", to(protocol, "forbidden"));
        refused(way, 503, "GUARD_FAILURE", to(protocol, "failing"));
        accepted(way, "-", to(protocol, "open"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void asyncChecks_refuseAtTheGate(Way way, Protocol protocol) throws IOException {
        refused(way, 403, "FORBIDDEN", to(protocol, "later-no"));
        refused(way, 503, "GUARD_FAILURE", to(protocol, "later-failing"));
        refused(way, 503, "GUARD_FAILURE", to(protocol, "later-never"));
        accepted(way, "-", to(protocol, "later-yes"));
        String log = server(way).process().log();
        assertTrue(log.contains("the guard failed in " + LaterCheck.class.getName() + ", and refused"), log);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void scheme_knowsWhoItIs(Way way, Protocol protocol) throws IOException {
        accepted(way, "ann", to(protocol, "open").field("X-Corp", SECRET));
        refused(way, 401, "UNAUTHENTICATED", to(protocol, "open").field("X-Corp", "wr0ng-canary"));
        assertFalse(server(way).process().log().contains("wr0ng-canary"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void asyncScheme_knowsWhoItIs(Way way, Protocol protocol) throws IOException {
        accepted(way, "tom", to(protocol, "open").field("X-Later-Corp", SECRET));
        // A cookie that leads to no session makes the scheme behind it wait for the context.
        accepted(way, "tom", to(protocol, "open").cookie("JSESSIONID=none").field("X-Later-Corp", SECRET));
        refused(way, 401, "UNAUTHENTICATED", to(protocol, "open").field("X-Later-Corp", "wrong"));
        refused(way, 503, "GUARD_FAILURE", to(protocol, "open").field("X-Later-Corp", "never"));
    }

    private Server server(Way way) {
        return servers.get(way);
    }

    private static Upgrade to(Protocol protocol, String folder) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo/" + folder));
    }

    private void refused(Way way, int status, String reason, Upgrade upgrade) throws IOException {
        assertEquals("GATE", server(way).assertRefused(status, reason, upgrade).stage());
    }

    private void accepted(Way way, String user, Upgrade upgrade) throws IOException {
        server(way).assertAccepted(upgrade).close();
        assertEquals(user, server(way).event(upgrade.path(), "ACCEPTED").user());
    }
}
