package io.github.jettyws.security.message;

import io.github.jettyws.security.auth.Identity;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link MessageCheck} sees of a message. Immutable, and good for as long as the check runs. */
public final class MessageView {
    private final MessageGuard.Kind kind;
    private final byte[] bytes;
    private final @Nullable String text;
    private final Optional<Identity> identity;
    private final String policyPath;

    /**
     * Makes a view.
     *
     * @param bytes the payload, which nobody changes any more
     * @param text what it says, {@code null} for a binary message
     * @param identity who sent it
     * @param policyPath the path of the policy
     */
    MessageView(byte[] bytes, @Nullable String text, Optional<Identity> identity, String policyPath) {
        this.kind = text == null ? MessageGuard.Kind.BINARY : MessageGuard.Kind.TEXT;
        this.bytes = bytes;
        this.text = text;
        this.identity = identity;
        this.policyPath = policyPath;
    }

    /**
     * Tells what the message is.
     *
     * @return text or binary
     */
    public MessageGuard.Kind kind() {
        return kind;
    }

    /**
     * Gives what a text message says.
     *
     * @return all of it
     * @throws IllegalStateException if the message is binary
     */
    public CharSequence text() {
        if (text == null) {
            throw new IllegalStateException("the message is binary: expected its bytes to be asked for");
        }
        return text;
    }

    /**
     * Gives the payload, of either kind.
     *
     * @return all of it after inflation, read-only, a new buffer each time
     */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * Tells who sent it.
     *
     * @return the identity that the connection was opened with, empty if it is anonymous
     */
    public Optional<Identity> identity() {
        return identity;
    }

    /**
     * Tells which policy decides.
     *
     * @return the path that it was added for, {@code /} for the policy of all paths
     */
    public String policyPath() {
        return policyPath;
    }
}
