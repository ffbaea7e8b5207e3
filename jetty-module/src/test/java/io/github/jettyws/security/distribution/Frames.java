package io.github.jettyws.security.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The frames of RFC 6455, section 5.2, as a client writes and reads them. */
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** Added to the opcode of the first frame of a message that is compressed, RFC 7692, section 6. */
    static final int COMPRESSED = 0x40;

    /** A frame that the server sent. */
    record Frame(int opcode, boolean last, ByteBuffer payload) {}

    /** A mask is drawn anew for every frame, RFC 6455, section 5.3. */
    private final Random masks = new SecureRandom();

    private final DataInputStream in;
    private final OutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    void write(int opcode, boolean last, byte[] payload) throws IOException {
        // In one piece, so that a server that closes at the header does not cut the frame in two.
        out.write(frame(opcode, last, payload).toByteArray());
        out.flush();
    }

    /** Writes the same frame so often, many at once: a flood costs its sender less than it costs the server. */
    void writeMany(int count, int opcode, boolean last, byte[] payload) throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 1; i <= count; i++) {
            frame(opcode, last, payload).writeTo(many);
            if (many.size() > 16_000 || i == count) {
                out.write(many.toByteArray());
                out.flush();
                many.reset();
            }
        }
    }

    private ByteArrayOutputStream frame(int opcode, boolean last, byte[] payload) throws IOException {
        byte[] mask = mask();
        ByteArrayOutputStream frame = header(opcode, last, payload.length, mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame;
    }

    void writeHeader(int opcode, boolean last, long length) throws IOException {
        out.write(header(opcode, last, length, mask()).toByteArray());
        out.flush();
    }

    private byte[] mask() {
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        return mask;
    }

    private static ByteArrayOutputStream header(int opcode, boolean last, long length, byte[] mask) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.write(opcode | (last ? 0x80 : 0));
        if (length < 126) {
            header.write(0x80 | (int) length);
        } else if (length < 0x10000) {
            header.write(0x80 | 126);
            header.writeShort((int) length);
        } else {
            header.write(0x80 | 127);
            header.writeLong(length);
        }
        header.write(mask);
        return bytes;
    }

    Frame read() throws IOException {
        Frame frame = readOrNull();
        if (frame == null) {
            throw new EOFException("the connection ended");
        }
        return frame;
    }

    /** The next frame, or null where the connection ended. */
    @Nullable
    Frame readOrNull() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first & 0x7f, (first & 0x80) != 0, ByteBuffer.wrap(in.readNBytes(length)));
    }
}
