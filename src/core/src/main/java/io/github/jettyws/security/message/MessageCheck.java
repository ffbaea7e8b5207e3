package io.github.jettyws.security.message;

import java.util.EnumSet;
import java.util.Set;

/**
 * A check of whole messages, asked after the guard's own: type, format, schema. Add one with {@code addMessageCheck} in
 * {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.message.MessageCheck} of a jar in {@code lib/ext}. Checks are asked in
 * the order they were added; the first refusal decides.
 *
 * <p>A message has to be there as a whole before it can be asked about, so a check costs the memory of one message for each
 * connection: up to {@code ws-security.limits.maxTextMessageSize} or {@code maxBinaryMessageSize}. It sees the message and
 * cannot change it.
 *
 * <p>A check runs on the thread of the connection, which reads nothing further meanwhile: it must not block. It is called by
 * many threads at once, and for the messages of one connection in their order.
 */
@FunctionalInterface
public interface MessageCheck {
    /**
     * Looks at one message.
     *
     * @param message the message; what is in it comes from the client
     * @return {@link MessageVerdict#PASS}, or a refusal
     * @throws Exception whatever goes wrong; the connection then ends with
     *     {@link io.github.jettyws.security.handshake.Reason#GUARD_FAILURE}
     */
    MessageVerdict check(MessageView message) throws Exception;

    /**
     * Tells which messages it is asked about; those that no check is asked about are never assembled. Asked once, when the
     * server starts.
     *
     * @return both kinds, unless the check says otherwise
     */
    default Set<MessageGuard.Kind> kinds() {
        return EnumSet.allOf(MessageGuard.Kind.class);
    }
}
