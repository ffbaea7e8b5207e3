package io.github.jettyws.security.message;

/** A check of messages has failed; the cause is what it threw. */
final class MessageCheckException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MessageCheckException(Throwable cause) {
        super("a check of messages failed", cause);
    }
}
