package io.github.jettyws.security.handshake;

/**
 * A check of the facts of an upgrade request. The guard's own checks are of this type, and so are an operator's: add
 * one with {@code addCheck} in {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.handshake.HandshakeCheck} of a jar in {@code lib/ext}. Checks
 * that are added are asked after the built-in ones, in the order they were added.
 *
 * <p>A check runs on the thread of the request and before any application code: it must not block; one that has to wait is
 * an {@link AsyncHandshakeCheck}. It is called by many threads at once.
 */
@FunctionalInterface
public interface HandshakeCheck {
    /**
     * Looks at one upgrade request.
     *
     * @param handshake the facts, immutable; values in it come from the client
     * @return {@link Verdict#PROCEED}, or a refusal
     * @throws Exception whatever goes wrong; the request is then refused with {@link Reason#GUARD_FAILURE}, as it is for
     *     {@code null}
     */
    Verdict check(Handshake handshake) throws Exception;

    /**
     * Tells whether the check is about upgrades alone. All others are asked about requests for a ticket too, whose method
     * is {@code POST} and which open nothing.
     *
     * @return whether it has nothing to say about a request for a ticket
     */
    default boolean isForUpgradesOnly() {
        return false;
    }
}
