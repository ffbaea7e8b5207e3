package io.github.jettyws.security.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket to an endpoint that sends back what it gets, with so many messages under way that the server always has a
 * next one. It never waits but asks again, see {@link HandshakeClient}.
 */
final class EchoClient {
    /** Bytes of the payload of one message. */
    private static final int PAYLOAD = 64;

    /** With two bytes of header and four of the mask (RFC 6455, section 5.2). */
    private static final int SENT = PAYLOAD + 6;

    /** Servers do not mask. */
    private static final int RECEIVED = PAYLOAD + 2;

    private static final int UNDER_WAY = 16;
    private static final byte FIN_TEXT = (byte) 0x81;
    private static final byte MASKED = (byte) 0x80;

    private final SocketChannel channel;
    private final ByteBuffer frames = ByteBuffer.allocateDirect(SENT * UNDER_WAY);
    private final ByteBuffer answers = ByteBuffer.allocateDirect(RECEIVED * UNDER_WAY);
    private int toSend;
    private int toReceive;

    /**
     * Connects.
     *
     * @param port the port of the server
     * @param source its own address
     * @param origin the origin it claims
     * @throws IOException if there is no WebSocket
     */
    EchoClient(int port, InetAddress source, String origin) throws IOException {
        for (int i = 0; i < UNDER_WAY; i++) {
            // A mask of zeros is one, and what it masks stays as it is.
            frames.put(FIN_TEXT).put((byte) (MASKED | PAYLOAD)).putInt(0);
            frames.put("x".repeat(PAYLOAD).getBytes(StandardCharsets.US_ASCII));
        }
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(new InetSocketAddress(source, 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(StandardCharsets.US_ASCII.encode(HandshakeRequest.uncompressed("/app/echo", port, origin)));
        String head = head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head.lines().findFirst().orElse("") + ": expected 101");
        }
        channel.configureBlocking(false);
    }

    private String head() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the server closed the connection");
            }
            head = StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
        }
        return head;
    }

    /** Sends the first messages. */
    void begin() throws IOException {
        toSend = SENT * UNDER_WAY;
        toReceive = RECEIVED * UNDER_WAY;
        send();
    }

    /**
     * Takes what has come back, and goes on sending, as far as nothing has to be waited for.
     *
     * @param sends whether a message is sent for each that has come back
     * @return how many have come back
     * @throws IOException if the connection breaks
     */
    int proceed(boolean sends) throws IOException {
        int read = channel.read(answers.clear());
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        int before = whole(toReceive);
        toReceive -= read;
        int messages = before - whole(toReceive);
        if (sends) {
            toSend += messages * SENT;
            toReceive += messages * RECEIVED;
        }
        send();
        return messages;
    }

    /** How many messages are not whole yet. */
    private static int whole(int bytes) {
        return (bytes + RECEIVED - 1) / RECEIVED;
    }

    /** Tells whether anything is under way. */
    boolean isWaiting() {
        return toReceive > 0;
    }

    /** From where in a frame it stopped the last time. */
    private void send() throws IOException {
        while (toSend > 0) {
            int offset = (SENT - toSend % SENT) % SENT;
            frames.limit(Math.min(frames.capacity(), offset + toSend)).position(offset);
            int written = channel.write(frames);
            toSend -= written;
            if (written == 0) {
                return;
            }
        }
    }
}
