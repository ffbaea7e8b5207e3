package io.github.jettyws.testplugin;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Verdict;

/** A check as somebody else would write it, with an error in it: it fails in one folder. */
public class FailingCheck implements HandshakeCheck {
    @Override
    public Verdict check(Handshake handshake) {
        if (handshake.path().contains("/failing/")) {
            throw new IllegalStateException("an error in a plugin");
        }
        return Verdict.PROCEED;
    }
}
