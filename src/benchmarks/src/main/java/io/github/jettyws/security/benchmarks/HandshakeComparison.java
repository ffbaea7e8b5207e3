package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.benchmarks.HandshakeServer.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How many WebSocket handshakes a whole server completes in a second with the guard in front, next to plain Jetty: the
 * servers run at the same time, and are asked in turns, so that whatever else the machine does meets all of them.
 */
public final class HandshakeComparison {
    /** A server is warm when its compiler, which would take the processor from it, is busy for less of the time. */
    private static final double QUIET = 0.01;

    private static final long WARM_UP_MILLIS = 5_000;

    /** Compilers take longer than that only where there is hardly a processor. */
    private static final int WARM_UP_TURNS = 36;

    /** Of which the first is not counted. */
    private static final int ROUNDS = 401;

    /** Short, so that whatever else the machine does meets all servers alike. */
    private static final long TURN_MILLIS = 100;

    /** Every so many rounds there is a line. */
    private static final int TOLD = 20;

    /** How far plain Jetty may be from plain Jetty: Java never compiles a program twice in quite the same way. */
    private static final double TOLERANCE = 0.02;

    private final List<ServerProcess> servers;

    private HandshakeComparison(List<ServerProcess> servers) {
        this.servers = servers;
    }

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws IOException if a server or a handshake fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Kind kind : Kind.values()) {
                servers.add(new ServerProcess(kind));
            }
            new HandshakeComparison(servers).run();
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private void run() throws IOException, InterruptedException {
        for (ServerProcess server : servers) {
            verify(server);
        }
        if (!Pinning.pin(servers.stream().map(ServerProcess::pid).toList())) {
            System.out.println("not pinned: servers and clients take processors from each other");
        }
        for (ServerProcess server : servers) {
            System.out.printf("warm-up: %s %d handshakes%n", server.kind(), warmUp(server));
        }
        List<Map<Kind, HandshakeTurn>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Map<Kind, HandshakeTurn> round = round(i);
            rounds.add(round);
            if (i % TOLD == 0) {
                System.out.printf(Locale.ROOT, "round %7d  %s%n", i + 1, text(round));
            }
        }
        print(rounds.subList(1, ROUNDS));
    }

    /** What is measured must first be right. */
    private static void verify(ServerProcess server) throws IOException {
        int expected = server.kind() == Kind.GUARDED ? 403 : HandshakeClient.UPGRADED;
        int status = new HandshakeClient(server.port(), InetAddress.getLoopbackAddress(), "https://evil.example")
                .shakeHands();
        if (status != expected) {
            throw new IllegalStateException(
                    server.kind() + ": status " + status + " for a foreign origin, expected " + expected);
        }
    }

    private static long warmUp(ServerProcess server) throws IOException {
        long handshakes = 0;
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            HandshakeTurn turn = HandshakeTurn.of(server, WARM_UP_MILLIS);
            handshakes += turn.handshakes();
            if (turn.compiling() < QUIET) {
                return handshakes;
            }
        }
        throw new IllegalStateException(server.kind() + ": its compiler is still busy");
    }

    /** Everybody begins as often as everybody else. */
    private Map<Kind, HandshakeTurn> round(int number) throws IOException {
        Map<Kind, HandshakeTurn> turns = new EnumMap<>(Kind.class);
        for (int i = 0; i < servers.size(); i++) {
            ServerProcess server = servers.get((number + i) % servers.size());
            turns.put(server.kind(), HandshakeTurn.of(server, TURN_MILLIS));
        }
        return turns;
    }

    private static String text(Map<Kind, HandshakeTurn> round) {
        StringBuilder line = new StringBuilder();
        round.forEach((kind, turn) -> line.append(
                String.format(Locale.ROOT, "%s %6.0f/s %6.1f us   ", kind, turn.perSecond(), turn.microseconds())));
        return line.toString();
    }

    private static void print(List<Map<Kind, HandshakeTurn>> rounds) {
        System.out.printf("%nMedians of %d rounds, in percent of plain Jetty in the same round:%n", rounds.size());
        for (Kind kind : Kind.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %5.1f %% handshakes per second   %5.1f %% processor time per handshake%n",
                    kind,
                    100 * median(rounds, kind, HandshakeTurn::perSecond),
                    100 * median(rounds, kind, HandshakeTurn::microseconds));
        }
        double error = Math.abs(median(rounds, Kind.PLAIN, HandshakeTurn::perSecond)
                - median(rounds, Kind.CONTROL, HandshakeTurn::perSecond));
        System.out.println(error <= TOLERANCE ? "valid" : "not valid: plain Jetty is too far from plain Jetty");
    }

    /** Plain Jetty is the mean of the two servers that are just that. */
    private static double median(
            List<Map<Kind, HandshakeTurn>> rounds, Kind kind, ToDoubleFunction<HandshakeTurn> value) {
        List<Double> ratios = new ArrayList<>();
        for (Map<Kind, HandshakeTurn> round : rounds) {
            double plain = value.applyAsDouble(round.get(Kind.PLAIN)) + value.applyAsDouble(round.get(Kind.CONTROL));
            ratios.add(2 * value.applyAsDouble(round.get(kind)) / plain);
        }
        Collections.sort(ratios);
        int middle = ratios.size() / 2;
        return (ratios.get(middle) + ratios.get(ratios.size() - 1 - middle)) / 2;
    }
}
