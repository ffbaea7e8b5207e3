package io.github.jettyws.security.benchmarks;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link HandshakeServer} as its parent sees it. */
final class ServerProcess implements AutoCloseable {
    private final HandshakeServer.Kind kind;
    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final int port;

    /**
     * Starts a server and waits for its port.
     *
     * @param kind what stands in front of its endpoint
     * @param prefix what to run it by, may be empty
     * @throws IOException if it does not start
     */
    ServerProcess(HandshakeServer.Kind kind, List<String> prefix) throws IOException {
        this.kind = kind;
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The same for all, whatever the number of processors makes Java choose.
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC"));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), HandshakeServer.class.getName(), kind.name()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(answer());
    }

    HandshakeServer.Kind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    /** Tells how much processor time the server has used since it started, in nanoseconds. */
    long processorTime() throws IOException {
        questions.println();
        return Long.parseLong(answer());
    }

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
