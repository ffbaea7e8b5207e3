package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.testplugin.Corp;
import io.github.jettyws.testplugin.FileListener;
import io.github.jettyws.testplugin.LaterCheck;
import io.github.jettyws.testplugin.PathCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The operator's own file and own jars, used as the file itself says. */
class PluginIT {
    private static final String[] MODULES = {"http2c", "ee10-deploy", "ee10-websocket-jetty"};

    @Test
    void examplesOfTheListenersFile_doWhatTheySay() throws IOException {
        JettyBase base = JettyBase.guarded("plugin-xml", MODULES).deploy(TestApp.EE10);
        new Zips.Builder()
                .classes("", FileListener.class, PathCheck.class, LaterCheck.class, Corp.class)
                .write(base.directory().resolve("lib/ext/test-plugin.jar"));
        Path file = base.directory().resolve("etc/ws-security-listeners.xml");
        String examples = Files.readString(file)
                .replaceAll("(?s)<!-- [^<]*?\n  (<Call .*?</Call>)\\s*-->", "$1")
                .replace("com.example.MySecurityListener", FileListener.class.getName())
                .replace("com.example.MyHandshakeCheck", PathCheck.class.getName())
                .replace("com.example.MyAsyncHandshakeCheck", LaterCheck.class.getName())
                .replace("com.example.MyAuthenticator", Corp.class.getName())
                .replace("/app/admin/*", "/ee10/echo/admin/*");
        assertFalse(examples.contains("com.example"));
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
            }
        }
    }

    @Test
    void checkNamedAsService_isAsked() throws IOException {
        JettyBase base = JettyBase.guarded("plugin-service", MODULES).deploy(TestApp.EE10);
        new Zips.Builder()
                .text("META-INF/services/" + HandshakeCheck.class.getName(), PathCheck.class.getName() + "\n")
                .classes("", PathCheck.class)
                .write(base.directory().resolve("lib/ext/test-check.jar"));
        try (Server server = new Server(base.start())) {
            for (Protocol protocol : Protocol.values()) {
                assertForbidden(server, protocol);
            }
        }
    }

    private static void assertForbidden(Server server, Protocol protocol) throws IOException {
        Upgrade forbidden = Upgrade.to(protocol, Server.unique("/ee10/echo/forbidden"));
        assertEquals("GATE", server.assertRefused(403, "FORBIDDEN", forbidden).stage());
        server.assertAccepted(Upgrade.to(protocol, Server.unique("/ee10/echo"))).close();
    }
}
