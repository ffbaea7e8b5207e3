package io.github.jettyws.security.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.jettyws.security.WebSocketSecurity;
import io.github.jettyws.security.auth.JwtAlgorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.InetAccessHandler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * A server with two endpoints, in a process of its own, of which {@link Comparison} is the parent: it writes its
 * port and the token that it asks for, if any, then for every line that it reads the processor time that it has used so far, in nanoseconds, and what the
 * compiler took of that, in milliseconds. It ends with its input.
 */
public final class HandshakeServer {
    /** What stands between the connector and the endpoint. */
    enum Kind {
        /** Nothing. */
        PLAIN,
        /** Nothing once more: whatever this one differs by from the other is the error of the measurement. */
        CONTROL,
        /** The guard. */
        GUARDED,
        /** The guard, which asks for a token as well: clients come back with the one they have. */
        TOKEN,
        /** Jetty's own address handler: the known way to keep ranges out. */
        INET_ACCESS
    }

    private static final int BLOCKED = 100_000;

    /** Jetty's handler asks one range after the other. */
    private static final int BLOCKED_BY_JETTY = 10_000;

    private HandshakeServer() {}

    /**
     * Runs the server.
     *
     * @param args the name of a {@link Kind}
     * @throws Exception if it does not start
     */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(application());
        String token = "";
        switch (Kind.valueOf(args[0])) {
            case GUARDED -> guard(server);
            case TOKEN -> token = tokens(guard(server));
            case INET_ACCESS -> server.insertHandler(inetAccess());
            case PLAIN, CONTROL -> {
                // As it is.
            }
        }
        server.start();
        System.out.println(connector.getLocalPort());
        System.out.println(token);
        answer();
        server.stop();
    }

    /** What applications are: a servlet context with sessions, whose endpoint is mapped as Jetty's documentation does it. */
    private static Handler application() {
        ServletContextHandler context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
        JettyWebSocketServletContainerInitializer.configure(context, (servletContext, container) -> {
            container.setIdleTimeout(Duration.ofHours(1));
            container.addMapping("/chat", (request, response) -> new Endpoint());
            container.addMapping("/echo", (request, response) -> new Echo());
        });
        return context;
    }

    /** Every limit counts, and none is reached. */
    private static WebSocketSecurity guard(Server server) throws IOException {
        // In a folder of its own: that is what is watched.
        Path folder = Files.createTempDirectory("blocked");
        folder.toFile().deleteOnExit();
        Path blocked = Files.write(
                folder.resolve("blocked.txt"), AddressSample.of(BLOCKED).ranges());
        blocked.toFile().deleteOnExit();
        WebSocketSecurity security = new WebSocketSecurity();
        security.getPolicy().setAddressBlockedFile(blocked.toString());
        security.getPolicy().setOriginAllowed(String.join(",", HandshakeRequest.origins()));
        security.getPolicy().setHandshakesPerAddress("1000000");
        security.getPolicy().setConnectionsPerAddress("100000");
        security.getPolicy().setConnectionsTotal("100000");
        security.getPolicy().setRateMessages("1000000");
        // While other servers are warmed up.
        security.getPolicy().setIdleTimeout("1h");
        security.install(server);
        return security;
    }

    /** Asks for a token that is signed with what costs most to verify. */
    private static String tokens(WebSocketSecurity security) throws IOException, GeneralSecurityException {
        SignedToken token = new SignedToken(JwtAlgorithm.ES256);
        Path key = Files.createTempFile("key", ".pem");
        key.toFile().deleteOnExit();
        security.getPolicy().setAuthRequired("true");
        security.getPolicy().setAuthSchemes("jwt");
        security.getPolicy().setAuthJwtAlgorithms("ES256");
        security.getPolicy().setAuthJwtAudience("chat");
        security.getPolicy()
                .setAuthJwtKeyFile(Files.writeString(key, token.key()).toString());
        return token.text();
    }

    private static InetAccessHandler inetAccess() {
        InetAccessHandler handler = new InetAccessHandler();
        List<String> ranges = AddressSample.of(BLOCKED_BY_JETTY).ranges();
        handler.exclude(ranges.toArray(String[]::new));
        return handler;
    }

    private static void answer() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (lines.readLine() != null) {
            System.out.println(system.getProcessCpuTime() + " " + compiler.getTotalCompilationTime());
        }
    }

    /** An endpoint that does nothing; public, as Jetty wants it. */
    public static final class Endpoint extends Session.Listener.AbstractAutoDemanding {
        /** Made for each connection. */
        public Endpoint() {}
    }

    /** An endpoint that sends back what it gets. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        /** Made for each connection. */
        public Echo() {}

        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }
    }
}
