package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One handshake after the other, over many connections. */
final class HandshakeLoad implements Load {
    /** So many that there always is a next one for the server to go on with. */
    private static final int CLIENTS = 16;

    @Override
    public long put(ServerProcess server, long millis) throws IOException {
        List<HandshakeClient> clients = clients(server);
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
        return handshakes;
    }

    /** The third byte of an address is odd, as in no range of {@link AddressSample}. */
    private static List<HandshakeClient> clients(ServerProcess server) throws IOException {
        List<String> origins = HandshakeRequest.origins();
        List<HandshakeClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
            clients.add(new HandshakeClient(server, source, origins.get(i % origins.size())));
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
