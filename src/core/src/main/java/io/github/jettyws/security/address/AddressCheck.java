package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.net.InetAddress;

/**
 * Refuses clients whose address is blocked. A peer without an IP address, such as the proxy at the other end of a
 * Unix-domain socket, cannot be blocked by address.
 */
public final class AddressCheck implements HandshakeCheck {
    private final AddressSet blocked;

    /**
     * Makes the check.
     *
     * @param blocked who may not connect
     */
    public AddressCheck(AddressSet blocked) {
        this.blocked = blocked;
    }

    @Override
    public Verdict check(Handshake handshake) {
        InetAddress client = handshake.client();
        return client != null && blocked.contains(IpAddress.of(client))
                ? Verdict.refuse(Reason.ADDRESS_BLOCKED)
                : Verdict.PROCEED;
    }

    @Override
    public String toString() {
        return "blocked: " + blocked;
    }
}
