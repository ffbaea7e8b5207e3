package io.github.jettyws.security.event;

/** Where on the way of a connection something was decided. */
public enum Stage {
    /** Before any application, from the facts of the upgrade request alone. */
    GATE,
    /** Inside the context of the application, before its own code creates the endpoint. */
    CREATOR,
    /** As the upgrade was about to complete. */
    CHOKE_POINT,
    /** On the open connection. */
    MESSAGE,
    /** At the end of the connection. */
    CLOSE,
    /** When a client address is banned, and when its ban ends. */
    BAN
}
