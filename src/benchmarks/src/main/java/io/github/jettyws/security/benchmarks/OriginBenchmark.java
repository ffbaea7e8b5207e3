package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.origin.OriginCheck;
import io.github.jettyws.security.origin.OriginPattern;
import io.github.jettyws.security.origin.OriginRules;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The origin check of one upgrade request, with every rule as it is shipped: the origin is none of the rules' own and is
 * compared with all patterns up to the last.
 *
 * <p>The baselines compare text, which is not what RFC 6454 says an origin is. They are flattered: a set finds the hash of
 * the text already computed, since the request is the same each time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OriginBenchmark {
    /** The upgrade requests of a browser. */
    @State(Scope.Benchmark)
    public static class Requests {
        private String expected;
        private Handshake allowed;
        private Handshake refused;

        /** Gathers the facts of the requests. */
        @Setup
        public void setUp() {
            expected = origin("last");
            allowed = handshake(origin("last"));
            refused = handshake(origin("other"));
        }

        private static Handshake handshake(String origin) {
            Map<String, List<String>> fields = Map.of(
                    "Host", List.of("ws.example.com"),
                    "Connection", List.of("Upgrade"),
                    "Upgrade", List.of("websocket"),
                    "Origin", List.of(origin),
                    "User-Agent", List.of("Mozilla/5.0"),
                    "Accept-Encoding", List.of("gzip, deflate, br"),
                    "Accept-Language", List.of("en"),
                    "Sec-WebSocket-Version", List.of("13"),
                    "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="),
                    "Sec-WebSocket-Extensions", List.of("permessage-deflate"));
            InetAddress client = InetAddress.getLoopbackAddress();
            Caller caller = new Caller(client, "peer", client, client.getHostAddress(), true, true);
            return new Handshake(caller, "ws.example.com", "GET", null, "/chat", "HTTP/1.1", new Headers(fields));
        }
    }

    /** What is allowed. */
    @State(Scope.Benchmark)
    public static class Allowed {
        /** How many patterns; the last one is that of the request that is allowed. */
        @Param({"1", "10", "100"})
        public int patterns;

        private OriginCheck check;
        private Set<String> naive;

        /**
         * Makes the check.
         *
         * @param requests what it is to decide about
         */
        @Setup
        public void setUp(Requests requests) {
            List<OriginPattern> allowed = IntStream.range(0, patterns)
                    .mapToObj(this::pattern)
                    .map(OriginPattern::parse)
                    .toList();
            check = new OriginCheck(new OriginRules(true, allowed, true, true, false, false));
            naive = new HashSet<>();
            for (int i = 0; i < patterns; i++) {
                naive.add(origin(label(i)));
            }
            if (!check.check(requests.allowed).equals(Verdict.PROCEED)
                    || check.check(requests.refused).equals(Verdict.PROCEED)) {
                throw new IllegalStateException("the check decides otherwise than it should");
            }
        }

        /** All forms but expressions, whose cost is their author's; the last is an origin alone. */
        private String pattern(int i) {
            String origin = origin(label(i));
            return i == patterns - 1
                    ? origin
                    : switch (i % 4) {
                        case 0 -> origin;
                        case 1 -> origin + ":*";
                        case 2 -> origin("*." + label(i));
                        default -> label(i) + ".example.com";
                    };
        }

        private String label(int i) {
            return i == patterns - 1 ? "last" : "app-" + i;
        }
    }

    /** A new text each time: the same one would be equal to itself without being read. */
    private static String origin(String label) {
        return "https://" + label + ".example.com";
    }

    /**
     * An origin that the last pattern allows.
     *
     * @param allowed what is allowed
     * @param requests the request
     * @return the verdict
     */
    @Benchmark
    public Verdict allowed(Allowed allowed, Requests requests) {
        return allowed.check.check(requests.allowed);
    }

    /**
     * An origin that no pattern allows.
     *
     * @param allowed what is allowed
     * @param requests the request
     * @return the verdict
     */
    @Benchmark
    public Verdict refused(Allowed allowed, Requests requests) {
        return allowed.check.check(requests.refused);
    }

    /**
     * The header, equal to the one text that is allowed.
     *
     * @param requests the request
     * @return whether it is
     */
    @Benchmark
    public boolean baselineEquals(Requests requests) {
        return requests.expected.equals(requests.allowed.origins().get(0));
    }

    /**
     * The header, looked up in a set of texts.
     *
     * @param allowed what is allowed
     * @param requests the request
     * @return whether it is in there
     */
    @Benchmark
    public boolean baselineHashSet(Allowed allowed, Requests requests) {
        return allowed.naive.contains(requests.allowed.origins().get(0));
    }
}
