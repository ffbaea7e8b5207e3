package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;

/** Refuses clients whose address is banned. Thread-safe. */
public final class BanCheck implements HandshakeCheck {
    private final Bans bans;
    private final ClientKey key;

    /**
     * Makes the check.
     *
     * @param bans who is banned
     * @param key what clients are counted by, and banned by
     */
    public BanCheck(Bans bans, ClientKey key) {
        this.bans = bans;
        this.key = key;
    }

    @Override
    public Verdict check(Handshake handshake) {
        return key.of(handshake.caller()) instanceof IpAddress client && bans.isBanned(client)
                ? Verdict.refuse(Reason.ADDRESS_BANNED)
                : Verdict.PROCEED;
    }
}
