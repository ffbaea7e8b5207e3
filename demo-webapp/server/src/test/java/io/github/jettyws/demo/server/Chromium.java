package io.github.jettyws.demo.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, that is driven over its DevTools protocol. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;
    private static final int POLL_MILLIS = 50;

    private final Process process;
    private final DevTools devTools;

    private Chromium(Process process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /** Without {@code -Dbrowser.required=true}, tests are skipped where there is none. */
    static Chromium start() throws IOException, InterruptedException {
        Optional<Path> program = find();
        String message = "these tests need Chromium (Debian: chromium)";
        if (program.isEmpty() && Boolean.getBoolean("demo.browserRequired")) {
            throw new AssertionError(message);
        }
        assumeTrue(program.isPresent(), message);
        Path work = Files.createDirectories(Path.of(RunningDemo.property("work")));
        Path profile = Files.createTempDirectory(work, "profile");
        Process process = new ProcessBuilder(command(program.get(), profile))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("chromium.log").toFile())
                .start();
        try {
            return new Chromium(process, DevTools.connect(awaitAddress(process, profile)));
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** It is to talk to the demo, and to nobody else. */
    private static List<String> command(Path program, Path profile) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) {
            // It refuses to be root in its own sandbox.
            command.add("--no-sandbox");
        }
        return command;
    }

    /** It chooses a port, and writes that and the path to a file. */
    private static URI awaitAddress(Process process, Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() > 1) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new AssertionError("Chromium does not start; its log is chromium.log");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Opens a page in a new tab of a window. */
    Tab open(String window, URI page) {
        String target = DevTools.text(
                devTools.ask(null, "Target.createTarget", "url", "about:blank", "browserContextId", window),
                "targetId");
        String session = DevTools.text(
                devTools.ask(null, "Target.attachToTarget", "targetId", target, "flatten", true), "sessionId");
        devTools.ask(session, "Page.navigate", "url", page.toString());
        return new Tab(devTools, session);
    }

    /** Opens a window that shares no cookies with any other. */
    String window() {
        return DevTools.text(devTools.ask(null, "Target.createBrowserContext"), "browserContextId");
    }

    void stop() throws InterruptedException {
        devTools.close();
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
