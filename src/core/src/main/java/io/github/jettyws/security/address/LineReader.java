package io.github.jettyws.security.address;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end in LF, CR or CRLF, a byte to a character: what means anything in a list of addresses is ASCII, and
 * a comment may be in any encoding. The memory that it takes does not depend on the input. Not thread-safe.
 */
final class LineReader implements Closeable {
    private static final int END = -1;

    private final InputStream in;
    private final byte[] line;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    /**
     * Makes a reader.
     *
     * @param in what is read
     * @param most how many bytes of a line are given at most; what is left of a longer line comes as the next
     */
    LineReader(InputStream in, int most) {
        this.in = in;
        line = new byte[most];
    }

    /**
     * Reads a line.
     *
     * @return the line without its end, {@code null} where there are no more
     * @throws IOException if it cannot be read
     */
    @Nullable
    String next() throws IOException {
        int next = peek();
        if (next == END) {
            return null;
        }
        int length = 0;
        while (next != END && next != '\n' && next != '\r' && length < line.length) {
            line[length++] = (byte) next;
            at++;
            next = peek();
        }
        if (next == '\r') {
            at++;
            next = peek();
        }
        if (next == '\n') {
            at++;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private int peek() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(in.read(buffer), 0);
        }
        return at < end ? buffer[at] & 0xff : END;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
