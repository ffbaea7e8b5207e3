package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.Ban;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.address.IpAddress;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.handshake.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shared settings become; what is wrong with them is in {@link SharedErrorsTest}. */
class SharedFactoryTest {
    private static final IpAddress ANN = ip("192.0.2.1");

    @TempDir
    Path base;

    private final DrivenClock clock = new DrivenClock();
    private final SharedSettings settings = new SharedSettings();

    @Test
    void shared_defaults_asDocumented() {
        SharedFactory.Shared shared = shared();

        assertTrue(shared.closeOpen());
        assertEquals(Optional.empty(), shared.banFile());
        assertEquals(0, shared.pendingPerAddress());
        assertFalse(callers().isTrusted(Requests.address("127.0.0.1")));
        assertFalse(callers().isTrusted(null));
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Optional.empty(), shared.clients().bans().offence(ANN, Reason.ORIGIN_MISSING));
        }
    }

    @Test
    void trustedProxies_listed_believed() {
        settings.setAddressTrustedProxies("192.0.2.0/24, 2001:db8::1,203.0.113.1-203.0.113.9");
        CallerResolver callers = callers();

        for (String proxy : List.of("192.0.2.0", "192.0.2.255", "2001:db8::1", "203.0.113.9", "::ffff:192.0.2.1")) {
            assertTrue(callers.isTrusted(Requests.address(proxy)), proxy);
        }
        for (String other : List.of("192.0.3.0", "2001:db8::2", "203.0.113.10")) {
            assertFalse(callers.isTrusted(Requests.address(other)), other);
        }
        assertFalse(callers.isTrusted(null));
        assertEquals("198.51.100.7", client(callers, "192.0.2.1", "X-Forwarded-For", "198.51.100.7"));
        assertEquals("192.0.3.0", client(callers, "192.0.3.0", "X-Forwarded-For", "198.51.100.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "unix,192.0.2.1", "192.0.2.1, unix"})
    void trustedProxies_unix_peersWithoutAddress(String proxies) {
        settings.setAddressTrustedProxies(proxies);

        assertTrue(callers().isTrusted(null));
        assertEquals(proxies.contains("192"), callers().isTrusted(Requests.address("192.0.2.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 198.51.100.1",
        "x-forwarded-for, 198.51.100.1",
        "Forwarded, 198.51.100.2",
        "forwarded, 198.51.100.2"
    })
    void forwardedHeader_set_thatOneIsRead(String header, String client) {
        settings.setAddressTrustedProxies("192.0.2.1");
        settings.setAddressForwardedHeader(header);
        Headers headers = new Headers(Map.of(
                "X-Forwarded-For", List.of("198.51.100.1"),
                "Forwarded", List.of("for=198.51.100.2")));

        Caller caller = callers().resolve(Requests.address("192.0.2.1"), "192.0.2.1:1", false, headers);

        assertEquals(client, caller.clientText());
    }

    @Test
    void nat64_default_wellKnownPrefix() {
        assertEquals("192.0.2.33", canonical("64:ff9b::c000:221"));
        assertEquals("2001:db8:64::c000:221", canonical("2001:db8:64::192.0.2.33"));
    }

    @Test
    void nat64_set_thoseAlone() {
        settings.setAddressNat64("2001:db8:64::/96, 2001:db8:65::/96");

        assertEquals("192.0.2.33", canonical("2001:db8:64::192.0.2.33"));
        assertEquals("192.0.2.33", canonical("2001:db8:65::192.0.2.33"));
        assertEquals("64:ff9b::c000:221", canonical("64:ff9b::192.0.2.33"));
        settings.setAddressNat64("");
        assertEquals("64:ff9b::c000:221", canonical("64:ff9b::192.0.2.33"));
    }

    @ParameterizedTest
    @CsvSource({"1, 8000::", "48, 2001:db8:1::", "64, 2001:db8:1:2::", "128, 2001:db8:1:2::f"})
    void ipv6Prefix_set_clientsAreCountedAndBannedByIt(String prefix, String counted) {
        settings.setAddressIpv6Prefix(prefix);
        String client = prefix.equals("1") ? "8001:db8:1:2::f" : "2001:db8:1:2::f";

        assertEquals(
                ip(counted),
                shared().clients()
                        .key()
                        .of(Requests.request().client(client).make().caller()));
        assertEquals(
                ip(counted),
                shared().clients().bans().ban(ip(client), Duration.ofMinutes(1)).client());
    }

    @Test
    void ban_set_asSet() {
        settings.setBanThreshold("2");
        settings.setBanWindow("10s");
        settings.setBanDuration("1m");
        settings.setBanMaxDuration("90s");
        settings.setBanReasons("ORIGIN_NOT_ALLOWED, HANDSHAKE_RATE");
        Bans bans = shared().clients().bans();

        assertEquals(Optional.empty(), bans.offence(ANN, Reason.ORIGIN_MISSING));
        assertEquals(Optional.empty(), bans.offence(ANN, Reason.ORIGIN_NOT_ALLOWED));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(Optional.empty(), bans.offence(ANN, Reason.HANDSHAKE_RATE));
        clock.advance(Duration.ofMillis(9_999));
        Ban first = bans.offence(ANN, Reason.HANDSHAKE_RATE).orElseThrow();
        assertEquals(Duration.ofMinutes(1), Duration.between(first.since(), first.until()));
        clock.set(first.until());
        bans.offence(ANN, Reason.HANDSHAKE_RATE);
        Ban second = bans.offence(ANN, Reason.HANDSHAKE_RATE).orElseThrow();
        assertEquals(Duration.ofSeconds(90), Duration.between(second.since(), second.until()));
    }

    /** The last of each range. */
    @Test
    void ban_highestValues_areAccepted() {
        settings.setBanThreshold("1000000");
        settings.setBanWindow("24h");
        settings.setBanDuration("8760h");
        settings.setBanMaxDuration("8760h");
        settings.setAddressIpv6Prefix("128");
        settings.setHandshakesPendingPerAddress("2147483647");

        assertEquals(2147483647, shared().pendingPerAddress());
    }

    @Test
    void ban_lowestValues_areAccepted() {
        settings.setBanThreshold("1");
        settings.setBanWindow("1s");
        settings.setBanDuration("1s");
        settings.setBanMaxDuration("1s");

        Ban ban = shared().clients().bans().offence(ANN, Reason.ORIGIN_MISSING).orElseThrow();
        assertEquals(DrivenClock.START.plusSeconds(1), ban.until());
    }

    @Test
    void banNever_default_loopback() {
        settings.setBanThreshold("1");
        Bans bans = shared().clients().bans();

        assertEquals(Optional.empty(), bans.offence(ip("127.1.2.3"), Reason.ORIGIN_MISSING));
        assertEquals(Optional.empty(), bans.offence(ip("::1"), Reason.ORIGIN_MISSING));
        assertTrue(bans.offence(ANN, Reason.ORIGIN_MISSING).isPresent());
    }

    /** A proxy that is banned shuts out all who come through it. */
    @Test
    void banNever_set_thoseAndTrustedProxies() {
        settings.setBanThreshold("1");
        settings.setBanNever("198.51.100.0/24");
        settings.setAddressTrustedProxies("203.0.113.1,unix");
        Bans bans = shared().clients().bans();

        assertEquals(Optional.empty(), bans.offence(ip("198.51.100.7"), Reason.ORIGIN_MISSING));
        assertEquals(Optional.empty(), bans.offence(ip("203.0.113.1"), Reason.ORIGIN_MISSING));
        assertTrue(bans.offence(ip("203.0.113.2"), Reason.ORIGIN_MISSING).isPresent());
        assertTrue(bans.offence(ip("127.0.0.1"), Reason.ORIGIN_MISSING).isPresent());
    }

    @Test
    void banReasons_empty_nothingCounts() {
        settings.setBanThreshold("1");
        settings.setBanReasons("");

        for (Reason reason : Reason.values()) {
            assertEquals(Optional.empty(), shared().clients().bans().offence(ANN, reason));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_HANDSHAKE, true",
        "ORIGIN_MISSING, true",
        "UNAUTHENTICATED, true",
        "FORBIDDEN, true",
        "MESSAGE_RATE, true",
        "BYTE_RATE, true",
        "CONTROL_RATE, true",
        "MESSAGE_TOO_LARGE, true",
        "FRAME_TOO_LARGE, true",
        "TOO_MANY_FRAGMENTS, true",
        "COMPRESSION_RATIO, true",
        "TOTAL_RATE, false",
        "SLOW_READER, false",
        "MESSAGE_TIMEOUT, false",
        "IDLE_TIMEOUT, false",
        "TYPE_NOT_ALLOWED, false",
        "MALFORMED_MESSAGE, false",
        "INVALID_MESSAGE, false",
        "CSRF_TOKEN, false",
        "METHOD_NOT_ALLOWED, false",
        "TICKET_LIMIT, false",
        "ORIGIN_NOT_ALLOWED, false",
        "ADDRESS_BLOCKED, false",
        "ADDRESS_BANNED, false",
        "HANDSHAKE_RATE, false",
        "CONNECTION_LIMIT, false",
        "GUARD_FAILURE, false"
    })
    void banReasons_default_asDocumented(Reason reason, boolean counts) {
        settings.setBanThreshold("1");

        assertEquals(counts, shared().clients().bans().offence(ANN, reason).isPresent());
    }

    @Test
    void banFile_set_relativeToTheBase() {
        settings.setBanFile("bans.txt");
        assertEquals(Optional.of(base.resolve("bans.txt")), shared().banFile());
        settings.setBanFile(base.resolve("other.txt").toString());
        assertEquals(Optional.of(base.resolve("other.txt")), shared().banFile());
    }

    @Test
    void closeOpenAndPending_set_asSet() {
        settings.setAddressCloseOpen("false");
        settings.setHandshakesPendingPerAddress("7");

        assertFalse(shared().closeOpen());
        assertEquals(7, shared().pendingPerAddress());
    }

    @Test
    void settings_inForce_cannotBeChanged() {
        settings.setFixed(true);

        assertThrows(IllegalStateException.class, () -> settings.setBanThreshold("1"));
        assertEquals("0", settings.getBanThreshold());
        assertEquals("all policies", settings.toString());
    }

    private SharedFactory.Shared shared() {
        return SharedFactory.shared(settings, base, clock);
    }

    private CallerResolver callers() {
        return shared().clients().callers();
    }

    private String canonical(String address) {
        return callers().canonical(ip(address)).toString();
    }

    private static String client(CallerResolver callers, String peer, String header, String value) {
        return callers.resolve(Requests.address(peer), peer + ":1", false, new Headers(Map.of(header, List.of(value))))
                .clientText();
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
