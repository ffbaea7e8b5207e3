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
 * How much a whole server does in a second with the guard in front, next to plain Jetty: the servers run at the same time,
 * and are loaded in turns, so that whatever else the machine does meets all of them.
 */
final class Comparison {
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

    private final String unit;
    private final double tolerance;
    private final Load load;
    private final List<ServerProcess> servers;

    /**
     * Makes a comparison.
     *
     * @param unit what a load counts, in the plural
     * @param tolerance how far plain Jetty may be from plain Jetty, as a share: Java never compiles a program twice in
     *     quite the same way
     * @param load is put on each server
     * @param servers are compared; two of them are {@link Kind#PLAIN} and {@link Kind#CONTROL}
     */
    private Comparison(String unit, double tolerance, Load load, List<ServerProcess> servers) {
        this.unit = unit;
        this.tolerance = tolerance;
        this.load = load;
        this.servers = servers;
    }

    /**
     * Starts the servers, and compares them.
     *
     * @throws IOException if a server or a load fails
     * @throws InterruptedException if the thread is interrupted
     */
    static void run(String unit, double tolerance, Load load, Kind... kinds) throws IOException, InterruptedException {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Kind kind : kinds) {
                servers.add(new ServerProcess(kind));
            }
            new Comparison(unit, tolerance, load, servers).run();
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
            System.out.printf("warm-up: %s %d %s%n", server.kind(), warmUp(server), unit);
        }
        List<Map<Kind, Turn>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Map<Kind, Turn> round = round(i);
            rounds.add(round);
            if (i % TOLD == 0) {
                System.out.printf(Locale.ROOT, "round %7d  %s%n", i + 1, text(round));
            }
        }
        print(rounds.subList(1, ROUNDS));
    }

    /** What is measured must first be right. */
    private static void verify(ServerProcess server) throws IOException {
        int expected = server.kind() == Kind.GUARDED || server.kind() == Kind.TOKEN ? 403 : HandshakeClient.UPGRADED;
        int status = new HandshakeClient(server, InetAddress.getLoopbackAddress(), "https://evil.example").shakeHands();
        if (status != expected) {
            throw new IllegalStateException(
                    server.kind() + ": status " + status + " for a foreign origin, expected " + expected);
        }
    }

    private long warmUp(ServerProcess server) throws IOException {
        long count = 0;
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            Turn turn = load.on(server, WARM_UP_MILLIS);
            count += turn.count();
            if (turn.compiling() < QUIET) {
                return count;
            }
        }
        throw new IllegalStateException(server.kind() + ": its compiler is still busy");
    }

    /** Everybody begins as often as everybody else. */
    private Map<Kind, Turn> round(int number) throws IOException {
        Map<Kind, Turn> turns = new EnumMap<>(Kind.class);
        for (int i = 0; i < servers.size(); i++) {
            ServerProcess server = servers.get((number + i) % servers.size());
            turns.put(server.kind(), load.on(server, TURN_MILLIS));
        }
        return turns;
    }

    private static String text(Map<Kind, Turn> round) {
        StringBuilder line = new StringBuilder();
        round.forEach((kind, turn) -> line.append(
                String.format(Locale.ROOT, "%s %6.0f/s %6.1f us   ", kind, turn.perSecond(), turn.microseconds())));
        return line.toString();
    }

    private void print(List<Map<Kind, Turn>> rounds) {
        System.out.printf("%nMedians of %d rounds, in percent of plain Jetty in the same round:%n", rounds.size());
        for (Kind kind : rounds.get(0).keySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %5.1f %% %s per second   %5.1f %% processor time for each%n",
                    kind,
                    100 * median(rounds, kind, Turn::perSecond),
                    unit,
                    100 * median(rounds, kind, Turn::microseconds));
        }
        double error =
                Math.abs(median(rounds, Kind.PLAIN, Turn::perSecond) - median(rounds, Kind.CONTROL, Turn::perSecond));
        System.out.println(error <= tolerance ? "valid" : "not valid: plain Jetty is too far from plain Jetty");
    }

    /** Plain Jetty is the mean of the two servers that are just that. */
    private static double median(List<Map<Kind, Turn>> rounds, Kind kind, ToDoubleFunction<Turn> value) {
        List<Double> ratios = new ArrayList<>();
        for (Map<Kind, Turn> round : rounds) {
            double plain = value.applyAsDouble(round.get(Kind.PLAIN)) + value.applyAsDouble(round.get(Kind.CONTROL));
            ratios.add(2 * value.applyAsDouble(round.get(kind)) / plain);
        }
        Collections.sort(ratios);
        int middle = ratios.size() / 2;
        return (ratios.get(middle) + ratios.get(ratios.size() - 1 - middle)) / 2;
    }
}
