package io.github.jettyws.security.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * As much of HTTP/2 (RFC 9113) as an extended {@code CONNECT} (RFC 8441) takes: one stream that carries data, one thread.
 * Tests send less than the windows that Jetty opens with, so no window is counted.
 */
final class Http2 {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** The first stream of a client, RFC 9113, section 5.1.1. */
    static final int STREAM = 1;

    private static final int CANCEL = 8;
    private static final int MAX_FRAME = 16_384;

    private record Frame(int type, int flags, int stream, ByteBuffer payload) {}

    private final DataInputStream in;
    private final DataOutputStream out;

    Http2(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    static Connection open(Endpoint server, Upgrade upgrade) throws IOException {
        Socket socket = server.connect(upgrade.from());
        try {
            Http2 http2 = new Http2(socket);
            http2.begin();
            int status = http2.connect(server, upgrade, STREAM);
            return new Connection(socket, status, Map.of(), http2.new Input(), http2.new Output());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    void begin() throws IOException {
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        // No dynamic table, so that each answer can be read by itself.
        write(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) 1).putInt(0).array());
        // The server's settings come first: only they allow the extended CONNECT.
        Frame settings = read();
        if (settings.type() != SETTINGS) {
            throw new IOException("expected settings, got " + settings);
        }
    }

    /** Asks on a stream, and gives the status of the answer. What comes on other streams is lost. */
    int connect(Endpoint server, Upgrade upgrade, int stream) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        Hpack.write(block, ":method", "CONNECT");
        Hpack.write(block, ":protocol", "websocket");
        Hpack.write(block, ":scheme", upgrade.claimsHttps() ? "https" : "http");
        Hpack.write(block, ":path", upgrade.path());
        Hpack.write(block, ":authority", server.authority());
        Hpack.write(block, "sec-websocket-version", "13");
        for (Upgrade.Field field : upgrade.fields(server)) {
            Hpack.write(block, field.name().toLowerCase(Locale.ROOT), field.value());
        }
        write(HEADERS, END_HEADERS, stream, block.toByteArray());
        while (true) {
            Frame frame = read();
            if (frame.stream() == stream && frame.type() == HEADERS) {
                return Hpack.readStatus(frame.payload());
            }
            if (frame.stream() == stream && frame.type() == RST_STREAM) {
                throw new IOException("reset with error " + frame.payload().getInt());
            }
        }
    }

    /** Gives a stream up. */
    void reset(int stream) throws IOException {
        write(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
    }

    private void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        out.write(frame.array());
        out.flush();
    }

    /** The next frame; what has to be acknowledged is. */
    private Frame read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame =
                new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(in.readNBytes(lengthAndType >>> 8)));
        if ((flags & ACK) == 0) {
            if (frame.type() == SETTINGS) {
                write(SETTINGS, ACK, 0, new byte[0]);
            } else if (frame.type() == PING) {
                write(PING, ACK, 0, frame.payload().array());
            }
        }
        return frame;
    }

    /** What the server sends on the stream. */
    private final class Input extends InputStream {
        private ByteBuffer data = ByteBuffer.allocate(0);
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (length > 0 && !data.hasRemaining() && !ended) {
                fill();
            }
            if (length > 0 && !data.hasRemaining()) {
                return -1;
            }
            int size = Math.min(length, data.remaining());
            data.get(bytes, offset, size);
            return size;
        }

        private void fill() throws IOException {
            try {
                Frame frame = Http2.this.read();
                if (frame.stream() != STREAM) {
                    return;
                }
                if (frame.type() == DATA) {
                    data = frame.payload();
                    ended = (frame.flags() & END_STREAM) != 0;
                } else if (frame.type() == RST_STREAM) {
                    ended = true;
                }
            } catch (EOFException e) {
                ended = true;
            }
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += MAX_FRAME) {
                int size = Math.min(MAX_FRAME, length - done);
                byte[] payload = new byte[size];
                System.arraycopy(bytes, offset + done, payload, 0, size);
                Http2.this.write(DATA, 0, STREAM, payload);
            }
        }
    }
}
