package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.testapp.Canary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications that come and go while the server runs: guarded each time, and nothing of them stays. */
class DeployIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int GOING_AWAY = 1001;
    private static final String NOTHING_COUNTED = "created=0 parts=0 messages=0";

    @ParameterizedTest
    @EnumSource
    void deployedRedeployedUndeployed(TestApp app) throws IOException {
        String environment = app.environment();
        JettyBase base = JettyBase.guarded(
                "deploy",
                "http2c",
                environment + "-deploy",
                environment + "-websocket-jetty",
                environment + "-websocket-jakarta");
        try (Server server = new Server(base.start("jetty.deploy.scanInterval=1"))) {
            // An application that counted this path is an older one.
            String trace = app.path("/echo/trace");
            for (int generation = 1; generation <= 3; generation++) {
                base.deploy(app);
                assertTrue(
                        Eventually.isTrue(PATIENCE, () -> server.counts(trace).equals(NOTHING_COUNTED)),
                        () -> server.process().log());
                for (Protocol protocol : Protocol.values()) {
                    server.assertGuards(protocol, app.path("/echo"));
                    server.assertGuards(protocol, app.path("/own"));
                    server.assertGuards(protocol, app.path("/jakarta"));
                }
                server.assertAccepted(Upgrade.to(Protocol.HTTP1, trace)).close();
                assertAlive(1, server);
            }
            try (Connection open = server.assertAccepted(Upgrade.to(Protocol.HTTP1, trace))) {
                Files.delete(base.directory().resolve("webapps/" + environment + ".war"));
                Files.delete(base.directory().resolve("webapps/" + environment + ".properties"));
                assertEquals(GOING_AWAY, open.readClose());
            }
            assertTrue(Eventually.isTrue(
                    PATIENCE,
                    () -> Http.get(server.endpoint(), app.path("/counts")).statusCode() == 404));
            assertAlive(0, server);
        }
    }

    private static void assertAlive(int expected, Server server) {
        assertTrue(
                Eventually.isTrue(PATIENCE, () -> alive(server) == expected),
                () -> alive(server) + " class loaders of the application are alive");
    }

    /** Counts the class loaders of the application that are left after a garbage collection. */
    private static long alive(Server server) {
        // A selector of Jetty holds the last connection that it had to do with, until it has to do with another.
        for (int i = 0; i < 8; i++) {
            Http.get(server.endpoint(), "/");
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        try {
            Command histogram = Command.run(
                    Build.TARGET, List.of(jcmd, String.valueOf(server.process().pid()), "GC.class_histogram"));
            // The class is there once for each loader, with one instance.
            return histogram
                    .output()
                    .lines()
                    .filter(line -> line.matches(".*\\s" + Canary.class.getName() + "(\\s.*)?"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
