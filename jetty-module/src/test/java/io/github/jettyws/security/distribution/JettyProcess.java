package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A running server. Whatever happens, closing it ends it. */
final class JettyProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(40);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Pattern STARTED = Pattern.compile("Started oejs\\.Server@|Started Server@");
    private static final Pattern CONNECTOR =
            Pattern.compile("Started [\\w.]*ServerConnector@\\w+\\{([^}]*)}\\{(.*):(\\d+)}");

    /** For the case that the tests themselves are ended before they can close what they started. */
    private static final Set<JettyProcess> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(JettyProcess::kill)));
    }

    private final Process process;
    private final Path base;
    private final Path log;

    private JettyProcess(Process process, Path base, Path log) {
        this.process = process;
        this.base = base;
        this.log = log;
        ALIVE.add(this);
    }

    static JettyProcess launch(List<String> command, Path base) throws IOException {
        Path log = base.resolve("jetty.log");
        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new JettyProcess(process, base, log);
    }

    void awaitStarted() {
        boolean started = Eventually.isTrue(START, () -> STARTED.matcher(log()).find() || !process.isAlive());
        if (!started || !process.isAlive()) {
            close();
            throw new IllegalStateException("the server did not start:\n" + log());
        }
    }

    /** Waits for the end, and gives the exit code. */
    int awaitExit() {
        try {
            if (process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("still running:\n" + log());
    }

    /** Everything it wrote so far. */
    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for text in the log. */
    boolean logs(String text) {
        return Eventually.isTrue(Duration.ofSeconds(10), () -> log().contains(text));
    }

    /** Where the server listens; the first of its connectors. */
    Endpoint endpoint() {
        return endpoints().get(0);
    }

    List<Endpoint> endpoints() {
        return CONNECTOR
                .matcher(log())
                .results()
                .map(found -> new Endpoint(
                        found.group(2),
                        Integer.parseInt(found.group(3)),
                        found.group(1).contains("ssl")))
                .toList();
    }

    SeenEvents events() {
        return new SeenEvents(base.resolve("events.txt"));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException("did not stop in order:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
        }
    }

    private void kill() {
        // With --jpms, start.jar is the parent of the server.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        ALIVE.remove(this);
    }
}
