package io.github.jettyws.security.message;

/** The values of {@code ws-security.message.action}: what becomes of a message that may not pass for its shape. */
public enum ShapeAction {
    /** The connection is closed, with the code of the reason. */
    CLOSE,
    /** The application never sees the message, and nobody is told but the operator. */
    DROP,
    /** The same, and the client is told {@link MessageVerdict#reply()}. */
    REPLY
}
