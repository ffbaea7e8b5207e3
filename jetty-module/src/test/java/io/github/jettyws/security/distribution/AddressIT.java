package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ws-security.address.blocked}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressIT {
    private Server server;

    @BeforeAll
    void start() throws IOException {
        server = new Server(JettyBase.complete("address", "forwarded")
                .set("ws-security.address.blocked", "127.0.0.2, 127.0.1.0/24, ::ffff:127.0.0.9, ::ffff:127.0.4.0/120")
                .start());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "127.0.1.0", "127.0.1.77", "127.0.1.255", "127.0.0.9", "127.0.4.200"})
    void blocked_refused(String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            SeenEvents.Seen event = server.assertRefused(
                    403, "ADDRESS_BLOCKED", upgrade(protocol).from(client));
            assertEquals("GATE", event.stage());
            assertEquals(client, event.address());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.3", "127.0.0.255", "127.0.2.0", "127.0.0.10", "127.0.5.1"})
    void notBlocked_accepted(String client) throws IOException {
        for (Protocol protocol : Protocol.values()) {
            server.assertAccepted(upgrade(protocol).from(client)).close();
        }
    }

    /** With the module {@code forwarded}, Jetty believes these headers of anybody. The guard does not. */
    @ParameterizedTest
    @EnumSource
    void forwardedAddress_changesNothing(Protocol protocol) throws IOException {
        Upgrade blocked = upgrade(protocol).from("127.0.0.2").field("X-Forwarded-For", "127.0.0.3");
        assertEquals(
                "127.0.0.2",
                server.assertRefused(403, "ADDRESS_BLOCKED", blocked).address());
        Upgrade allowed = upgrade(protocol).from("127.0.0.3").field("Forwarded", "for=127.0.0.2");
        server.assertAccepted(allowed).close();
        assertEquals("127.0.0.3", server.event(allowed.path(), "ACCEPTED").address());
    }

    @ParameterizedTest
    @EnumSource
    void forwardedHost_isNotTheSameOrigin(Protocol protocol) throws IOException {
        server.assertRefused(
                403,
                "ORIGIN_NOT_ALLOWED",
                upgrade(protocol)
                        .origin("https://evil.example")
                        .field("X-Forwarded-Host", "evil.example")
                        .field("X-Forwarded-Proto", "https"));
    }

    @Test
    void ipv6_blockedAndNot() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
        JettyBase base = JettyBase.complete("address-ipv6").set("ws-security.address.blocked", "::2, fe80::/10");
        try (Server ipv6 = new Server(base.start("jetty.http.host=[::1]"))) {
            for (Protocol protocol : Protocol.values()) {
                ipv6.assertAccepted(upgrade(protocol)).close();
            }
        }
        base.set("ws-security.address.blocked", "::/120");
        try (Server ipv6 = new Server(base.start("jetty.http.host=[::1]"))) {
            for (Protocol protocol : Protocol.values()) {
                ipv6.assertRefused(403, "ADDRESS_BLOCKED", upgrade(protocol));
            }
        }
    }

    private static boolean hasIpv6() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }

    private static Upgrade upgrade(Protocol protocol) {
        return Upgrade.to(protocol, Server.unique("/ee10/echo"));
    }
}
