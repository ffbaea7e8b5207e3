package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client that sends as much as the network takes. */
final class Flood implements Closeable {
    /** How long the network takes nothing before it is full. */
    private static final long FULL_MILLIS = 300;

    /** Far more than the buffers of the network and of Jetty hold together. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MASK = 4;
    private static final int PAYLOAD = 125;

    private final SocketChannel channel;
    private final RawClient client;
    private ByteBuffer unfinished = ping(0);

    private Flood(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.client = new RawClient(channel.socket());
    }

    static Flood connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 16 << 10);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Flood(channel);
    }

    RawClient client() {
        return client;
    }

    /**
     * Sends numbered pings until the network takes no more. The last one is cut wherever that was: {@link #finish} sends
     * the rest of it.
     *
     * @return how many there are
     */
    int pingUntilFull() throws IOException {
        int number = 1;
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (selector.select(FULL_MILLIS) > 0) {
                selector.selectedKeys().clear();
                while (channel.write(unfinished) > 0) {
                    if (!unfinished.hasRemaining()) {
                        unfinished = ping(number);
                        number++;
                        assertTrue((long) number * unfinished.capacity() < MAX_BYTES, "the server reads on");
                    }
                }
            }
        }
        channel.configureBlocking(true);
        return number;
    }

    void finish() throws IOException {
        while (unfinished.hasRemaining()) {
            channel.write(unfinished);
        }
    }

    /** RFC 6455, section 5.5: a control frame has at most 125 bytes. A mask of zeros masks nothing. */
    private static ByteBuffer ping(int number) {
        ByteBuffer frame = ByteBuffer.allocate(2 + MASK + PAYLOAD);
        frame.put((byte) (0x80 | RawClient.PING)).put((byte) (0x80 | PAYLOAD)).putInt(0);
        return frame.putInt(number).rewind();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
