package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running proxy, with one of the configurations in {@code src/test/proxies}. They are written as an operator would write
 * them; only addresses, ports and files are exchanged. Whatever happens, closing it ends it.
 */
final class ReverseProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** For the case that the tests themselves are ended before they can close what they started. */
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(ReverseProxy::kill)));
    }

    private final Process process;
    private final int port;
    private final int tlsPort;

    private ReverseProxy(Process process, int port, int tlsPort) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /**
     * Starts a proxy and waits until it listens.
     *
     * @param file the configuration
     * @param server host and port of what is behind it, or the path of a Unix-domain socket
     */
    static ReverseProxy start(String file, String server) throws IOException {
        ProxyProgram program = ProxyProgram.of(file);
        Path folder = Build.TARGET.resolve("proxies").resolve(file + "-" + NUMBER.incrementAndGet());
        Files.createDirectories(folder);
        int[] ports = freePorts();
        int port = ports[0];
        int tlsPort = ports[1];
        // nginx writes 80 and [::]:80, HAProxy :80 and :::80.
        String configuration = Files.readString(Build.PROXIES.resolve(file))
                .replaceAll("(listen|bind) :?(?=80|443)", "$1 127.0.0.1:")
                .replaceAll("(listen|bind) (\\[::]|::):(?=80|443)", "$1 [::1]:")
                .replaceAll("(?<=(listen|bind) \\S{5,9}:)80\\b", String.valueOf(port))
                .replaceAll("(?<=(listen|bind) \\S{5,9}:)443\\b", String.valueOf(tlsPort))
                .replaceAll("/etc/ssl/example\\.(pem|key)", Tls.pem().toString())
                .replaceAll("127\\.0\\.0\\.1:8080|/run/jetty/jetty\\.sock", server);
        Path log = folder.resolve("proxy.log");
        Process process = new ProcessBuilder(program.command(folder, configuration))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ALIVE.add(process);
        ReverseProxy proxy = new ReverseProxy(process, port, tlsPort);
        if (!Eventually.isTrue(PATIENCE, () -> listens(port) || !process.isAlive()) || !process.isAlive()) {
            proxy.close();
            throw new IOException(file + " does not run:\n" + Files.readString(log));
        }
        return proxy;
    }

    /** Two ports that nobody listens on just now. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port, false);
    }

    Endpoint ipv6() {
        return new Endpoint("[::1]", port, false);
    }

    Endpoint tls() {
        return new Endpoint("127.0.0.1", tlsPort, true);
    }

    /** Ends it, and what it started. Open connections end with it. */
    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("did not end: " + process.info());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.forEach(ProcessHandle::destroyForcibly);
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        ALIVE.remove(process);
    }
}
