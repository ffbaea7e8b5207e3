package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code ws-security.transport.secureOnly}, in a server whose module {@code forwarded} makes Jetty itself believe what a
 * client says of its connection.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportIT {
    private static final String PROXY = "127.0.19.9";
    private static final String REASON = "INSECURE_TRANSPORT";

    private Server server;
    private Endpoint tls;
    private Relay alpn;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("transport", "https", "http2", "forwarded")
                .set("ws-security.transport.secureOnly", "true")
                .set("ws-security.address.trustedProxies", PROXY)
                .start(
                        "jetty.ssl.host=127.0.0.1",
                        "jetty.ssl.port=0",
                        "jetty.sslContext.keyStorePath=" + Tls.keyStore(),
                        "jetty.sslContext.keyStorePassword=" + Tls.PASSWORD));
        tls = server.process().endpoints().stream()
                .filter(Endpoint::secure)
                .findFirst()
                .orElseThrow();
        alpn = Relays.alpn(tls);
    }

    @AfterAll
    void stop() throws IOException {
        alpn.close();
        server.close();
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }

    private Endpoint encrypted(Protocol protocol) {
        return protocol == Protocol.HTTP1 ? tls : alpn.endpoint();
    }

    @ParameterizedTest
    @EnumSource
    void encrypted_accepted(Protocol protocol) throws IOException {
        server.assertAccepted(encrypted(protocol), upgrade(protocol).claimingHttps())
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void clear_refused(Protocol protocol) throws IOException {
        assertEquals(
                "GATE",
                server.assertRefused(server.clear(), 403, REASON, upgrade(protocol))
                        .stage());
    }

    /** An absolute-form target over HTTP/1.1, {@code :scheme} over HTTP/2. */
    @ParameterizedTest
    @EnumSource
    void clearThatClaimsHttps_refused(Protocol protocol) throws IOException {
        server.assertRefused(server.clear(), 403, REASON, upgrade(protocol).claimingHttps());
    }

    @ParameterizedTest
    @EnumSource
    void headersOfAnyoneElse_areNotBelieved(Protocol protocol) throws IOException {
        for (Upgrade upgrade : List.of(
                upgrade(protocol).field("X-Forwarded-Proto", "https"),
                upgrade(protocol).field("X-Forwarded-For", PROXY).field("X-Forwarded-Proto", "https"),
                upgrade(protocol).field("Forwarded", "for=" + PROXY + ";proto=https"),
                upgrade(protocol).field("X-Proxied-Https", "on"),
                upgrade(protocol).field("Proxy-Auth-Cert", "anything").field("Proxy-Ssl-Id", "1"),
                upgrade(protocol).claimingHttps().field("X-Forwarded-Proto", "https"))) {
            server.assertRefused(server.clear(), 403, REASON, upgrade.from("127.0.19.1"));
        }
        // Nor where they would make a connection worse than it is.
        server.assertAccepted(
                        encrypted(protocol),
                        upgrade(protocol).claimingHttps().from("127.0.19.1").field("X-Forwarded-Proto", "http"))
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void trustedProxy_isBelieved(Protocol protocol) throws IOException {
        Upgrade https = proxied(protocol).field("X-Forwarded-Proto", "https");
        server.assertAccepted(server.clear(), https).close();
        assertEquals("203.0.113.7", server.event(https.path(), "ACCEPTED").address());
        server.assertRefused(server.clear(), 403, REASON, proxied(protocol).field("X-Forwarded-Proto", "http"));
        server.assertRefused(server.clear(), 403, REASON, proxied(protocol).field("X-Forwarded-Proto", "https, http"));
        server.assertRefused(server.clear(), 403, REASON, proxied(protocol));
    }

    @Test
    void trustedProxyOverTls_whatItSaysOfTheClientDecides() throws IOException {
        server.assertRefused(tls, 403, REASON, proxied(Protocol.HTTP1).field("X-Forwarded-Proto", "http"));
        server.assertAccepted(tls, proxied(Protocol.HTTP1).field("X-Forwarded-Proto", "https"))
                .close();
        server.assertAccepted(tls, proxied(Protocol.HTTP1)).close();
    }

    private static Upgrade proxied(Protocol protocol) {
        return upgrade(protocol).from(PROXY).field("X-Forwarded-For", "203.0.113.7");
    }
}
