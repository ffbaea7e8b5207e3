package io.github.jettyws.security.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The frames of RFC 6455, section 5.2, as a client writes and reads them. */
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    /** Added to the opcode of the first frame of a message that is compressed, RFC 7692, section 6. */
    static final int COMPRESSED = 0x40;

    /** A frame that the server sent. */
    record Frame(int opcode, boolean last, ByteBuffer payload) {}

    /** Any will do, and this one changes every byte. */
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final DataInputStream in;
    private final OutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    void write(int opcode, boolean last, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = header(opcode, last, payload.length);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        // In one piece, so that a server that closes at the header does not cut the frame in two.
        out.write(frame.toByteArray());
        out.flush();
    }

    void writeHeader(int opcode, boolean last, long length) throws IOException {
        out.write(header(opcode, last, length).toByteArray());
        out.flush();
    }

    private static ByteArrayOutputStream header(int opcode, boolean last, long length) throws IOException {
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
        header.write(MASK);
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
