package io.github.jettyws.security.handshake;

/**
 * Refuses clients whose connection is not encrypted. What counts is the connection, or the word of a trusted proxy, see
 * {@link Caller#secure()}; neither the request target nor {@code :scheme}, which the client chooses.
 */
public final class TransportCheck implements HandshakeCheck {
    /** Makes the check. */
    public TransportCheck() {}

    @Override
    public Verdict check(Handshake handshake) {
        return handshake.caller().secure() ? Verdict.PROCEED : Verdict.refuse(Reason.INSECURE_TRANSPORT);
    }
}
