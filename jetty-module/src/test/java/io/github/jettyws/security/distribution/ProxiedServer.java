package io.github.jettyws.security.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A server that trusts the proxies of this machine, and all the proxies that lead to it. */
final class ProxiedServer implements AutoCloseable {
    static final String BLOCKED = "127.9.9.9";

    /** Paths for encrypted connections alone; for all but {@code ::1}; for pages of the server alone; for one of an address. */
    private static final String POLICIES = """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="WebSocketSecurity" class="io.github.jettyws.security.WebSocketSecurity">
              <Call name="addPolicy"><Arg>/ee10/echo/secure/*</Arg><Set name="secureOnly">true</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/not6/*</Arg><Set name="addressBlocked">::1</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/same/*</Arg><Set name="originAllowLocalhost">false</Set></Call>
              <Call name="addPolicy"><Arg>/ee10/echo/one/*</Arg><Set name="connectionsPerAddress">1</Set></Call>
            </Configure>
            """;

    private final Server server;
    private final Path socket;
    private final Map<ProxyRoute, ReverseProxy> proxies = new EnumMap<>(ProxyRoute.class);
    private final List<ReverseProxy> inner = new ArrayList<>();

    private ProxiedServer(Server server, Path socket) {
        this.server = server;
        this.socket = socket;
    }

    static ProxiedServer start(ProxyRoute.Header header) throws IOException {
        JettyBase base = JettyBase.guarded("proxied", "http", "unixdomain-http", "ee10-deploy", "ee10-websocket-jetty")
                .deploy(TestApp.EE10)
                .set("ws-security.address.trustedProxies", "127.0.0.1, unix")
                .set("ws-security.address.forwardedHeader", header.field())
                .set("ws-security.address.blocked", BLOCKED)
                .set("ws-security.rate.messages", "0");
        Files.writeString(base.directory().resolve("etc/ws-security-listeners.xml"), POLICIES);
        ProxyConnector.add(base.directory());
        // Not in the base: the name of a socket must be short.
        Path folder = Files.createTempDirectory("proxied");
        folder.toFile().deleteOnExit();
        Path socket = folder.resolve("socket");
        ProxiedServer proxied = new ProxiedServer(new Server(base.start("jetty.unixdomain.path=" + socket)), socket);
        try {
            for (ProxyRoute route : ProxyRoute.values()) {
                if (route.header() == header) {
                    proxied.startProxies(route);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            proxied.close();
            throw e;
        }
        return proxied;
    }

    /** From the server's side to the client's. */
    private void startProxies(ProxyRoute route) throws IOException {
        List<Endpoint> connectors = server.process().endpoints();
        String next = switch (route.entrance()) {
            case HTTP -> connectors.get(0).authority();
            case PROXY -> connectors.get(1).authority();
            case UNIX -> socket.toString();
        };
        for (int i = route.configurations().size() - 1; i >= 0; i--) {
            ReverseProxy proxy = ReverseProxy.start(route.configurations().get(i), next);
            next = proxy.endpoint().authority();
            if (i > 0) {
                inner.add(proxy);
            } else {
                proxies.put(route, proxy);
            }
        }
    }

    Server server() {
        return server;
    }

    /** Where a client begins that goes this way. */
    Endpoint endpoint(ProxyRoute route) {
        ReverseProxy proxy = proxies.get(route);
        return proxy == null ? server.endpoint() : proxy.endpoint();
    }

    /** The first proxy on a way that has one. */
    ReverseProxy proxy(ProxyRoute route) {
        ReverseProxy proxy = proxies.get(route);
        if (proxy == null) {
            throw new IllegalArgumentException("no proxy on the way " + route);
        }
        return proxy;
    }

    @Override
    public void close() throws IOException {
        try (server) {
            proxies.values().forEach(ReverseProxy::close);
            inner.forEach(ReverseProxy::close);
        } finally {
            Files.deleteIfExists(socket);
        }
    }
}
