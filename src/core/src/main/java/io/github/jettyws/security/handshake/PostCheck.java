package io.github.jettyws.security.handshake;

/**
 * Refuses requests for a ticket that are no {@code POST}: what a link or an image of another site makes a browser fetch is a
 * {@code GET}.
 */
public final class PostCheck implements HandshakeCheck {
    /** The method that is allowed. */
    public static final String METHOD = "POST";

    /** Makes the check. */
    public PostCheck() {}

    @Override
    public Verdict check(Handshake handshake) {
        return handshake.method().equals(METHOD) ? Verdict.PROCEED : Verdict.refuse(Reason.METHOD_NOT_ALLOWED);
    }
}
