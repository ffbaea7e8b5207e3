package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.benchmarks.HandshakeServer.Kind;
import java.io.IOException;

/** How many messages a whole server sends back in a second, see {@link Comparison}. */
public final class MessageComparison {
    private static final double TOLERANCE = 0.01;

    private MessageComparison() {}

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws IOException if a server or a message fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Comparison.run("messages", TOLERANCE, new MessageLoad(), Kind.PLAIN, Kind.GUARDED, Kind.CONTROL);
    }
}
