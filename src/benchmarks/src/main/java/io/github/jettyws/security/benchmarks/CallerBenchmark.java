package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.CallerRules;
import io.github.jettyws.security.address.ForwardedHeader;
import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Headers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The client address of one upgrade request that comes through a trusted proxy. The three entries of the long header are
 * the client's own invention, its address and another trusted proxy.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallerBenchmark {
    /** The upgrade requests of a browser, as a proxy hands them over. */
    @State(Scope.Benchmark)
    public static class Requests {
        private final CallerResolver xForwardedFor = resolver(ForwardedHeader.X_FORWARDED_FOR);
        private final CallerResolver forwarded = resolver(ForwardedHeader.FORWARDED);
        private final InetAddress proxy = address(10, 0, 0, 1);
        private final String proxyText = "10.0.0.1:40000";
        private final Headers one = headers("X-Forwarded-For", "203.0.113.7");
        private final Headers three = headers("X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.0.0.2");
        private final Headers ipv6 = headers("X-Forwarded-For", "2001:db8:0:1:c0de:0:beef:7");
        private final Headers element = headers("Forwarded", "for=\"203.0.113.7:51234\";proto=https");

        private static CallerResolver resolver(ForwardedHeader header) {
            AddressSet trusted = AddressSet.parse(List.of("10.0.0.0/8", "2001:db8:10::/48"));
            return new CallerResolver(new CallerRules(trusted, false, header, CallerRules.NONE.nat64()));
        }

        private static InetAddress address(int... bytes) {
            try {
                return InetAddress.getByAddress(
                        new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Headers headers(String name, String value) {
            Map<String, List<String>> fields = new HashMap<>(Map.of(
                    "Host", List.of("ws.example.com"),
                    "Connection", List.of("Upgrade"),
                    "Upgrade", List.of("websocket"),
                    "Origin", List.of("https://ws.example.com"),
                    "User-Agent", List.of("Mozilla/5.0"),
                    "Accept-Encoding", List.of("gzip, deflate, br"),
                    "Accept-Language", List.of("en"),
                    "Sec-WebSocket-Version", List.of("13"),
                    "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="),
                    "Sec-WebSocket-Extensions", List.of("permessage-deflate")));
            fields.put("X-Forwarded-Proto", List.of("https"));
            fields.put(name, List.of(value));
            return new Headers(fields);
        }

        /** What is measured must first be right. */
        @Setup
        public void setUp() {
            Caller expected = new Caller(proxy, proxyText, address(203, 0, 113, 7), "203.0.113.7", true, true);
            if (!expected.equals(resolve(xForwardedFor, one))
                    || !expected.equals(resolve(xForwardedFor, three))
                    || !expected.equals(resolve(forwarded, element))
                    || !resolve(xForwardedFor, ipv6).clientText().equals("2001:db8:0:1:c0de:0:beef:7")) {
                throw new IllegalStateException("the client is another than it should be");
            }
        }

        private Caller resolve(CallerResolver resolver, Headers headers) {
            return resolver.resolve(proxy, proxyText, false, headers);
        }
    }

    /**
     * {@code X-Forwarded-For} with one entry.
     *
     * @param requests the requests
     * @return the caller
     */
    @Benchmark
    public Caller xForwardedForOne(Requests requests) {
        return requests.resolve(requests.xForwardedFor, requests.one);
    }

    /**
     * {@code X-Forwarded-For} with three entries, two of which are read.
     *
     * @param requests the requests
     * @return the caller
     */
    @Benchmark
    public Caller xForwardedForThree(Requests requests) {
        return requests.resolve(requests.xForwardedFor, requests.three);
    }

    /**
     * {@code X-Forwarded-For} with one entry, an IPv6 address.
     *
     * @param requests the requests
     * @return the caller
     */
    @Benchmark
    public Caller xForwardedForIpv6(Requests requests) {
        return requests.resolve(requests.xForwardedFor, requests.ipv6);
    }

    /**
     * {@code Forwarded} with one element.
     *
     * @param requests the requests
     * @return the caller
     */
    @Benchmark
    public Caller forwardedOne(Requests requests) {
        return requests.resolve(requests.forwarded, requests.element);
    }

    /**
     * No header is read: the client is the peer.
     *
     * @param requests the requests
     * @return the caller
     */
    @Benchmark
    public Caller baselinePeer(Requests requests) {
        InetAddress peer = requests.proxy;
        return new Caller(peer, requests.proxyText, peer, peer.getHostAddress(), true, false);
    }
}
