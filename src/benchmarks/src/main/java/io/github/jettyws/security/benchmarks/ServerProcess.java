package io.github.jettyws.security.benchmarks;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link HandshakeServer} as its parent sees it. */
final class ServerProcess implements AutoCloseable {
    private final HandshakeServer.Kind kind;
    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final int port;
    private final String token;

    /**
     * Starts a server and waits for its port.
     *
     * @param kind what stands in front of its endpoint
     * @throws IOException if it does not start
     */
    ServerProcess(HandshakeServer.Kind kind) throws IOException {
        this.kind = kind;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // The same for all, whatever Java would choose by the machine.
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+UseG1GC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HandshakeServer.class.getName(),
                        kind.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(answer());
        token = answer();
    }

    HandshakeServer.Kind kind() {
        return kind;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /** The token that it asks for; empty if it asks for none. */
    String token() {
        return token;
    }

    /** Tells how much time the server has used since it started. */
    Usage usage() throws IOException {
        questions.println();
        String[] numbers = answer().split(" ", 2);
        return new Usage(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    /**
     * What a server has used since it started.
     *
     * @param processorNanos processor time, in nanoseconds
     * @param compilerMillis how long its compiler was busy, in milliseconds
     */
    record Usage(long processorNanos, long compilerMillis) {}

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException(kind + ": expected an answer of the server");
        }
        return line;
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
