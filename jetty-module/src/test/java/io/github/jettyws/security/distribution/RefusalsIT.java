package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.testapp.Counts;
import io.github.jettyws.testapp.CountsServlet;
import io.github.jettyws.testapp.Echo;
import io.github.jettyws.testapp.UpgradeFilter;
import io.github.jettyws.testapp.ee10.StrippingServlet;
import io.github.jettyws.testplugin.FailingCheck;
import io.github.jettyws.testplugin.PathCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals are cheap: ten thousand of each reason leave a small heap as it was, and the application untroubled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
    private static final int TIMES = 10_000;
    private static final int WARM_UP = 500;
    private static final double GROWTH = 1.05;

    private Server server;
    private LiveHeap heap;

    @BeforeAll
    void start() throws IOException {
        JettyBase base = JettyBase.guarded("refusals", "http", "ee10-deploy", "ee10-websocket-jetty")
                // For the one reason that only a trusted proxy gives; without the header it asks for itself.
                .set("ws-security.address.trustedProxies", "127.0.0.0/8");
        Path directory = base.directory();
        new Zips.Builder()
                .text(
                        "META-INF/services/" + HandshakeCheck.class.getName(),
                        PathCheck.class.getName() + "\n" + FailingCheck.class.getName() + "\n")
                .classes("", PathCheck.class, FailingCheck.class)
                .write(directory.resolve("lib/ext/test-plugin.jar"));
        Files.writeString(directory.resolve("etc/ws-security-listeners.xml"), POLICIES);
        // In a JVM of its own, which start.jar makes: the harness gives servers more.
        Files.writeString(directory.resolve("start.d/heap.ini"), "--exec\n-Xmx64m\n");
        TestApp.EE10.deploy(directory, "ee10", war());
        server = new Server(base.start());
        heap = new LiveHeap(ProcessHandle.of(server.process().pid())
                .flatMap(parent -> parent.children().findFirst())
                .orElseThrow()
                .pid());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void tenThousand_leaveTheHeapAsItWas(Refusing refusing) throws IOException {
        int filtered = messages("filter");
        try (RefusedClient client = new RefusedClient(server.endpoint(), refusing)) {
            refuse(client, refusing, WARM_UP);
            long before = heap.bytes();
            refuse(client, refusing, TIMES);
            long after = heap.bytes();
            assertTrue(after <= before * GROWTH, () -> before + " bytes, then " + after);
            assertTrue(
                    refusing.status() == 400 || client.connections() == 1, () -> client.connections() + " connections");
        }
        assertTrue(server.process().logs("refused " + refusing + " "));
        assertEquals((WARM_UP + TIMES) * refusing.filters(), messages("filter") - filtered);
        assertEquals(0, messages("sessions"));
    }

    private static void refuse(RefusedClient client, Refusing refusing, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertEquals(refusing.status(), client.ask());
        }
    }

    private int messages(String counted) {
        String counts =
                Http.get(server.endpoint(), "/ee10/counts?path=" + counted).body();
        return Integer.parseInt(counts.substring(counts.lastIndexOf('=') + 1));
    }

    private static Zips.Builder war() throws IOException {
        return new Zips.Builder()
                .text("WEB-INF/web.xml", WEB_XML)
                .classes(
                        "WEB-INF/classes/",
                        Counts.class,
                        CountsServlet.class,
                        Echo.class,
                        StrippingServlet.class,
                        UpgradeFilter.class);
    }

    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy">
                <Arg>/ee10/secure/*</Arg>
                <Set name="secureOnly">true</Set>
              </Call>
              <Call name="addPolicy">
                <Arg>/ee10/blocked/*</Arg>
                <Set name="addressBlocked">127.0.0.0/8</Set>
              </Call>
              <Call name="addPolicy">
                <Arg>/ee10/private/*</Arg>
                <Set name="authRequired">true</Set>
              </Call>
            </Configure>
            """;

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <listener><listener-class>io.github.jettyws.testapp.UpgradeFilter</listener-class></listener>
              <filter>
                <filter-name>filter</filter-name>
                <filter-class>io.github.jettyws.testapp.UpgradeFilter</filter-class>
              </filter>
              <filter-mapping><filter-name>filter</filter-name><url-pattern>/*</url-pattern></filter-mapping>
              <servlet>
                <servlet-name>counts</servlet-name>
                <servlet-class>io.github.jettyws.testapp.CountsServlet</servlet-class>
              </servlet>
              <servlet-mapping><servlet-name>counts</servlet-name><url-pattern>/counts</url-pattern></servlet-mapping>
              <servlet>
                <servlet-name>stripping</servlet-name>
                <servlet-class>io.github.jettyws.testapp.ee10.StrippingServlet</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>stripping</servlet-name>
                <url-pattern>/stripping/*</url-pattern>
                <url-pattern>/private/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """;
}
