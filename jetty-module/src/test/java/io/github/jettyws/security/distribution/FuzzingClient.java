package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The fuzzing client of the Autobahn testsuite, at work on one server. It is written in Python, and can run only once in
 * a JVM, so it has one of its own.
 */
final class FuzzingClient implements AutoCloseable {
    /** What the build fetched, and where the reports go. */
    static final Path DIRECTORY = Build.TARGET.resolve("autobahn");

    private static final Path SCRIPT = Path.of("src/test/autobahn/client.py");
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Process process;
    private final Path report;
    private final Path log;

    private FuzzingClient(Process process, Path report, Path log) {
        this.process = process;
        this.report = report;
        this.log = log;
    }

    /** Begins with all cases. */
    static FuzzingClient start(String name, URI server) throws IOException {
        return start(name, server, List.of("*"));
    }

    static FuzzingClient start(String name, URI server, List<String> cases) throws IOException {
        Path report = DIRECTORY.resolve(name);
        Files.createDirectories(report);
        Files.deleteIfExists(verdicts(report));
        Path log = DIRECTORY.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-cp",
                DIRECTORY.resolve("lib") + "/*",
                // Nothing is cached, neither beside the jar nor beside the script.
                "-Dpython.cachedir.skip=true",
                "org.python.util.jython",
                "-B",
                SCRIPT.toString(),
                name,
                server.toString(),
                report.toString()));
        command.addAll(cases);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new FuzzingClient(process, report, log);
    }

    /** Waits until all cases have run, and gives the verdict of each, by the number of the case. */
    Map<String, Verdict> await() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + LIMIT + ", see " + log);
        }
        if (process.exitValue() != 0 || !Files.exists(verdicts(report))) {
            throw new IllegalStateException("exit code " + process.exitValue() + ", see " + log);
        }
        List<String> lines = Files.readAllLines(verdicts(report), StandardCharsets.UTF_8);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (String line : lines) {
            String[] field = line.split("\t", -1);
            verdicts.put(field[0], new Verdict(field[1], field[2], Duration.ofMillis(Long.parseLong(field[3]))));
        }
        return verdicts;
    }

    private static Path verdicts(Path report) {
        return report.resolve("verdicts.txt");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What the testsuite thinks of a server in one case: of what it did, and of how it closed. */
    record Verdict(String behavior, String close, Duration duration) {
        @Override
        public String toString() {
            return behavior + ", " + close;
        }
    }
}
