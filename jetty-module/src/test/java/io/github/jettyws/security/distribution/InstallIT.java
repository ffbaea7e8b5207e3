package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways to install that {@code README.md} describes, and what lies in the base then. */
class InstallIT {
    private static final String[] MODULES = {"http2c", "ee10-deploy", "ee10-websocket-jetty"};
    private static final String LISTENERS = "etc/ws-security-listeners.xml";

    @Test
    void zip_holdsWhatLiesInABaseAndNothingElse() throws IOException {
        List<String> libraries = Zips.files(Build.ZIP).stream()
                .filter(file -> file.startsWith("lib/") && !file.contains("jetty-ws-security-"))
                .map(file -> file.replaceAll("-[0-9].*", ""))
                .toList();
        assertEquals(
                List.of(
                        "lib/ws-security/caffeine",
                        "lib/ws-security/gson",
                        "lib/ws-security/json-schema",
                        "lib/ws-security/nimbus-jose-jwt"),
                libraries);
        List<String> rest = Zips.files(Build.ZIP).stream()
                .filter(file -> !file.startsWith("lib/") || file.contains("jetty-ws-security-"))
                .toList();
        assertEquals(
                List.of(
                        "etc/ws-security.xml",
                        "lib/ws-security/ee10/jetty-ws-security-ee10-" + Build.VERSION + ".jar",
                        "lib/ws-security/ee11/jetty-ws-security-ee11-" + Build.VERSION + ".jar",
                        "lib/ws-security/jetty-ws-security-core-" + Build.VERSION + ".jar",
                        "modules/ee10-ws-security.mod",
                        "modules/ee11-ws-security.mod",
                        "modules/ws-security.mod",
                        "modules/ws-security/LICENSE",
                        "modules/ws-security/NOTICE.txt",
                        "modules/ws-security/ws-security-envelope.schema.json",
                        "modules/ws-security/ws-security-listeners.xml"),
                rest);
    }

    @Test
    void configJar_holdsTheSame() throws IOException {
        assertEquals(
                Zips.files(Build.ZIP),
                Zips.files(Build.CONFIG_JAR).stream()
                        .filter(file -> !file.startsWith("META-INF/"))
                        .toList());
    }

    @Test
    void unzip_guards() throws IOException {
        JettyBase base = JettyBase.empty("install-unzip");
        Zips.extract(Build.ZIP, base.directory());
        base.addModules(MODULES).addModules("ws-security");
        assertGuards(base);
    }

    @Test
    void configDir_guards() throws IOException {
        Path shared = JettyBase.empty("install-shared").directory();
        Zips.extract(Build.ZIP, shared);
        JettyBase base = JettyBase.empty("install-config-dir").addModules(MODULES);
        // The way to the directory has to be there at every start.
        Files.writeString(base.directory().resolve("start.d/config-dir.ini"), "--add-config-dir=" + shared + "\n");
        base.addModules("ws-security");
        assertTrue(Files.exists(base.directory().resolve(LISTENERS)));
        assertTrue(Files.notExists(base.directory().resolve("modules")));
        assertGuards(base);
    }

    @Test
    void configJarFromRepository_guards() throws IOException {
        JettyBase base = JettyBase.empty("install-repository").addModules(MODULES);
        Path repository = base.directory().resolve("repository");
        String artifact = "jetty-ws-security-module";
        Path folder = repository.resolve("io/github/jettyws/" + artifact + "/" + Build.VERSION);
        Files.createDirectories(folder);
        Files.copy(Build.CONFIG_JAR, folder.resolve(artifact + "-" + Build.VERSION + "-config.jar"));
        base.command(
                "maven.local.repo=" + repository,
                "--create-files",
                "--files=maven://io.github.jettyws/" + artifact + "/" + Build.VERSION + "/jar/config|extract:/");
        base.addModules("ws-security");
        assertGuards(base);
    }

    private static void assertGuards(JettyBase base) throws IOException {
        base.plugin().deploy(TestApp.EE10);
        try (Server server = new Server(base.start())) {
            for (Protocol protocol : Protocol.values()) {
                server.assertGuards(protocol, "/ee10/echo");
            }
        }
    }

    @Test
    void editedFile_isNotOverwritten() throws IOException {
        JettyBase base = JettyBase.guarded("install-edited", "http");
        Path listeners = base.directory().resolve(LISTENERS);
        String edited = Files.readString(listeners).replace("</Configure>", "<!-- edited -->\n</Configure>");
        Files.writeString(listeners, edited);
        base.addModules("ws-security").command("--create-files");
        assertEquals(edited, Files.readString(listeners));
    }

    @Test
    void description_isListed() throws IOException {
        JettyBase base = JettyBase.guarded("install-list", "http");
        String list = base.command("--list-modules=security");
        for (String module : List.of("ws-security", "ee10-ws-security", "ee11-ws-security")) {
            // One line of the description is shown, so it has to be a sentence.
            assertTrue(list.lines().anyMatch(line -> line.matches(" *" + module + " +- .*\\.")), list);
        }
    }
}
