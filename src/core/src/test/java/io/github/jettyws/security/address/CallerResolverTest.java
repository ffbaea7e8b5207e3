package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.Callers.forwarded;
import static io.github.jettyws.security.address.Callers.xForwardedFor;
import static io.github.jettyws.security.fixture.Requests.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Headers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerResolverTest {
    /** Lines are told apart by bars. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "203.0.113.7; 203.0.113.7",
                "203.0.113.7:1234; 203.0.113.7",
                "[2001:db8::1]:443; 2001:db8::1",
                "2001:DB8:0::1; 2001:db8::1",
                "198.51.100.9, 203.0.113.7; 203.0.113.7",
                "203.0.113.7, 10.0.0.2; 203.0.113.7",
                "203.0.113.7,10.0.0.3 ,\t10.0.0.2; 203.0.113.7",
                "203.0.113.7, 2001:db8:10::5, [2001:db8:10::6]:80, 10.0.0.2:80; 203.0.113.7",
                "198.51.100.9|203.0.113.7; 203.0.113.7",
                "198.51.100.9, 203.0.113.7|10.0.0.3|10.0.0.2; 203.0.113.7",
                "203.0.113.7|10.0.0.3, 10.0.0.2; 203.0.113.7",
                // All are trusted: the left-most.
                "10.0.0.2; 10.0.0.2",
                "10.0.0.9, 10.0.0.2; 10.0.0.9",
                "10.0.0.9|10.0.0.3, 10.0.0.2; 10.0.0.9",
                // Trusted and counted in whatever form they are written.
                "203.0.113.7, ::ffff:10.0.0.2; 203.0.113.7",
                "203.0.113.7, ::10.0.0.2; 203.0.113.7",
                "203.0.113.7, 64:ff9b::10.0.0.2; 203.0.113.7",
                "198.51.100.9, ::ffff:203.0.113.7; 203.0.113.7",
                "198.51.100.9, ::203.0.113.7; 203.0.113.7",
                "198.51.100.9, [64:ff9b::203.0.113.7]:80; 203.0.113.7",
                // Left of the client there may be anything.
                ", 203.0.113.7; 203.0.113.7",
                "unknown, 203.0.113.7, 10.0.0.2; 203.0.113.7",
                "\"|203.0.113.7; 203.0.113.7"
            })
    void resolve_xForwardedFor_firstFromTheRightThatIsNoProxy(String lines, String client) {
        Caller caller = xForwardedFor(lines.split("\\|", -1)).resolve();

        assertEquals(resolved("10.0.0.1", client, false), caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.7/ 203.0.113.7",
                "for=\"203.0.113.7:1234\"/ 203.0.113.7",
                "for=\"[2001:db8::1]:4711\"/ 2001:db8::1",
                "for=198.51.100.9, for=203.0.113.7/ 203.0.113.7",
                "for=203.0.113.7;by=10.0.0.2, for=10.0.0.2;by=10.0.0.1/ 203.0.113.7",
                "for=203.0.113.7,for=\"[2001:db8:10::5]:_x\",for=\"10.0.0.2:80\"/ 203.0.113.7",
                "for=198.51.100.9|for=203.0.113.7;host=\"a,for=1.2.3.4\"|for=10.0.0.2/ 203.0.113.7",
                "for=10.0.0.9|for=10.0.0.3, for=10.0.0.2/ 10.0.0.9",
                "for=203.0.113.7, for=\"[::ffff:10.0.0.2]\"/ 203.0.113.7",
                "for=\"[64:ff9b::203.0.113.7]\"/ 203.0.113.7",
                "for=unknown, for=203.0.113.7/ 203.0.113.7",
                "for=\", for=203.0.113.7, for=10.0.0.2/ 203.0.113.7",
                "garbage\\, for=203.0.113.7/ 203.0.113.7"
            })
    void resolve_forwarded_firstFromTheRightThatIsNoProxy(String lines, String client) {
        Caller caller = forwarded(lines.split("\\|", -1)).resolve();

        assertEquals(resolved("10.0.0.1", client, false), caller);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "203.0.113.7,",
                "203.0.113.7,,10.0.0.2",
                "203.0.113.7|",
                "203.0.113.7||10.0.0.2",
                "unknown",
                "203.0.113.7, unknown",
                "203.0.113.7, _hidden, 10.0.0.2",
                "203.0.113.7, proxy.example.com",
                "203.0.113.7, localhost",
                "203.0.113.7, 10.0.0.02",
                "203.0.113.7, 10.0.0.2:65536",
                "203.0.113.7, [10.0.0.2]",
                "203.0.113.7, 2001:db8:10::5%1",
                "203.0.113.7 10.0.0.2",
                "203.0.113.7, for=10.0.0.2",
                "unknown, 10.0.0.2"
            })
    void resolve_xForwardedForNotUnderstood_unresolved(String lines) {
        Callers request = xForwardedFor(lines.split("\\|", -1)).secure(true).field("X-Forwarded-Proto", "https");

        assertEquals(unresolved("10.0.0.1"), request.resolve());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "for=203.0.113.7,",
                "for=203.0.113.7|",
                "for=203.0.113.7, for=unknown",
                "for=203.0.113.7, for=_hidden",
                "for=203.0.113.7, for=_hidden, for=10.0.0.2",
                "for=203.0.113.7, proto=https",
                "for=203.0.113.7, by=10.0.0.1",
                "for=203.0.113.7, for=10.0.0.2;for=10.0.0.3",
                "for=203.0.113.7, for=10.0.0.2\"",
                "for=203.0.113.7, for=\"10.0.0.2",
                "for=203.0.113.7, for=\"10.0.0.2:99999\"",
                "for=203.0.113.7, for=2001:db8:10::5",
                "203.0.113.7",
                "for=203.0.113.7; for=10.0.0.2"
            })
    void resolve_forwardedNotUnderstood_unresolved(String lines) {
        Callers request = forwarded(lines.split("\\|", -1)).secure(true);

        assertEquals(unresolved("10.0.0.1"), request.resolve());
    }

    @Test
    void resolve_peerNotTrusted_isTheClient() {
        assertEquals(
                resolved("203.0.113.7", "203.0.113.7", true),
                xForwardedFor("198.51.100.9")
                        .peer("203.0.113.7")
                        .secure(true)
                        .field("X-Forwarded-Proto", "http")
                        .resolve());
        assertEquals(
                resolved("203.0.113.7", "203.0.113.7", false),
                forwarded("for=198.51.100.9;proto=https").peer("203.0.113.7").resolve());
        assertEquals(
                resolved("203.0.113.7", "203.0.113.7", false),
                xForwardedFor("garbage").peer("203.0.113.7").resolve());
    }

    @Test
    void resolve_noHeader_peerIsTheClient() {
        assertEquals(
                resolved("10.0.0.1", "10.0.0.1", true),
                xForwardedFor().secure(true).resolve());
        assertEquals(
                resolved("10.0.0.1", "10.0.0.1", true),
                xForwardedFor().field("X-Forwarded-Proto", "https").resolve());
        assertEquals(
                resolved("10.0.0.1", "10.0.0.1", false),
                forwarded().field("X-Forwarded-Proto", "https").resolve());
    }

    /** Only the header that is configured counts, and none that looks like it. */
    @Test
    void resolve_otherHeader_ignored() {
        assertEquals(
                resolved("10.0.0.1", "203.0.113.7", false),
                xForwardedFor("203.0.113.7")
                        .field("Forwarded", "for=198.51.100.9;proto=https")
                        .field("X-Real-IP", "198.51.100.9")
                        .field("X-Forwarded-Host", "198.51.100.9")
                        .field("X-Forwarded_For", "198.51.100.9")
                        .field("X-Forwarded-Ssl", "on")
                        .field("Front-End-Https", "on")
                        .resolve());
        assertEquals(
                resolved("10.0.0.1", "203.0.113.7", false),
                forwarded("for=203.0.113.7")
                        .field("X-Forwarded-For", "198.51.100.9")
                        .field("X-Forwarded-Proto", "https")
                        .resolve());
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:10.0.0.1, 10.0.0.1",
        "::10.0.0.1, 10.0.0.1",
        "64:ff9b::10.0.0.1, 10.0.0.1",
        "2001:db8:10::1%1, 2001:db8:10::1",
        "2001:DB8:10:0::1, 2001:db8:10::1"
    })
    void resolve_peerInAnotherForm_canonical(String peer, String canonical) {
        Caller caller = xForwardedFor("203.0.113.7").peer(peer).resolve();

        assertEquals(address(canonical), caller.peerAddress());
        assertEquals(Callers.peerText(peer), caller.peer());
        assertEquals("203.0.113.7", caller.clientText());
        assertEquals(canonical, xForwardedFor().peer(peer).resolve().clientText());
    }

    @Test
    void resolve_unixSocketTrusted_asTheHeaderSays() {
        Caller caller = xForwardedFor("203.0.113.7, 10.0.0.2").peer(null).resolve();

        assertEquals(new Caller(null, "/run/jetty.sock", address("203.0.113.7"), "203.0.113.7", true, false), caller);
    }

    @Test
    void resolve_unixSocketWithoutHeader_hasANameOfItsOwn() {
        assertEquals(
                new Caller(null, "/run/jetty.sock", null, "/run/jetty.sock", true, true),
                xForwardedFor().peer(null).secure(true).resolve());
        assertEquals(
                new Caller(null, "/run/jetty.sock", null, "/run/jetty.sock", false, false),
                xForwardedFor("unknown").peer(null).secure(true).resolve());
    }

    @Test
    void resolve_unixSocketNotTrusted_headerIgnored() {
        assertEquals(
                new Caller(null, "/run/jetty.sock", null, "/run/jetty.sock", true, false),
                xForwardedFor("203.0.113.7")
                        .field("X-Forwarded-Proto", "https")
                        .peer(null)
                        .trustUnix(false)
                        .resolve());
    }

    /** The connection, the values of X-Forwarded-Proto (lines told apart by bars), and what comes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true;; true",
                "false;; false",
                "false; https; true",
                "false; wss; true",
                "false; HTTPS; true",
                "false; https, https; true",
                "false; https,wss|https; true",
                "true; http; false",
                "true; ws; false",
                "true; ''; false",
                "true; https,; false",
                "true; https|''; false",
                "false; https, http; false",
                "false; http, https; false",
                "true; https|http; false",
                "true; http|https; false",
                "true; https http; false",
                "true; \"https\"; false",
                "true; on; false"
            })
    void resolve_xForwardedProto_everyValue(boolean connection, String protos, boolean expected) {
        Callers request = xForwardedFor("203.0.113.7").secure(connection);
        if (protos != null) {
            request.field("X-Forwarded-Proto", protos.split("\\|", -1));
        }

        assertEquals(expected, request.resolve().secure());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            quoteCharacter = '\'',
            value = {
                "true/ for=203.0.113.7/ true",
                "false/ for=203.0.113.7/ false",
                "false/ for=203.0.113.7;proto=https/ true",
                "false/ proto=\"WSS\";for=203.0.113.7/ true",
                "true/ for=203.0.113.7;proto=http/ false",
                "true/ for=203.0.113.7;proto=\"\"/ false",
                // Only the element that names the client: it is about the client's own connection.
                "false/ for=203.0.113.7;proto=https, for=10.0.0.2;proto=http/ true",
                "true/ for=203.0.113.7;proto=http, for=10.0.0.2;proto=https/ false",
                "false/ for=203.0.113.7, for=10.0.0.2;proto=https/ false",
                "false/ for=198.51.100.9;proto=https, for=203.0.113.7/ false",
                "false/ for=10.0.0.9;proto=https, for=10.0.0.2;proto=http/ true"
            })
    void resolve_forwardedProto_ofTheClient(boolean connection, String line, boolean expected) {
        assertEquals(expected, forwarded(line).secure(connection).resolve().secure());
    }

    @Test
    void resolve_proxiesInARow_thirtyTwoElementsAndNoMore() {
        List<String> proxies = Collections.nCopies(31, "10.0.0.2");
        String thirtyOne = String.join(",", proxies);

        assertEquals(
                "203.0.113.7",
                xForwardedFor("203.0.113.7," + thirtyOne).resolve().clientText());
        assertEquals(
                "203.0.113.7",
                xForwardedFor("198.51.100.9,203.0.113.7," + thirtyOne).resolve().clientText());
        assertEquals(
                "10.0.0.3", xForwardedFor("10.0.0.3," + thirtyOne).resolve().clientText());
        assertEquals(
                unresolved("10.0.0.1"),
                xForwardedFor("203.0.113.7,10.0.0.3," + thirtyOne).resolve());
        assertEquals(
                unresolved("10.0.0.1"),
                xForwardedFor("203.0.113.7", "10.0.0.3", thirtyOne).resolve());
    }

    @Test
    void resolve_noTrustedProxies_peer() {
        Caller caller = new CallerResolver(CallerRules.NONE)
                .resolve(
                        address("::ffff:192.0.2.1"),
                        "peer",
                        true,
                        new Headers(Map.of("X-Forwarded-For", List.of("203.0.113.7"))));

        assertEquals(new Caller(address("192.0.2.1"), "peer", address("192.0.2.1"), "192.0.2.1", true, true), caller);
    }

    @Test
    void isTrusted_peer_inAnyForm() {
        CallerResolver resolver = new CallerResolver(new CallerRules(
                AddressSet.parse(List.of("10.0.0.0/8")), true, ForwardedHeader.FORWARDED, AddressSet.EMPTY));

        assertTrue(resolver.isTrusted(address("10.0.0.1")));
        assertTrue(resolver.isTrusted(address("::ffff:10.0.0.1")));
        assertTrue(resolver.isTrusted(address("::10.0.0.1")));
        assertTrue(resolver.isTrusted(null));
        assertFalse(resolver.isTrusted(address("11.0.0.1")));
        assertFalse(resolver.isTrusted(address("64:ff9b::10.0.0.1")));
        assertFalse(new CallerResolver(CallerRules.NONE).isTrusted(null));
        assertNull(xForwardedFor().peer(null).resolve().peerAddress());
    }

    private static Caller resolved(String peer, String client, boolean secure) {
        return new Caller(address(peer), Callers.peerText(peer), address(client), client, true, secure);
    }

    private static Caller unresolved(String peer) {
        return new Caller(address(peer), Callers.peerText(peer), address(peer), Callers.peerText(peer), false, false);
    }
}
