package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What one server did while it alone was asked.
 *
 * @param perSecond how many handshakes it completed in a second
 * @param microseconds how much processor time it took for each
 */
record HandshakeTurn(double perSecond, double microseconds) {
    /** More than one server thread can be busy with, so that there always is a next connection. */
    static final int CLIENTS = 16;

    /**
     * Asks a server as often as it answers.
     *
     * @param server the server
     * @param threads at least as many threads as there are clients
     * @param millis how long
     * @return what it did
     * @throws IOException if a handshake fails
     * @throws InterruptedException if the thread is interrupted
     */
    static HandshakeTurn of(ServerProcess server, ExecutorService threads, long millis)
            throws IOException, InterruptedException {
        long usedBefore = server.processorTime();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Callable<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            HandshakeClient client = client(server, i);
            clients.add(() -> shakeHands(client, end));
        }
        long handshakes = 0;
        for (Future<Long> client : threads.invokeAll(clients)) {
            handshakes += get(client);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new HandshakeTurn(handshakes / seconds, (server.processorTime() - usedBefore) / 1e3 / handshakes);
    }

    /** The third byte is odd, as in no range of {@link AddressSample}. */
    private static HandshakeClient client(ServerProcess server, int i) throws IOException {
        List<String> origins = HandshakeClient.origins();
        InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
        return new HandshakeClient(server.port(), source, origins.get(i % origins.size()));
    }

    private static long shakeHands(HandshakeClient client, long end) throws IOException {
        long handshakes = 0;
        while (System.nanoTime() - end < 0) {
            if (!client.shakeHands()) {
                throw new IOException("the server refused a handshake");
            }
            handshakes++;
        }
        return handshakes;
    }

    private static long get(Future<Long> client) throws IOException, InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e.getCause());
        }
    }
}
