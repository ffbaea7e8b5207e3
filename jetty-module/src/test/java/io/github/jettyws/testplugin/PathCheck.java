package io.github.jettyws.testplugin;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;

/** A check as somebody else would write it: forbids one folder. */
public class PathCheck implements HandshakeCheck {
    @Override
    public Verdict check(Handshake handshake) {
        return handshake.path().contains("/forbidden/") ? Verdict.refuse(Reason.FORBIDDEN) : Verdict.PROCEED;
    }
}
