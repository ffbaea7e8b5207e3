package io.github.jettyws.security.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What came of a request for a connection. If it was accepted, frames can be sent and read. */
final class Connection implements Closeable {
    /** Where the server ended the connection without a close frame (RFC 6455, section 7.1.5). */
    static final int NO_CLOSE_FRAME = 1006;

    private final Socket socket;
    private final int status;
    private final Map<String, String> fields;
    private final Frames frames;

    /** Streams are those of the WebSocket connection; the socket may carry more. */
    Connection(Socket socket, int status, Map<String, String> fields, InputStream in, OutputStream out) {
        this.socket = socket;
        this.status = status;
        this.fields = fields;
        this.frames = new Frames(in, out);
    }

    /** The status of the answer: 101 or, over HTTP/2, 200 if the connection was accepted. */
    int status() {
        return status;
    }

    boolean accepted() {
        return status == 101 || status == 200;
    }

    /** After how many seconds the client may return. Over HTTP/2 the fields of the answer are not read. */
    int retryAfter() {
        return Integer.parseInt(fields.getOrDefault("retry-after", "-1"));
    }

    /** What the client is told about credentials, empty where it is told nothing; over HTTP/2 it is not read. */
    String challenge() {
        return fields.getOrDefault("www-authenticate", "");
    }

    Connection text(String message) throws IOException {
        return frame(Frames.TEXT, true, message.getBytes(StandardCharsets.UTF_8));
    }

    Connection frame(int opcode, boolean last, byte[] payload) throws IOException {
        frames.write(opcode, last, payload);
        return this;
    }

    /** Sends the same frame so often, or until the server has ended the connection. */
    void flood(int count, int opcode, boolean last, byte[] payload) {
        try {
            frames.writeMany(count, opcode, last, payload);
        } catch (IOException e) {
            // It takes no more: what the server says about it can still be read.
        }
    }

    /** Announces a frame and sends nothing of it. */
    Connection announce(int opcode, long length) throws IOException {
        frames.writeHeader(opcode, true, length);
        return this;
    }

    /** The next message, which must be text. */
    String readText() throws IOException {
        Frames.Frame frame = frames.read();
        if (frame.opcode() == Frames.TEXT) {
            return StandardCharsets.UTF_8.decode(frame.payload()).toString();
        }
        if (frame.opcode() == (Frames.TEXT | Frames.COMPRESSED)) {
            return new String(Deflate.inflate(frame.payload()), StandardCharsets.UTF_8);
        }
        throw new IOException("expected text, got " + frame);
    }

    /** The payload of the next frame, which must be a pong. */
    byte[] readPong() throws IOException {
        Frames.Frame frame = frames.read();
        if (frame.opcode() != Frames.PONG) {
            throw new IOException("expected a pong, got " + frame);
        }
        return frame.payload().array();
    }

    /** Reads on to the end, and gives the close code. */
    int readClose() throws IOException {
        while (true) {
            Frames.Frame frame = frames.readOrNull();
            if (frame == null) {
                return NO_CLOSE_FRAME;
            }
            if (frame.opcode() == Frames.CLOSE) {
                return frame.payload().remaining() < 2
                        ? NO_CLOSE_FRAME
                        : frame.payload().getChar();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
