package io.github.jettyws.security.address;

import io.github.jettyws.security.handshake.Caller;
import java.net.InetAddress;

/**
 * What a client is counted by: an IPv4 address, or the prefix of an IPv6 address, since one client commands a whole
 * prefix of those. Immutable.
 */
public final class ClientKey {
    private final int ipv6Prefix;

    /**
     * Fixes how much of an IPv6 address counts.
     *
     * @param ipv6Prefix the length of the prefix, 1 to 128
     */
    public ClientKey(int ipv6Prefix) {
        this.ipv6Prefix = ipv6Prefix;
    }

    /**
     * Gives the key that a client is counted by.
     *
     * @param caller who is calling
     * @return an {@link IpAddress}, or the name of the peer where there is no address (a Unix-domain socket)
     */
    public Object of(Caller caller) {
        InetAddress client = caller.client();
        if (client == null) {
            return caller.peer();
        }
        return of(IpAddress.of(client));
    }

    /**
     * Gives the key that an address is counted by.
     *
     * @param address the address, in canonical form
     * @return the address, or the first one of its prefix
     */
    public IpAddress of(IpAddress address) {
        return address.isIpv4() ? address : address.first(ipv6Prefix);
    }
}
