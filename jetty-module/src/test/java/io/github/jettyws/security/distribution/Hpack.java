package io.github.jettyws.security.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** As much of HPACK (RFC 7541) as it takes to ask, and to read the status of the answer. */
final class Hpack {
    /** The static table has the status at these indices (appendix A). */
    private static final int FIRST_STATUS = 8;

    private static final int[] STATUS = {200, 204, 206, 304, 400, 404, 500};

    private Hpack() {}

    /** Writes a field as a literal without indexing, section 6.2.2. */
    static void write(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        writeText(block, name);
        writeText(block, value);
    }

    private static void writeText(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>>= 7) {
                block.write((length & 0x7f) | 0x80);
            }
            block.write(length);
        }
        block.write(bytes, 0, bytes.length);
    }

    /** Reads the first field of an answer, which is the status. */
    static int readStatus(ByteBuffer block) throws IOException {
        int first = block.get();
        // Changes of the table's size come before all fields, section 4.2.
        while ((first & 0xe0) == 0x20) {
            first = block.get();
        }
        if ((first & 0x80) != 0) {
            return STATUS[(first & 0x7f) - FIRST_STATUS];
        }
        int name = (first & 0x40) != 0 ? first & 0x3f : first & 0x0f;
        if (name < FIRST_STATUS || name >= FIRST_STATUS + STATUS.length) {
            throw new IOException("the first field has the name " + name);
        }
        int length = block.get();
        byte[] value = new byte[length & 0x7f];
        block.get(value);
        return (length & 0x80) != 0
                ? readHuffmanDigits(value)
                : Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
    }

    /** The codes of the digits, appendix B: five bits for 0 to 2, six bits for 3 to 9. */
    private static int readHuffmanDigits(byte[] value) {
        int bits = ByteBuffer.wrap(Arrays.copyOf(value, Integer.BYTES)).getInt();
        int status = 0;
        int left = Integer.SIZE;
        for (int digit = 0; digit < 3; digit++) {
            int five = (bits >>> (left - 5)) & 0x1f;
            if (five <= 2) {
                status = status * 10 + five;
                left -= 5;
            } else {
                status = status * 10 + ((bits >>> (left - 6)) & 0x3f) - 0x16;
                left -= 6;
            }
        }
        return status;
    }
}
