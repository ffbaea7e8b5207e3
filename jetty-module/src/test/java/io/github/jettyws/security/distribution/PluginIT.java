package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.testplugin.Corp;
import io.github.jettyws.testplugin.FileListener;
import io.github.jettyws.testplugin.LaterCheck;
import io.github.jettyws.testplugin.PathCheck;
import io.github.jettyws.testplugin.TextCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The operator's own file and own jars, used as the file itself says. */
class PluginIT {
    private static final String[] MODULES = {"http2c", "ee10-deploy", "ee10-websocket-jetty"};

    @Test
    void examplesOfTheListenersFile_doWhatTheySay() throws IOException {
        JettyBase base = JettyBase.guarded("plugin-xml", MODULES)
                .set("ws-security.message.format", "json")
                .deploy(TestApp.EE10);
        new Zips.Builder()
                .classes("", FileListener.class, PathCheck.class, LaterCheck.class, Corp.class, TextCheck.class)
                .write(base.directory().resolve("lib/ext/test-plugin.jar"));
        Path file = base.directory().resolve("etc/ws-security-listeners.xml");
        String examples = Files.readString(file)
                .replaceAll("(?s)<!-- [^<]*?\n  (<(Call|Get) .*?</\\2>)\\s*-->", "$1")
                .replace("com.example.MySecurityListener", FileListener.class.getName())
                .replace("com.example.MyHandshakeCheck", PathCheck.class.getName())
                .replace("com.example.MyAsyncHandshakeCheck", LaterCheck.class.getName())
                .replace("com.example.MyAuthenticator", Corp.class.getName())
                .replace("com.example.MyMessageCheck", TextCheck.class.getName())
                .replace("/app/admin/*", "/ee10/echo/admin/*");
        assertFalse(examples.contains("com.example"));
        assertTrue(examples.contains("\n  <Get name=\"policy\">\n    <Call name=\"addRatePerEvent\">"), examples);
        Files.writeString(file, examples);
        try (Server server = new Server(base.start())) {
            for (Protocol protocol : Protocol.values()) {
                assertForbidden(server, protocol);
                server.assertRefused(403, "FORBIDDEN", Upgrade.to(protocol, Server.unique("/ee10/echo/later-no")));
                String admin = "/ee10/echo/admin";
                server.assertRefused(
                        403,
                        "ORIGIN_NOT_ALLOWED",
                        Upgrade.to(protocol, Server.unique(admin)).origin("https://other.example.com"));
                server.assertRefused(
                        401,
                        "UNAUTHENTICATED",
                        Upgrade.to(protocol, Server.unique(admin)).origin("https://admin.example.com"));
                assertUnwantedText(server, protocol);
                assertTenOfTheEvent(server, protocol);
            }
        }
    }

    private static void assertUnwantedText(Server server, Protocol protocol) throws IOException {
        String path = Server.unique("/ee10/echo");
        try (Connection connection = server.open(Upgrade.to(protocol, path))) {
            connection.text("\"wanted\"");
            assertEquals("text 8", connection.readText());
            connection.text("\"unwanted\"");
            server.assertViolated(1008, "INVALID_MESSAGE", path, connection);
        }
        assertEquals(1, server.messages(path));
    }

    private static void assertTenOfTheEvent(Server server, Protocol protocol) throws IOException {
        String path = Server.unique("/ee10/echo");
        String other = "{\"event\":\"chat.typing\"}";
        // Events are counted for an address: over either protocol those of another one.
        String client = protocol == Protocol.HTTP1 ? "127.0.23.1" : "127.0.23.2";
        try (Connection connection = server.open(Upgrade.to(protocol, path).from(client))) {
            for (int i = 0; i < 11; i++) {
                connection.text(other);
                assertEquals("text " + other.length(), connection.readText());
            }
            String limited = "{\"event\":\"chat.message\"}";
            for (int i = 0; i < 11; i++) {
                connection.text(limited);
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("text " + limited.length(), connection.readText());
            }
            server.assertViolated(1008, "MESSAGE_RATE", path, connection);
        }
        assertEquals(21, server.messages(path));
    }

    @Test
    void checksNamedAsServices_areAsked() throws IOException {
        JettyBase base = JettyBase.guarded("plugin-service", MODULES).deploy(TestApp.EE10);
        new Zips.Builder()
                .text("META-INF/services/" + HandshakeCheck.class.getName(), PathCheck.class.getName() + "\n")
                .text("META-INF/services/" + MessageCheck.class.getName(), TextCheck.class.getName() + "\n")
                .classes("", PathCheck.class, TextCheck.class)
                .write(base.directory().resolve("lib/ext/test-check.jar"));
        try (Server server = new Server(base.start())) {
            for (Protocol protocol : Protocol.values()) {
                assertForbidden(server, protocol);
                assertUnwantedText(server, protocol);
            }
        }
    }

    private static void assertForbidden(Server server, Protocol protocol) throws IOException {
        Upgrade forbidden = Upgrade.to(protocol, Server.unique("/ee10/echo/forbidden"));
        assertEquals("GATE", server.assertRefused(403, "FORBIDDEN", forbidden).stage());
        server.open(Upgrade.to(protocol, Server.unique("/ee10/echo"))).close();
    }
}
