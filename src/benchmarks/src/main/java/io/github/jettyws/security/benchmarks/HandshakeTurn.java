package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one server did while it alone was asked.
 *
 * @param handshakes how many handshakes it completed
 * @param perSecond how many in a second
 * @param microseconds how much processor time it took for each
 * @param compiling the share of the time that its compiler was busy
 */
record HandshakeTurn(long handshakes, double perSecond, double microseconds, double compiling) {
    /** So many that there always is a next one for the server to go on with. */
    private static final int CLIENTS = 16;

    /**
     * Asks a server as often as it answers.
     *
     * @param server the server
     * @param millis how long
     * @return what it did
     * @throws IOException if a handshake fails
     */
    static HandshakeTurn of(ServerProcess server, long millis) throws IOException {
        List<HandshakeClient> clients = clients(server);
        ServerProcess.Usage before = server.usage();
        long begin = System.nanoTime();
        long handshakes = 0;
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(millis)) {
            for (HandshakeClient client : clients) {
                handshakes += isCompleted(client.proceed()) ? 1 : 0;
            }
        }
        for (HandshakeClient client : clients) {
            handshakes += isCompleted(client.shakeHands()) ? 1 : 0;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        ServerProcess.Usage after = server.usage();
        double used = (after.processorNanos() - before.processorNanos()) / 1e3;
        double compiling = (after.compilerMillis() - before.compilerMillis()) / 1e3 / seconds;
        return new HandshakeTurn(handshakes, handshakes / seconds, used / handshakes, compiling);
    }

    /** The third byte of an address is odd, as in no range of {@link AddressSample}. */
    private static List<HandshakeClient> clients(ServerProcess server) throws IOException {
        List<String> origins = HandshakeRequest.origins();
        List<HandshakeClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
            clients.add(new HandshakeClient(server.port(), source, origins.get(i % origins.size())));
        }
        return clients;
    }

    private static boolean isCompleted(int status) throws IOException {
        if (status != 0 && status != HandshakeClient.UPGRADED) {
            throw new IOException("status " + status + ": expected 101 for every handshake");
        }
        return status == HandshakeClient.UPGRADED;
    }
}
