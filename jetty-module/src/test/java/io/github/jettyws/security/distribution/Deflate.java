package io.github.jettyws.security.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The extension {@code permessage-deflate} (RFC 7692, section 7.2), each message by itself. */
final class Deflate {
    /** The empty block that ends every message and is left out. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private Deflate() {}

    static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        byte[] buffer = new byte[message.length + 64];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, length - TAIL.length);
    }

    static byte[] inflate(ByteBuffer payload) throws IOException {
        byte[] input = ByteBuffer.allocate(payload.remaining() + TAIL.length)
                .put(payload)
                .put(TAIL)
                .array();
        Inflater inflater = new Inflater(true);
        inflater.setInput(input);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try {
            for (int length = inflater.inflate(buffer); length > 0; length = inflater.inflate(buffer)) {
                message.write(buffer, 0, length);
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.end();
        }
        return message.toByteArray();
    }
}
