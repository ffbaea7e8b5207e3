package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard beside other modules of Jetty, and without them. */
class ModulesIT {
    @ParameterizedTest
    @EnumSource
    void oneEnvironment_guarded(TestApp app) throws IOException {
        String environment = app.environment();
        JettyBase base = JettyBase.guarded(
                        environment, "http", environment + "-deploy", environment + "-websocket-jetty")
                .deploy(app);
        try (Server server = new Server(base.start())) {
            server.assertGuards(Protocol.HTTP1, app.path("/echo"));
            assertEquals("nowhere", server.whereIs(app.path(""), creator(app)));
        }
        TestApp other = app == TestApp.EE10 ? TestApp.EE11 : TestApp.EE10;
        assertFalse(base.command("--list-config").contains(other.environment() + "-webapp"));
    }

    @ParameterizedTest
    @EnumSource
    void securedCreator_isThereWithItsModule(TestApp app) throws IOException {
        JettyBase base = JettyBase.guarded("creator", "http", app.environment() + "-deploy")
                .addModules(app.environment() + "-ws-security");
        app.deploySecured(base.directory());
        try (Server server = new Server(base.start())) {
            assertEquals("server", server.whereIs(app.path(""), creator(app)));
            server.assertGuards(Protocol.HTTP1, app.path("/secured"));
        }
    }

    private static String creator(TestApp app) {
        return "io.github.jettyws.security." + app.environment() + ".SecuredJettyWebSocketCreator";
    }

    @ParameterizedTest
    @ValueSource(strings = {"ee9", "ee10", "ee11"})
    void jakartaAlone_guarded(String environment) throws IOException {
        JettyBase base =
                JettyBase.guarded("jakarta", "http", environment + "-deploy", environment + "-websocket-jakarta");
        TestApp.deployJakartaAlone(base.directory(), environment);
        try (Server server = new Server(base.start())) {
            server.assertGuards(Protocol.HTTP1, "/" + environment + "/jakarta");
        }
    }

    @Test
    void noWebSocketModule_startsAndSaysSo() throws IOException {
        for (String[] modules : new String[][] {{"http"}, {"http", "ee10-deploy"}}) {
            try (JettyProcess process =
                    JettyBase.guarded("no-websocket", modules).start()) {
                assertTrue(process.logs("no WebSocket module is enabled: there is nothing to guard"));
                assertEquals(404, Http.get(process.endpoint(), "/").statusCode());
            }
        }
    }

    @Test
    void https_guarded() throws IOException {
        JettyBase base = JettyBase.guarded("https", "https", "ee10-deploy", "ee10-websocket-jetty")
                .deploy(TestApp.EE10);
        try (Server server = new Server(base.start(
                "jetty.ssl.host=127.0.0.1",
                "jetty.ssl.port=0",
                "jetty.sslContext.keyStorePath=" + Tls.keyStore(),
                "jetty.sslContext.keyStorePassword=" + Tls.PASSWORD))) {
            assertTrue(server.endpoint().secure());
            String path = Server.unique("/ee10/echo");
            try (Connection connection = server.open(Upgrade.to(Protocol.HTTP1, path))) {
                connection.text("hello");
                assertEquals("text 5", connection.readText());
            }
            // The same host and port in cleartext is another origin.
            Upgrade cleartextPage = Upgrade.to(Protocol.HTTP1, Server.unique("/ee10/echo"))
                    .origin("http://" + server.endpoint().authority().replace("127.0.0.1", "localhost.example"));
            try (Connection connection = cleartextPage.send(server.endpoint())) {
                assertEquals(403, connection.status());
            }
            assertEquals(
                    "ORIGIN_NOT_ALLOWED",
                    server.event(cleartextPage.path(), "REFUSED").reason());
        }
    }

    @Test
    void everyHandlerModule_gateIsOutermost() throws IOException {
        // Without dos and delay-until-content, whose XML in Jetty 12.1.12 does not fit the classes it names.
        JettyBase base = JettyBase.guarded(
                        "handlers",
                        "http",
                        "ee10-deploy",
                        "ee10-websocket-jetty",
                        "compression-gzip",
                        "cross-origin",
                        "eager-content",
                        "graceful",
                        "qos",
                        "rewrite",
                        "size-limit",
                        "state-tracking",
                        "statistics",
                        "thread-limit",
                        "well-known")
                .deploy(TestApp.EE10);
        try (Server server = new Server(
                base.start("jetty.server.dumpAfterStart=true", "jetty.crossorigin.allowedOriginPatterns=.*"))) {
            server.assertGuards(Protocol.HTTP1, "/ee10/echo");
            // In the dump, the handler of the server is the one that is not inside another.
            List<String> outermost = server.process()
                    .log()
                    .lines()
                    .filter(line -> line.matches("\\+= [\\w.]+(Gate|Handler)@.*"))
                    .filter(line -> !line.contains("DefaultHandler@"))
                    .toList();
            assertEquals(1, outermost.size(), outermost::toString);
            assertTrue(outermost.get(0).contains("SecurityGate@"), outermost::toString);
        }
    }

    @Test
    void jpms_guarded() throws IOException {
        try (Server server = new Server(JettyBase.complete("jpms").start("--jpms"))) {
            for (Protocol protocol : Protocol.values()) {
                // Endpoints of the Jetty API fail there with or without the guard: Jetty 12.1.12 does not export its
                // org.eclipse.jetty.websocket.server.internal to the modules of the environments that use it.
                server.assertGuards(protocol, "/ee10/jakarta");
                server.assertGuards(protocol, "/ee11/jakarta");
            }
        }
    }
}
