package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.benchmarks.HandshakeServer.Kind;
import java.io.IOException;

/** How many WebSocket handshakes a whole server completes in a second, see {@link Comparison}. */
public final class HandshakeComparison {
    private static final double TOLERANCE = 0.02;

    private HandshakeComparison() {}

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws IOException if a server or a handshake fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Comparison.run("handshakes", TOLERANCE, new HandshakeLoad(), Kind.values());
    }
}
