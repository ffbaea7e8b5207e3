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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/**
 * How many WebSocket handshakes a whole server completes in a second with the guard in front, next to plain Jetty: the
 * servers run at the same time, and are asked in turns, so that whatever else the machine does meets all of them.
 */
public final class HandshakeComparison {
    private static final int WARM_UP_ROUNDS = 12;
    private static final int ROUNDS = 32;
    private static final long TURN_MILLIS = 1000;

    /** How far plain Jetty may be from plain Jetty. */
    private static final double TOLERANCE = 0.01;

    private final List<ServerProcess> servers;
    private final ExecutorService threads;

    private HandshakeComparison(List<ServerProcess> servers, ExecutorService threads) {
        this.servers = servers;
        this.threads = threads;
    }

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws IOException if a server or a handshake fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(HandshakeTurn.CLIENTS);
        List<ServerProcess> servers = new ArrayList<>();
        try {
            List<String> prefix = Pinning.pin();
            for (Kind kind : Kind.values()) {
                servers.add(new ServerProcess(kind, prefix));
            }
            new HandshakeComparison(servers, threads).run();
        } finally {
            threads.shutdownNow();
            servers.forEach(ServerProcess::close);
        }
    }

    private void run() throws IOException, InterruptedException {
        for (ServerProcess server : servers) {
            verify(server);
        }
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            System.out.printf(Locale.ROOT, "warm-up %5d  %s%n", i + 1, text(round(i)));
        }
        List<Map<Kind, HandshakeTurn>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Map<Kind, HandshakeTurn> round = round(i);
            rounds.add(round);
            System.out.printf(Locale.ROOT, "round %7d  %s%n", i + 1, text(round));
        }
        print(rounds);
    }

    /** What is measured must first be right. */
    private static void verify(ServerProcess server) throws IOException {
        boolean guarded = server.kind() == Kind.GUARDED;
        if (new HandshakeClient(server.port(), InetAddress.getLoopbackAddress(), "https://evil.example").shakeHands()
                == guarded) {
            throw new IllegalStateException(
                    server.kind() + ": expected a foreign origin to be refused by the guard alone");
        }
    }

    /** Everybody begins as often as everybody else. */
    private Map<Kind, HandshakeTurn> round(int number) throws IOException, InterruptedException {
        Map<Kind, HandshakeTurn> turns = new EnumMap<>(Kind.class);
        for (int i = 0; i < servers.size(); i++) {
            ServerProcess server = servers.get((number + i) % servers.size());
            turns.put(server.kind(), HandshakeTurn.of(server, threads, TURN_MILLIS));
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
        System.out.printf("%nMedians of %d rounds, in percent of PLAIN in the same round:%n", rounds.size());
        for (Kind kind : Kind.values()) {
            if (kind != Kind.PLAIN) {
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %5.1f %% handshakes per second   %5.1f %% processor time per handshake%n",
                        kind,
                        100 * median(rounds, kind, HandshakeTurn::perSecond),
                        100 * median(rounds, kind, HandshakeTurn::microseconds));
            }
        }
        double error = Math.abs(median(rounds, Kind.CONTROL, HandshakeTurn::perSecond) - 1);
        System.out.println(
                error <= TOLERANCE ? "valid" : "not valid: plain Jetty is too far from plain Jetty; run again");
    }

    private static double median(
            List<Map<Kind, HandshakeTurn>> rounds, Kind kind, ToDoubleFunction<HandshakeTurn> value) {
        List<Double> ratios = new ArrayList<>();
        for (Map<Kind, HandshakeTurn> round : rounds) {
            ratios.add(value.applyAsDouble(round.get(kind)) / value.applyAsDouble(round.get(Kind.PLAIN)));
        }
        Collections.sort(ratios);
        int middle = ratios.size() / 2;
        return ratios.size() % 2 == 1 ? ratios.get(middle) : (ratios.get(middle - 1) + ratios.get(middle)) / 2;
    }
}
