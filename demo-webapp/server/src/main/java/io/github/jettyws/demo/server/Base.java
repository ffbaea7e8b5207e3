package io.github.jettyws.demo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes the base, step by step as an operator would, and shows each step. */
final class Base {
    static final String MODULES = "http,ee10-deploy,ee10-websocket-jetty,ee10-websocket-jakarta,ext,ws-security";

    /** Lies in a base that was made here and may be made anew. Everything else is somebody's work. */
    static final String MARKER = ".jetty-ws-security-demo";

    private final DemoOptions options;
    private final Path base;

    Base(DemoOptions options) {
        this.options = options;
        this.base = options.base();
    }

    void make() throws DemoException, IOException, InterruptedException {
        clear();
        Files.createDirectories(base);
        Files.createFile(base.resolve(MARKER));

        show("cd " + base);
        show("unzip " + options.zip());
        Zip.unpack(options.zip(), base);

        show("java -jar " + options.home().resolve("start.jar") + " --add-modules=" + MODULES);
        int status = Jetty.command(options, "--add-modules=" + MODULES).start().waitFor();
        if (status != 0) {
            throw new DemoException("--add-modules ended with status " + status + "; the lines above say why");
        }

        copy(options.war(), "webapps/ROOT.war");
        copy(options.listener(), "lib/ext/" + options.listener().getFileName());
        configure();
    }

    /** The properties of the guard are spelled out although most are defaults: the page names these numbers. */
    static List<String> ini(int port) {
        return List.of(
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + port,
                "ws-security.origin.allowLocalhost=false",
                "ws-security.auth.session.attribute=user",
                "ws-security.limits.maxTextMessageSize=65536",
                "ws-security.limits.idleTimeout=5m",
                "ws-security.rate.messages=100",
                "ws-security.rate.window=10s");
    }

    private void configure() throws IOException {
        List<String> lines = ini(options.port());
        show("cat > start.d/demo.ini");
        lines.forEach(line -> System.out.println("  " + line));
        Files.write(base.resolve("start.d/demo.ini"), lines);
    }

    private void copy(Path file, String to) throws IOException {
        show("cp " + file + " " + to);
        Path target = base.resolve(to);
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    private void clear() throws DemoException, IOException {
        if (!Files.exists(base)) {
            return;
        }
        if (!Files.exists(base.resolve(MARKER))) {
            throw new DemoException(base + " is there already and was not made by this demo; name another --base=");
        }
        try (Stream<Path> found = Files.walk(base)) {
            found.sorted(Comparator.reverseOrder()).forEach(Base::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void show(String command) {
        System.out.println("$ " + command);
    }
}
