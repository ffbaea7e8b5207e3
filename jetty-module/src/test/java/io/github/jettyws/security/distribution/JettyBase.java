package io.github.jettyws.security.distribution;

import io.github.jettyws.testplugin.FileListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A fresh base, made by the commands that an operator would give. It stays in the build directory, to be looked at. */
final class JettyBase {
    /** The modules of a server with applications of both environments and both APIs, over HTTP/1.1 and h2c. */
    private static final List<String> ALL = List.of(
            "http2c",
            "ee10-deploy",
            "ee10-websocket-jetty",
            "ee10-websocket-jakarta",
            "ee11-deploy",
            "ee11-websocket-jetty",
            "ee11-websocket-jakarta");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path directory;
    private String heap = "256m";
    private Path java = Path.of(System.getProperty("java.home"));

    private JettyBase(Path directory) {
        this.directory = directory;
    }

    /** An empty base. */
    static JettyBase empty(String name) throws IOException {
        Path directory = Build.TARGET.resolve("bases").resolve(name + "-" + NUMBER.incrementAndGet());
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
        return new JettyBase(directory);
    }

    /** A base with the guard, some modules, and the plugin that writes events to a file. */
    static JettyBase guarded(String name, String... modules) throws IOException {
        JettyBase base = empty(name);
        Zips.extract(Build.ZIP, base.directory);
        base.addModules(modules);
        base.addModules("ws-security");
        return base.plugin();
    }

    /** A base with the guard, everything it can guard, and an application in each environment. */
    static JettyBase complete(String name, String... moreModules) throws IOException {
        String[] modules =
                Stream.concat(ALL.stream(), Arrays.stream(moreModules)).toArray(String[]::new);
        return guarded(name, modules).deploy(TestApp.EE10).deploy(TestApp.EE11);
    }

    Path directory() {
        return directory;
    }

    /** Runs the server on another JDK. */
    JettyBase java(Path home) {
        java = home;
        return this;
    }

    /** Gives the server so much memory, such as {@code 128m}. */
    JettyBase heap(String most) {
        heap = most;
        return this;
    }

    JettyBase addModules(String... modules) throws IOException {
        if (modules.length > 0) {
            command("--add-modules=" + String.join(",", modules));
        }
        return this;
    }

    /** Runs a command of {@code start.jar} that ends by itself, and gives what it wrote. */
    String command(String... arguments) throws IOException {
        Command command = Command.run(directory, startJar(arguments));
        if (!command.succeeded()) {
            throw new IOException(String.join(" ", arguments) + " failed:\n" + command.output());
        }
        return command.output();
    }

    /** Sets a property where an operator does: in the module's ini file. */
    JettyBase set(String property, String value) throws IOException {
        Path ini = directory.resolve("start.d/ws-security.ini");
        Files.writeString(ini, property + "=" + value + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return this;
    }

    JettyBase plugin() throws IOException {
        new Zips.Builder()
                .text(
                        "META-INF/services/io.github.jettyws.security.event.SecurityListener",
                        FileListener.class.getName() + "\n")
                .classes("", FileListener.class)
                .write(directory.resolve("lib/ext/test-plugin.jar"));
        return this;
    }

    JettyBase deploy(TestApp app) throws IOException {
        app.deploy(directory);
        return this;
    }

    /** Starts the server and waits until it serves, on ports of its own choice on the loopback address. */
    JettyProcess start(String... arguments) throws IOException {
        JettyProcess process = tryStart(arguments);
        process.awaitStarted();
        return process;
    }

    /** Starts a server that may well refuse to start. */
    JettyProcess tryStart(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("jetty.http.host=127.0.0.1", "jetty.http.port=0"));
        // Given last, so that a test can choose another host.
        all.addAll(Arrays.asList(arguments));
        return JettyProcess.launch(startJar(all.toArray(String[]::new)), directory);
    }

    private List<String> startJar(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "-Xmx" + heap,
                // Servers that live for seconds: compiled fast rather than well.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Build.JETTY_HOME.resolve("start.jar").toString()));
        line.addAll(Arrays.asList(arguments));
        return line;
    }
}
