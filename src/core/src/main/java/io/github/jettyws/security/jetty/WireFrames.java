package io.github.jettyws.security.jetty;

import java.util.Arrays;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * Measures the data frames of a client where Jetty's parser is left to hand them over in pieces: in mode {@code report},
 * and for endpoints that are mapped past the mappings of their context.
 *
 * <p>The parser gives each piece the mask that goes on where the one before has ended, while a client has to draw every
 * mask anew, so that it cannot be predicted (RFC 6455, section 5.3). Of a client that does not, several frames may be
 * taken for one. Frames that were compressed have lost their masks and are measured piece by piece.
 */
final class WireFrames {
    private byte @Nullable [] next;
    private long length;

    /**
     * Adds a piece.
     *
     * @return whether the frame that it belongs to has grown longer than the limit just now
     */
    boolean exceeds(Frame piece, long limit) {
        byte[] mask = piece.getMask();
        boolean goesOn = piece.getOpCode() == OpCode.CONTINUATION && mask != null && Arrays.equals(mask, next);
        long before = goesOn ? length : 0;
        length = before + piece.getPayloadLength();
        next = mask == null ? null : rotate(mask, piece.getPayloadLength());
        return before <= limit && length > limit;
    }

    private static byte[] rotate(byte[] mask, int by) {
        byte[] rotated = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            rotated[i] = mask[(i + by) % mask.length];
        }
        return rotated;
    }
}
