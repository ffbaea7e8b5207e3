package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.handshake.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the client {@code 203.0.113.7} sends to pass for {@code 198.51.100.9}, for a trusted proxy, or for nobody. Each
 * forgery goes through one and through two proxies that append as proxies do: to the last line, or in a line of their own.
 */
class ForgeryTest {
    private static final String CLIENT = "203.0.113.7";

    /** The field lines of one request, told apart by bars. */
    private static final List<String> X_FORWARDED_FOR = List.of(
            "198.51.100.9",
            "198.51.100.9:443",
            "127.0.0.1",
            "::1",
            "10.0.0.1",
            "10.0.0.9",
            "198.51.100.9, 10.0.0.1",
            "198.51.100.9, 10.0.0.1, 10.0.0.2",
            "198.51.100.9|10.0.0.1",
            "198.51.100.9|198.51.100.9|198.51.100.9",
            "::ffff:198.51.100.9",
            "::198.51.100.9",
            "64:ff9b::198.51.100.9",
            "[2001:db8::9]:443",
            "2001:db8:10::1",
            "fe80::1%eth0",
            "unknown",
            "_hidden",
            "localhost",
            "app.example.com",
            "0x0a.0.0.1",
            "012.0.0.1",
            "167772161",
            "203.0.113.7.",
            "10.0.0.1:65536",
            "",
            " ",
            ",",
            ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
            "|",
            "||198.51.100.9|",
            "\"",
            "\"198.51.100.9",
            "\"198.51.100.9, ",
            "198.51.100.9\\",
            "198.51.100.9;",
            "198.51.100.9 10.0.0.1",
            "for=198.51.100.9",
            "198.51.100.9\t",
            "198.51.100.9,\u00a0",
            "198.51.100.9, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1,"
                    + " 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1,"
                    + " 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1, 10.0.0.1",
            "9".repeat(8_000),
            ":".repeat(8_000),
            "[".repeat(8_000));

    private static final List<String> FORWARDED = List.of(
            "for=198.51.100.9",
            "for=198.51.100.9;proto=https",
            "for=\"198.51.100.9:443\";proto=https",
            "for=\"[2001:db8::9]:443\"",
            "for=127.0.0.1",
            "for=\"[::1]\"",
            "for=10.0.0.1",
            "for=10.0.0.9;proto=https",
            "for=198.51.100.9, for=10.0.0.1",
            "for=198.51.100.9;proto=https|for=10.0.0.1;proto=https",
            "for=\"[::ffff:198.51.100.9]\"",
            "for=\"[64:ff9b::198.51.100.9]\"",
            "for=unknown",
            "for=_hidden",
            "for=\"_hidden:_port\"",
            "for=app.example.com",
            "proto=https",
            "by=10.0.0.1;proto=https",
            "for=198.51.100.9;for=198.51.100.9",
            "for=198.51.100.9;",
            "for=",
            "for=198.51.100.9;host=",
            "",
            ",",
            ";",
            "|",
            ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
            "198.51.100.9",
            // Quotes that swallow, or are left open for, what the proxies append.
            "\"",
            "\\\"",
            "for=\"198.51.100.9",
            "for=198.51.100.9;host=\"",
            "for=198.51.100.9;host=\"\\",
            "for=198.51.100.9;host=\"\\\"",
            "for=198.51.100.9;proto=https;host=\"a, for=10.0.0.2;host=\"",
            "for=198.51.100.9\", for=10.0.0.1;x=\"",
            "for=\"198.51.100.9\\\", for=10.0.0.1",
            "host=\",\";for=198.51.100.9;x=\"",
            "\"".repeat(8_000),
            "\\".repeat(8_000),
            "\\\"".repeat(4_000) + "x",
            "for=198.51.100.9;x=\"" + "\\\"".repeat(4_000));

    private static Stream<String> xForwardedFor() {
        return X_FORWARDED_FOR.stream();
    }

    private static Stream<String> forwarded() {
        return FORWARDED.stream();
    }

    @ParameterizedTest
    @MethodSource("xForwardedFor")
    void resolve_xForwardedForFromPeer_notRead(String forgery) {
        assertNotRead(ForwardedHeader.X_FORWARDED_FOR, forgery);
    }

    @ParameterizedTest
    @MethodSource("forwarded")
    void resolve_forwardedFromPeer_notRead(String forgery) {
        assertNotRead(ForwardedHeader.FORWARDED, forgery);
    }

    @ParameterizedTest
    @MethodSource("xForwardedFor")
    void resolve_xForwardedForThroughProxies_notBelieved(String forgery) {
        assertNotBelieved(ForwardedHeader.X_FORWARDED_FOR, forgery, CLIENT, "10.0.0.2");
        assertNotBelieved(ForwardedHeader.X_FORWARDED_FOR, forgery, CLIENT + ":51234", "[2001:db8:10::2]:443");
    }

    @ParameterizedTest
    @MethodSource("forwarded")
    void resolve_forwardedThroughProxies_notBelieved(String forgery) {
        assertNotBelieved(ForwardedHeader.FORWARDED, forgery, "for=" + CLIENT, "for=10.0.0.2");
        assertNotBelieved(
                ForwardedHeader.FORWARDED,
                forgery,
                "for=\"" + CLIENT + ":51234\";host=\"a,b\\\"\";proto=http",
                "for=\"[2001:db8:10::2]:_x\";proto=https");
    }

    /** Lines of X-Forwarded-Proto that the client sends, and then the one proxy appends {@code http}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {"https", "https, https", "https|https", "wss", "\"", "https,", "''", "https\\", "\"https"})
    void resolve_xForwardedProtoThroughProxy_notBelieved(String forgery) {
        for (List<String> lines : appended(List.of(forgery.split("\\|", -1)), "http")) {
            Caller caller = Callers.xForwardedFor(CLIENT)
                    .secure(true)
                    .field("X-Forwarded-Proto", lines.toArray(String[]::new))
                    .resolve();

            assertEquals(expected("10.0.0.1", false), caller, lines.toString());
        }
    }

    private static void assertNotRead(ForwardedHeader header, String forgery) {
        Caller caller = Callers.of(header, lines(forgery))
                .peer(CLIENT)
                .field("X-Forwarded-Proto", "https")
                .resolve();

        assertEquals(expected(CLIENT, false), caller, forgery);
    }

    private static void assertNotBelieved(ForwardedHeader header, String forgery, String client, String proxy) {
        for (List<String> one : appended(lines(forgery), client)) {
            assertEquals(expected("10.0.0.1", false), Callers.of(header, one).resolve(), one.toString());
            for (List<String> two : appended(one, proxy)) {
                assertEquals(
                        expected("10.0.0.1", false), Callers.of(header, two).resolve(), two.toString());
            }
        }
    }

    private static List<String> lines(String forgery) {
        return Arrays.asList(forgery.split("\\|", -1));
    }

    /** The ways in which a proxy adds its element: to the last line, to all lines made one, as a line. */
    private static List<List<String>> appended(List<String> lines, String element) {
        List<String> toLast = new ArrayList<>(lines);
        toLast.set(lines.size() - 1, lines.get(lines.size() - 1) + ", " + element);
        List<String> toAll = List.of(String.join(", ", lines) + "," + element);
        List<String> line = new ArrayList<>(lines);
        line.add(element);
        return List.of(toLast, toAll, line);
    }

    private static Caller expected(String peer, boolean secure) {
        return new Caller(address(peer), Callers.peerText(peer), address(CLIENT), CLIENT, true, secure);
    }
}
