package io.github.jettyws.security.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** A well-behaved client, and how long it waits for its answers. */
final class RoundTrips implements AutoCloseable {
    private static final int ROUNDS = 200;

    /** What a machine that does other things, too, may take of a round trip. */
    private static final Duration NOISE = Duration.ofMillis(10);

    private final Connection connection;
    private final long before;

    RoundTrips(Server server, Protocol protocol) throws IOException {
        connection = server.open(Upgrade.to(protocol, Server.unique("/ee10/echo")));
        median();
        before = median();
    }

    private long median() throws IOException {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            assertAnswered();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[ROUNDS / 2];
    }

    void assertAnswered() throws IOException {
        connection.text("hello");
        assertEquals("text 5", connection.readText());
    }

    /** Expects answers within twice the time that they took at first. */
    void assertGoOn() throws IOException {
        long now = median();
        System.out.println("round trip: " + before / 1000 + " us before, " + now / 1000 + " us now");
        assertTrue(now <= 2 * before + NOISE.toNanos(), () -> now + " ns, " + before + " ns before");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
