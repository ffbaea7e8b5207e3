package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A server with all environments and all connectors, and relays to those of them that no plain socket leads to. */
final class MatrixServer implements AutoCloseable {
    static final int MESSAGE_SIZE = 1000;
    static final int MESSAGES = 5;

    private final Server server;
    private final Endpoint clear;
    private final Endpoint tls;
    private final Path socket;
    private final Relay alpn;
    private final Relay proxy;
    private final Relay unix;

    private MatrixServer(Server server, Path socket) throws IOException {
        this.server = server;
        this.socket = socket;
        Map<Boolean, List<Endpoint>> endpoints =
                server.process().endpoints().stream().collect(Collectors.partitioningBy(Endpoint::secure));
        tls = endpoints.get(true).get(0);
        // In the order of the XML that made them: the operator's own comes after the modules'.
        clear = endpoints.get(false).get(0);
        alpn = Relays.alpn(tls);
        proxy = Relays.proxy(endpoints.get(false).get(1));
        unix = Relays.unix(socket);
    }

    static MatrixServer start() throws IOException {
        List<String> modules =
                new ArrayList<>(List.of("http", "http2c", "https", "http2", "unixdomain-http", "resources"));
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            modules.addAll(environment.modules());
        }
        JettyBase base = JettyBase.guarded("matrix", modules.toArray(String[]::new))
                .set("ws-security.limits.maxTextMessageSize", String.valueOf(MESSAGE_SIZE))
                .set("ws-security.rate.messages", String.valueOf(MESSAGES))
                .set("ws-security.rate.window", "1h");
        Path directory = base.directory();
        Files.writeString(directory.resolve("etc/ws-security-listeners.xml"), policies());
        ProxyConnector.add(directory);
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            new MatrixApps(environment, directory).deploy();
        }
        // Not in the base: the name of a socket must be short.
        Path folder = Files.createTempDirectory("matrix");
        folder.toFile().deleteOnExit();
        Path socket = folder.resolve("socket");
        JettyProcess process = base.start(
                "jetty.ssl.host=127.0.0.1",
                "jetty.ssl.port=0",
                "jetty.sslContext.keyStorePath=" + Tls.keyStore(),
                "jetty.sslContext.keyStorePassword=" + Tls.PASSWORD,
                "jetty.unixdomain.path=" + socket);
        return new MatrixServer(new Server(process), socket);
    }

    /** For each place one that asks for an identity, and two that count for themselves: a Unix-domain client has no address. */
    private static String policies() {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
                """);
        for (MatrixCell cell : MatrixCell.all()) {
            if (cell.way() == MatrixWay.HTTP1 || cell.way() == MatrixWay.HOST || cell.way() == MatrixWay.INNER) {
                xml.append("""
                        <Call name="addPolicy"><Arg>%1$s/private/*</Arg><Set name="authRequired">true</Set></Call>
                        <Call name="addPolicy"><Arg>%1$s/size/*</Arg></Call>
                        <Call name="addPolicy"><Arg>%1$s/rate/*</Arg></Call>
                        """.formatted(cell.path()));
            }
        }
        return xml.append("</Configure>\n").toString();
    }

    Endpoint endpoint(MatrixWay way) {
        return switch (way) {
            case HTTP1, H2C, INNER -> clear;
            case HOST -> new Endpoint(MatrixApps.HOST, clear.port(), false);
            case TLS -> tls;
            case H2 -> alpn.endpoint();
            case PROXY -> proxy.endpoint();
            case UNIX -> unix.endpoint();
        };
    }

    SeenEvents.Seen event(String path, String type) {
        return server.event(path, type);
    }

    /** What the application of a cell counted for a path. */
    String counts(MatrixCell cell, String path) {
        String context = cell.kind() == MatrixKind.CORE_BARE
                ? "/bare"
                : cell.path().substring(0, cell.path().lastIndexOf('/'));
        Endpoint asked = cell.way() == MatrixWay.HOST ? endpoint(cell.way()) : clear;
        return Http.get(asked, context + "/counts?path=" + Http.encode(path)).body();
    }

    JettyProcess process() {
        return server.process();
    }

    @Override
    public void close() throws IOException {
        try (alpn;
                proxy;
                unix) {
            server.close();
        } finally {
            Files.deleteIfExists(socket);
        }
    }
}
