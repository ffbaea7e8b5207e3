package io.github.jettyws.security.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Opens one WebSocket after the other, each over a connection of its own, and closes it. It never waits but asks again:
 * to wake a client is work that a server on the same machine would have to do, the more often the slower it is.
 */
final class HandshakeClient {
    /** The status of a WebSocket that has opened. */
    static final int UPGRADED = 101;

    /** An empty close frame with its mask (RFC 6455, section 5.2). */
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x80, 1, 2, 3, 4};

    private final InetSocketAddress server;
    private final InetSocketAddress source;
    private final ByteBuffer request;
    private final ByteBuffer close = ByteBuffer.wrap(CLOSE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
    private @Nullable SocketChannel channel;
    private boolean upgraded;

    /**
     * Makes a client.
     *
     * @param process the server
     * @param source its own address, of which loopback has many
     * @param origin the origin it claims
     */
    HandshakeClient(ServerProcess process, InetAddress source, String origin) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port());
        this.source = new InetSocketAddress(source, 0);
        byte[] head = HandshakeRequest.of("/app/chat", process.port(), origin, process.token())
                .getBytes(StandardCharsets.US_ASCII);
        this.request = ByteBuffer.allocateDirect(head.length).put(head).flip();
    }

    /**
     * Opens a WebSocket and closes it, or goes on until the one that is under way is closed.
     *
     * @return the status of the response
     * @throws IOException if the connection breaks
     */
    int shakeHands() throws IOException {
        int status = 0;
        while (status == 0) {
            status = proceed();
        }
        return status;
    }

    /**
     * Goes on with what is under way, or begins, as far as nothing has to be waited for.
     *
     * @return the status of the response once all is over, 0 before
     * @throws IOException if the connection breaks
     */
    int proceed() throws IOException {
        SocketChannel current = channel;
        if (current == null) {
            connect();
        } else if (current.isConnectionPending()) {
            if (current.finishConnect()) {
                current.write(request.rewind());
            }
        } else if (upgraded) {
            return awaitEnd(current);
        } else {
            return awaitHead(current);
        }
        return 0;
    }

    private void connect() throws IOException {
        upgraded = false;
        answer.clear();
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        // Whoever closes first waits in TIME_WAIT, and would soon have no port left; a reset waits for nothing.
        opened.setOption(StandardSocketOptions.SO_LINGER, 0);
        opened.bind(source);
        if (opened.connect(server)) {
            opened.write(request.rewind());
        }
    }

    private int awaitHead(SocketChannel current) throws IOException {
        int read = current.read(answer);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        String head = read == 0
                ? ""
                : StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
        if (!head.contains("\r\n\r\n")) {
            return 0;
        }
        int status = Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 101".length()));
        if (status != UPGRADED) {
            return end(current, status);
        }
        upgraded = true;
        current.write(close.rewind());
        return 0;
    }

    /** First comes the close frame of the server, and then the end of its connection. */
    private int awaitEnd(SocketChannel current) throws IOException {
        return current.read(answer.clear()) < 0 ? end(current, UPGRADED) : 0;
    }

    private int end(SocketChannel current, int status) throws IOException {
        channel = null;
        current.close();
        return status;
    }
}
