package io.github.jettyws.security.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opens one WebSocket after the other, each over a connection of its own, as one browser would that comes from one
 * address.
 */
final class HandshakeClient {
    /** An empty close frame with its mask (RFC 6455, section 5.2). */
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x80, 1, 2, 3, 4};

    private static final String UPGRADED = "HTTP/1.1 101 ";

    private final InetSocketAddress server;
    private final InetSocketAddress source;
    private final ByteBuffer request;
    private final ByteBuffer close = ByteBuffer.wrap(CLOSE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);

    /**
     * Makes a client.
     *
     * @param port the port of the server
     * @param source its own address, of which loopback has many
     * @param origin the origin it claims
     */
    HandshakeClient(int port, InetAddress source, String origin) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.source = new InetSocketAddress(source, 0);
        byte[] head = request(port, origin).getBytes(StandardCharsets.US_ASCII);
        this.request = ByteBuffer.allocateDirect(head.length).put(head).flip();
    }

    /** Ten origins, all of which may connect. */
    static List<String> origins() {
        return IntStream.range(0, 10)
                .mapToObj(i -> "https://app-" + i + ".example.com")
                .toList();
    }

    /** What a browser sends. */
    private static String request(int port, String origin) {
        return String.join(
                "\r\n",
                "GET /app/chat HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Connection: Upgrade",
                "Pragma: no-cache",
                "Cache-Control: no-cache",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
                "Upgrade: websocket",
                "Origin: " + origin,
                "Sec-WebSocket-Version: 13",
                "Accept-Encoding: gzip, deflate, br, zstd",
                "Accept-Language: en-US,en;q=0.9",
                "Cookie: JSESSIONID=node01m4k8zq1yq2v31d9b8x7c6w5e40.node0",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "",
                "");
    }

    /**
     * Opens a WebSocket and closes it.
     *
     * @return whether it was opened
     * @throws IOException if the connection breaks
     */
    boolean shakeHands() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            // Whoever closes first waits in TIME_WAIT, and would soon have no port left; a reset waits for nothing.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(source);
            channel.connect(server);
            channel.write(request.rewind());
            String head = head(channel);
            if (!head.startsWith(UPGRADED)) {
                return false;
            }
            channel.write(close.rewind());
            while (channel.read(answer.clear()) >= 0) {
                // The close frame of the server, and then the end of its connection.
            }
            return true;
        }
    }

    private String head(SocketChannel channel) throws IOException {
        answer.clear();
        while (true) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed the connection");
            }
            String head =
                    StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
            if (head.contains("\r\n\r\n")) {
                return head;
            }
        }
    }
}
