package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client address behind a real nginx, a real HAProxy, and both in a row. */
@Tag("proxies")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiesIT {
    private static final String CLIENT = "127.1.2.3";
    private static final String ECHO = "/ee10/echo";
    private static final String SECURE = "/ee10/echo/secure";

    private ProxiedServer forwardedFor;
    private ProxiedServer forwarded;
    private int clients;

    @BeforeAll
    void start() throws IOException {
        for (ProxyProgram program : ProxyProgram.values()) {
            program.executable();
        }
        forwardedFor = ProxiedServer.start(ProxyRoute.Header.X_FORWARDED_FOR);
        forwarded = ProxiedServer.start(ProxyRoute.Header.FORWARDED);
    }

    @AfterAll
    void stop() throws IOException {
        for (ProxiedServer started : new ProxiedServer[] {forwardedFor, forwarded}) {
            if (started != null) {
                started.close();
            }
        }
    }

    private ProxiedServer proxied(ProxyRoute route) {
        return route.header() == ProxyRoute.Header.FORWARDED ? forwarded : forwardedFor;
    }

    private Server server(ProxyRoute route) {
        return proxied(route).server();
    }

    private String nextClient() {
        clients++;
        return "127.2.0." + clients;
    }

    private static Upgrade upgrade(String path) {
        return Upgrade.to(Protocol.HTTP1, Server.unique(path));
    }

    @ParameterizedTest
    @EnumSource
    void client_echoesUnderItsOwnAddress(ProxyRoute route) throws IOException {
        for (String client : List.of(CLIENT, "127.255.255.254")) {
            Upgrade upgrade = upgrade(ECHO).from(client);
            server(route)
                    .assertAccepted(proxied(route).endpoint(route), upgrade)
                    .close();
            SeenEvents.Seen event = server(route).event(upgrade.path(), "ACCEPTED");
            assertEquals(client, event.address());
            assertTrue(event.peer().startsWith(route.peer(client)), event::peer);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DIRECT.*")
    void ipv6Client_echoesUnderItsOwnAddress(ProxyRoute route) throws IOException {
        Endpoint ipv6 = proxied(route).proxy(route).ipv6();
        Upgrade upgrade = upgrade(ECHO);
        server(route).assertAccepted(ipv6, upgrade).close();
        assertEquals("::1", server(route).event(upgrade.path(), "ACCEPTED").address());

        assertEquals(
                "::1",
                server(route)
                        .assertRefused(ipv6, 403, "ADDRESS_BLOCKED", upgrade("/ee10/echo/not6"))
                        .address());
        server(route)
                .assertAccepted(proxied(route).endpoint(route), upgrade("/ee10/echo/not6"))
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void blockedClient_refusedAndLoggedUnderItsAddress(ProxyRoute route) throws IOException {
        Upgrade blocked = upgrade(ECHO).from(ProxiedServer.BLOCKED);
        SeenEvents.Seen event =
                server(route).assertRefused(proxied(route).endpoint(route), 403, "ADDRESS_BLOCKED", blocked);
        assertEquals("GATE", event.stage());
        assertEquals(ProxiedServer.BLOCKED, event.address());
        assertTrue(server(route)
                .process()
                .logs("refused ADDRESS_BLOCKED address=\"" + ProxiedServer.BLOCKED + "\" origin=\""
                        + proxied(route).endpoint(route).origin() + "\" path=\"" + blocked.path() + "\""));
        server(route)
                .assertAccepted(proxied(route).endpoint(route), upgrade(ECHO).from("127.9.9.8"))
                .close();
    }

    /** Clients behind one proxy are not one client. */
    @ParameterizedTest
    @EnumSource
    void secondConnection_refusedOfTheSameClientAlone(ProxyRoute route) throws IOException {
        Endpoint via = proxied(route).endpoint(route);
        String path = ECHO + "/one";
        String client = nextClient();
        try (Connection first = server(route).assertAccepted(via, upgrade(path).from(client))) {
            server(route)
                    .assertRefused(via, 429, "CONNECTION_LIMIT", upgrade(path).from(client));
            server(route).assertAccepted(via, upgrade(path).from(nextClient())).close();
            first.text("still here");
            assertEquals("text 10", first.readText());
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgeries_areNotBelieved(ProxyRoute route) throws IOException {
        for (Forgery forgery : Forgery.values()) {
            assertAddressStays(route, forgery);
            assertRefusalStays(route, forgery, "ADDRESS_BLOCKED", upgrade(ECHO).from(ProxiedServer.BLOCKED));
            assertRefusalStays(
                    route, forgery, "INSECURE_TRANSPORT", upgrade(SECURE).from(CLIENT));
        }
    }

    private void assertAddressStays(ProxyRoute route, Forgery forgery) throws IOException {
        Upgrade upgrade = forgery.addTo(upgrade(ECHO).from(CLIENT));
        try (Connection connection = upgrade.send(proxied(route).endpoint(route))) {
            if (forgery.isMalformed() && connection.status() == 400) {
                return;
            }
            assertEquals(101, connection.status(), forgery::name);
        }
        assertEquals(CLIENT, server(route).event(upgrade.path(), "ACCEPTED").address(), forgery::name);
    }

    private void assertRefusalStays(ProxyRoute route, Forgery forgery, String reason, Upgrade upgrade)
            throws IOException {
        int status;
        try (Connection connection = forgery.addTo(upgrade).send(proxied(route).endpoint(route))) {
            status = connection.status();
        }
        if (status != 400 || !forgery.isMalformed()) {
            assertEquals(403, status, forgery::name);
            SeenEvents.Seen event = server(route).event(upgrade.path(), "REFUSED");
            assertEquals(reason, event.reason(), forgery::name);
            assertEquals(upgrade.from(), event.address(), forgery::name);
        }
        assertEquals("created=0 parts=0 messages=0", server(route).counts(upgrade.path()), forgery::name);
    }

    /** A line of the PROXY protocol is for the connector that expects one, and there the proxy has written its own. */
    @ParameterizedTest
    @EnumSource
    void proxyLineOfTheClient_isNotBelieved(ProxyRoute route) throws IOException {
        String path = Server.unique(ECHO);
        Endpoint via = proxied(route).endpoint(route);
        String request = "PROXY TCP4 203.0.113.9 127.0.0.1 40000 80\r\nGET " + path + " HTTP/1.1\r\nHost: "
                + via.authority() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + via.origin() + "\r\n\r\n";
        try (Connection connection = Http1.send(via.connect(CLIENT), request)) {
            assertEquals(400, connection.status());
        }
        assertEquals("created=0 parts=0 messages=0", server(route).counts(path));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DIRECT.*")
    void tlsEndedAtTheProxy_isSecure(ProxyRoute route) throws IOException {
        Upgrade encrypted = upgrade(SECURE).from(CLIENT);
        server(route)
                .assertAccepted(proxied(route).proxy(route).tls(), encrypted)
                .close();
        assertEquals(CLIENT, server(route).event(encrypted.path(), "ACCEPTED").address());

        Upgrade clear = upgrade(SECURE).from(CLIENT);
        server(route).assertRefused(proxied(route).endpoint(route), 403, "INSECURE_TRANSPORT", clear);
        server(route)
                .assertAccepted(proxied(route).endpoint(route), upgrade(ECHO).from(CLIENT))
                .close();
    }

    /** A page of the server itself, whose scheme is the one that the client used. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "DIRECT.*")
    void sameOrigin_isThatOfTheProxy(ProxyRoute route) throws IOException {
        String path = "/ee10/echo/same";
        Endpoint clear = proxied(route).endpoint(route);
        Endpoint tls = proxied(route).proxy(route).tls();
        server(route).assertAccepted(clear, upgrade(path)).close();
        server(route).assertAccepted(tls, upgrade(path)).close();
        String otherScheme = tls.origin().replace("https:", "http:");
        server(route)
                .assertRefused(tls, 403, "ORIGIN_NOT_ALLOWED", upgrade(path).origin(otherScheme));
    }

    /** The module, whose connector is for the proxy alone. The server is asked by way of it. */
    @Test
    void proxyProtocolModule_clientIsThePeer() throws IOException {
        JettyBase base = JettyBase.guarded("proxy-protocol", "proxy-protocol", "ee10-deploy", "ee10-websocket-jetty")
                .deploy(TestApp.EE10)
                .set("ws-security.address.blocked", ProxiedServer.BLOCKED);
        try (Server server = new Server(base.start());
                ReverseProxy proxy = ReverseProxy.start(
                        "haproxy-proxy-protocol.cfg", server.endpoint().authority())) {
            Upgrade accepted = upgrade(ECHO).from(CLIENT).field("X-Forwarded-For", "203.0.113.9");
            server.assertAccepted(proxy.endpoint(), accepted).close();
            assertEquals(CLIENT, server.event(accepted.path(), "ACCEPTED").address());

            Upgrade blocked = upgrade(ECHO).from(ProxiedServer.BLOCKED).field("X-Forwarded-For", CLIENT);
            try (Connection connection = blocked.send(proxy.endpoint())) {
                assertEquals(403, connection.status());
            }
            SeenEvents.Seen event = server.event(blocked.path(), "REFUSED");
            assertEquals("ADDRESS_BLOCKED", event.reason());
            assertEquals(ProxiedServer.BLOCKED, event.address());
            assertEquals(
                    "created=0 parts=0 messages=0",
                    Http.get(proxy.endpoint(), "/ee10/counts?path=" + Http.encode(blocked.path()))
                            .body());
        }
    }
}
