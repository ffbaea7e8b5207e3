package io.github.jettyws.demo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server, a process of its own that writes its log to our output. */
final class Jetty {
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 20;
    private static final long POLL_MILLIS = 250;

    private final Process process;
    private final URI page;
    private volatile boolean stopping;

    private Jetty(Process process, URI page) {
        this.process = process;
        this.page = page;
    }

    /** Prepares {@code java -jar start.jar} in the base. */
    static ProcessBuilder command(DemoOptions options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(options.home().resolve("start.jar").toString());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(options.base().toFile()).inheritIO();
    }

    /** The server would say so too, but in the middle of a stack trace. */
    static void requireFree(int port) throws DemoException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new DemoException("port " + port + " is taken; choose another: -Ddemo.port=" + (port % 65535 + 1));
        }
    }

    static Jetty start(DemoOptions options) throws IOException {
        Process process = command(options).start();
        Jetty jetty = new Jetty(process, URI.create("http://127.0.0.1:" + options.port() + "/"));
        Runtime.getRuntime().addShutdownHook(new Thread(jetty::stop, "stop-jetty"));
        return jetty;
    }

    /**
     * Waits until the demo answers.
     *
     * @return false if it is being stopped instead
     */
    boolean awaitAnswer() throws DemoException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers(client)) {
            if (stopping) {
                return false;
            }
            if (!process.isAlive()) {
                throw new DemoException("the server ended with status " + process.exitValue() + "; its log says why");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new DemoException("no answer at " + page + " after " + START_SECONDS + " s; its log says why");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Waits until the server has ended. */
    void await() throws DemoException, InterruptedException {
        int status = process.waitFor();
        if (!stopping) {
            throw new DemoException("the server ended with status " + status + "; its log says why");
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

    private void stop() {
        stopping = true;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
