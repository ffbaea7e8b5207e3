package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Caller;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Refuses clients whose address is blocked, or is not among those that alone are allowed; and peers that are blocked,
 * whomever they say they ask for. What is blocked stays so where it is allowed, too.
 *
 * <p>A peer without an IP address (a Unix-domain socket) that is no trusted proxy cannot be blocked by address; where
 * only some addresses are allowed, it is none of them. Thread-safe.
 */
public final class AddressCheck implements HandshakeCheck {
    private final AddressList blocked;
    private final @Nullable AddressList allowed;

    /**
     * Makes the check.
     *
     * @param blocked who may not connect
     * @param allowed who alone may connect; {@code null} for everybody
     */
    public AddressCheck(AddressList blocked, @Nullable AddressList allowed) {
        this.blocked = blocked;
        this.allowed = allowed;
    }

    @Override
    public Verdict check(Handshake handshake) {
        Caller caller = handshake.caller();
        if (!caller.resolved()) {
            return Verdict.refuse(Reason.ADDRESS_UNRESOLVED);
        }
        InetAddress client = caller.client();
        InetAddress peer = caller.peerAddress();
        AddressSet no = blocked.current();
        boolean isBlocked = contains(no, client) || (peer != null && !peer.equals(client) && contains(no, peer));
        return isBlocked || (allowed != null && !contains(allowed.current(), client))
                ? Verdict.refuse(Reason.ADDRESS_BLOCKED)
                : Verdict.PROCEED;
    }

    private static boolean contains(AddressSet set, @Nullable InetAddress address) {
        return address != null && set.contains(IpAddress.of(address));
    }

    @Override
    public String toString() {
        return "blocked: " + blocked + ", allowed: " + (allowed == null ? "all" : allowed);
    }
}
