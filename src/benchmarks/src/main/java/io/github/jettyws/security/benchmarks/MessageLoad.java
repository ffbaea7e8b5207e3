package io.github.jettyws.security.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Messages over connections that stay open, several under way on each of them at any time. */
final class MessageLoad implements Load {
    private static final int CONNECTIONS = 16;

    private final Map<ServerProcess, List<EchoClient>> clients = new HashMap<>();

    @Override
    public long put(ServerProcess server, long millis) throws IOException {
        List<EchoClient> connected = clients.get(server);
        if (connected == null) {
            connected = connect(server);
            clients.put(server, connected);
        }
        long begin = System.nanoTime();
        long messages = 0;
        for (EchoClient client : connected) {
            client.begin();
        }
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(millis)) {
            for (EchoClient client : connected) {
                messages += client.proceed(true);
            }
        }
        for (EchoClient client : connected) {
            while (client.isWaiting()) {
                messages += client.proceed(false);
            }
        }
        return messages;
    }

    /** Each from an address of its own, as clients do. */
    private static List<EchoClient> connect(ServerProcess server) throws IOException {
        List<EchoClient> connected = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
            connected.add(new EchoClient(
                    server.port(), source, HandshakeRequest.origins().get(0)));
        }
        return connected;
    }
}
