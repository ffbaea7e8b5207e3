package io.github.jettyws.security.event;

/**
 * Is told what the guard does. Add one with {@code addListener} in {@code etc/ws-security-listeners.xml}, or name it in
 * {@code META-INF/services/io.github.jettyws.security.event.SecurityListener} of a jar in {@code lib/ext}.
 *
 * <p>Each listener has a thread and a bounded queue of its own, so it may block, and it may throw: no client waits for
 * it, no decision changes, no other listener is disturbed. It is never called by two threads at once. The events of one
 * connection come in their order. When the queue is full, events are dropped for this listener and counted.
 */
public interface SecurityListener {
    /**
     * A WebSocket connection was opened.
     *
     * @param event what happened
     */
    default void onAccepted(SecurityEvent event) {}

    /**
     * A handshake was refused; in mode {@code report}, it would have been.
     *
     * @param event what happened
     */
    default void onRefused(SecurityEvent event) {}

    /**
     * A message broke a limit; unless in mode {@code report}, the connection is being closed.
     *
     * @param event what happened
     */
    default void onViolated(SecurityEvent event) {}

    /**
     * The guard found that an open connection must end, and for another reason than a message; unless in mode
     * {@code report}, the connection is being closed.
     *
     * @param event what happened
     */
    default void onEnded(SecurityEvent event) {}

    /**
     * A client put a newer credential in the place of the one that its connection was opened with.
     *
     * @param event what happened
     */
    default void onRenewed(SecurityEvent event) {}

    /**
     * A client address was banned.
     *
     * @param event what happened
     */
    default void onBanned(SecurityEvent event) {}

    /**
     * A client address is banned no longer.
     *
     * @param event what happened
     */
    default void onUnbanned(SecurityEvent event) {}

    /**
     * A WebSocket connection ended, for whatever cause.
     *
     * @param event what happened
     */
    default void onClosed(SecurityEvent event) {}
}
