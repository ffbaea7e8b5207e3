package io.github.jettyws.security.handshake;

/** What happens to a refusal. */
public enum Mode {
    /** It is carried out. */
    ENFORCE,
    /** It is decided, logged, counted and told to listeners as always, but not carried out. */
    REPORT
}
