package io.github.jettyws.demo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo as its users start it: a process of its own, with its log in a file. */
final class RunningDemo {
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 30;
    private static final int POLL_MILLIS = 100;

    private final Process process;
    private final URI page;
    private final Path log;

    private RunningDemo(Process process, URI page, Path log) {
        this.process = process;
        this.page = page;
        this.log = log;
    }

    static RunningDemo start() throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of(property("work")));
        int port = freePort();
        Path log = work.resolve("demo.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        property("classes"),
                        Demo.class.getName(),
                        "--home=" + property("home"),
                        "--zip=" + property("zip"),
                        "--war=" + property("war"),
                        "--listener=" + property("listener"),
                        "--base=" + work.resolve("base"),
                        "--port=" + port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningDemo demo = new RunningDemo(process, URI.create("http://127.0.0.1:" + port + "/"), log);
        demo.awaitAnswer();
        return demo;
    }

    /** As the profile {@code browser} names it. */
    static String property(String name) {
        String value = System.getProperty("demo." + name);
        if (value == null) {
            throw new IllegalStateException("demo." + name + " is not set: expected -Pdemo,browser");
        }
        return value;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI page() {
        return page;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers(client)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                stop();
                throw new AssertionError("the demo does not answer: " + Files.readString(log));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The launcher stops the server when it is told to stop itself. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
