package io.github.jettyws.security.address;

import java.util.List;

/**
 * The clients that are never banned. An IPv6 prefix is one of them as soon as one address of it is: were the rest of it
 * banned, so would be that address. Immutable.
 */
final class NeverBanned {
    private final AddressSet ipv4;

    /** A set of its own: {@code ::1}, grown to {@code ::/64}, holds all of IPv4 in its mapped form. */
    private final AddressSet ipv6;

    NeverBanned(List<AddressRange> ranges, int ipv6Prefix) {
        this.ipv4 = new AddressSet(ranges);
        this.ipv6 = new AddressSet(ranges.stream()
                .filter(range -> !range.first().isIpv4() || !range.last().isIpv4())
                .map(range -> new AddressRange(
                        range.first().first(ipv6Prefix), range.last().last(ipv6Prefix)))
                .toList());
    }

    boolean contains(IpAddress client) {
        return (client.isIpv4() ? ipv4 : ipv6).contains(client);
    }
}
