package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Who is believed about the client address: {@code ws-security.address.trustedProxies} and what goes with it. Immutable.
 *
 * @param trustedProxies whose forwarded header is believed; IPv4 proxies as IPv4 addresses, in whatever form they connect
 * @param trustUnix whether a peer over a Unix-domain socket is a trusted proxy too
 * @param header the header that trusted proxies write
 * @param nat64 the NAT64 prefixes, whose addresses count as the IPv4 address in their last 32 bits; blocks of 96 bits
 *     only, see {@link #nat64(Collection)}
 */
public record CallerRules(AddressSet trustedProxies, boolean trustUnix, ForwardedHeader header, AddressSet nat64) {
    /** The well-known prefix of RFC 6052, section 2.1. */
    public static final String WELL_KNOWN_NAT64 = "64:ff9b::/96";

    /** No proxy at all: the client is the peer. */
    public static final CallerRules NONE =
            new CallerRules(AddressSet.EMPTY, false, ForwardedHeader.X_FORWARDED_FOR, nat64(List.of(WELL_KNOWN_NAT64)));

    /**
     * Reads NAT64 prefixes. Only those of 96 bits keep the IPv4 address in one piece at the end (RFC 6052, section 2.2).
     *
     * @param texts IPv6 ranges such as {@link #WELL_KNOWN_NAT64}; none where there is no NAT64
     * @return the addresses that begin with one of them
     * @throws IllegalArgumentException naming the first text that is no such range
     */
    public static AddressSet nat64(Collection<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            List<AddressRange> parsed = parse(text);
            AddressRange range = parsed.get(0);
            if (parsed.size() > 1
                    || range.first().isIpv4()
                    || !range.first().equals(range.first().first(IpAddress.IPV4_PREFIX))
                    || !range.last().equals(range.first().last(IpAddress.IPV4_PREFIX))) {
                throw new IllegalArgumentException(
                        "'" + text + "': expected an IPv6 prefix of 96 bits, such as " + WELL_KNOWN_NAT64);
            }
            ranges.add(range);
        }
        return new AddressSet(ranges);
    }

    private static List<AddressRange> parse(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }
}
