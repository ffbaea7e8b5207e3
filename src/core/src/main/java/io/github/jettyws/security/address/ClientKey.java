package io.github.jettyws.security.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

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
     * @param client the client address, {@code null} for a peer without one (a Unix-domain socket)
     * @param peer the name of the peer, the key where there is no address
     * @return a value with {@code equals} and {@code hashCode}
     */
    public Object of(@Nullable InetAddress client, String peer) {
        if (client == null) {
            return peer;
        }
        IpAddress address = IpAddress.of(client);
        return address.isIpv4() ? address : address.first(ipv6Prefix);
    }
}
