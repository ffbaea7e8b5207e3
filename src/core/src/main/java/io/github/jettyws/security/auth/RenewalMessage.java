package io.github.jettyws.security.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text message by which a client puts a newer token in the place of the one that its connection was opened with:
 *
 * <pre>{"ws-security":"refresh","token":"eyJ..."}</pre>
 *
 * <p>What begins with {@value #MARKER}, byte for byte, is such a message and never the application's. Immutable.
 *
 * @param token the token, {@code null} where what follows the marker is not as above
 */
public record RenewalMessage(@Nullable String token) {
    /** How such a message begins. */
    public static final String MARKER = "{\"ws-security\":\"refresh\"";

    /** The answer to a token that was refused; the connection goes on with what it had. */
    public static final String REFUSED = "{\"ws-security\":\"refused\"}";

    private static final byte[] MARKER_BYTES = MARKER.getBytes(StandardCharsets.US_ASCII);

    /**
     * Tells whether a text message may be one for a new token, by its first piece.
     *
     * @param piece the first bytes, not changed
     * @param endsMessage whether they are all
     * @return whether they begin with the marker, or are the beginning of it
     */
    public static boolean mayBegin(ByteBuffer piece, boolean endsMessage) {
        int length = Math.min(piece.remaining(), MARKER_BYTES.length);
        if (endsMessage && length < MARKER_BYTES.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (piece.get(piece.position() + i) != MARKER_BYTES[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a message.
     *
     * @param message the whole of it, not changed
     * @return empty if it does not begin with the marker
     */
    public static Optional<RenewalMessage> parse(ByteBuffer message) {
        if (!mayBegin(message, true)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        try {
            Map<String, @Nullable Object> members = StrictJson.parse(bytes);
            boolean wellFormed = members.size() == 2 && members.get("token") instanceof String;
            return Optional.of(new RenewalMessage(wellFormed ? (String) members.get("token") : null));
        } catch (IOException e) {
            return Optional.of(new RenewalMessage(null));
        }
    }

    /**
     * Gives the answer to a token that was accepted.
     *
     * @param identity what it proves
     * @return when it expires, in seconds since 1970 (RFC 7519, section 2), if it does
     */
    public static String accepted(Identity identity) {
        return identity.expiry()
                .map(at -> "{\"ws-security\":\"refreshed\",\"expires\":" + at.getEpochSecond() + "}")
                .orElse("{\"ws-security\":\"refreshed\"}");
    }

    /** Does not tell the token. */
    @Override
    public String toString() {
        return "RenewalMessage[***]";
    }
}
