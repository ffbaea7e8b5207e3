package io.github.jettyws.security.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the loopback address, and carries bytes to where no plain socket leads. What connects to it from an address
 * of this machine goes on from the same one.
 */
final class Relay implements Closeable {
    /** The other end of what goes on. */
    interface Far extends Closeable {
        /** Reads some bytes; a negative number is the end. */
        int read(byte[] bytes) throws IOException;

        void write(byte[] bytes, int length) throws IOException;
    }

    /** Goes on. */
    interface Connector {
        Far connect(InetAddress from) throws IOException;
    }

    private final ServerSocket listening;
    private final Connector connector;

    private Relay(ServerSocket listening, Connector connector) {
        this.listening = listening;
        this.connector = connector;
    }

    static Relay open(Connector connector) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Relay relay = new Relay(listening, connector);
        start(relay::accept);
        return relay;
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listening.getLocalPort(), false);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                start(() -> carry(near));
            }
        } catch (IOException e) {
            // Closed: there is nothing more to accept.
        }
    }

    /** Whichever side ends, both do. */
    private void carry(Socket near) {
        try (near;
                Far far = connector.connect(near.getInetAddress())) {
            start(() -> back(far, near));
            byte[] bytes = new byte[8192];
            for (int length = near.getInputStream().read(bytes);
                    length >= 0;
                    length = near.getInputStream().read(bytes)) {
                far.write(bytes, length);
            }
        } catch (IOException e) {
            // One side has ended in the middle of something.
        }
    }

    private static void back(Far far, Socket near) {
        try (near) {
            byte[] bytes = new byte[8192];
            for (int length = far.read(bytes); length >= 0; length = far.read(bytes)) {
                near.getOutputStream().write(bytes, 0, length);
            }
        } catch (IOException e) {
            // As above.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** A far end that is a socket. */
    static Far over(Socket socket) {
        return new Far() {
            @Override
            public int read(byte[] bytes) throws IOException {
                return socket.getInputStream().read(bytes);
            }

            @Override
            public void write(byte[] bytes, int length) throws IOException {
                socket.getOutputStream().write(bytes, 0, length);
                socket.getOutputStream().flush();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    /** A plain connection to a server, from this address. */
    static Socket socket(Endpoint server, @Nullable InetAddress from) {
        return new Endpoint(server.host(), server.port(), false).connect(from == null ? null : from.getHostAddress());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
