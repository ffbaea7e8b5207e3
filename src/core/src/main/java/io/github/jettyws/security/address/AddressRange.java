package io.github.jettyws.security.address;

import java.util.List;
import java.util.Optional;

/**
 * All addresses from one to another. Immutable.
 *
 * @param first the lowest address in it
 * @param last the highest address in it
 */
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
    private static final String EXPECTED = "expected an IPv4 or IPv6 address, or a range such as 192.0.2.0/24";

    private static final IpAddress IPV4_FIRST = new IpAddress(0, 0xffffL << 32);
    private static final IpAddress IPV4_LAST = IPV4_FIRST.last(IpAddress.IPV4_PREFIX);

    /**
     * Reads an address or a range in CIDR notation (RFC 4632, RFC 4291 section 2.3).
     *
     * <p>An IPv6 range that covers the IPv4-mapped block, such as {@code ::/0}, means IPv6 alone: it gives the two ranges
     * on either side of that block. {@code ::ffff:0:0/96} and what lies in it means IPv4.
     *
     * @param text the text
     * @return one range, or two
     * @throws IllegalArgumentException if the text is neither, or has bits set behind the prefix
     */
    public static List<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(EXPECTED));
        if (slash < 0) {
            return List.of(new AddressRange(address, address));
        }
        // The length counts from the start of the form that was written: ::ffff:10.0.0.0/104 is 10.0.0.0/8.
        int written = text.indexOf(':') < 0 ? IpAddress.BITS - IpAddress.IPV4_PREFIX : IpAddress.BITS;
        int prefix = prefixLength(text.substring(slash + 1), written) + IpAddress.BITS - written;
        IpAddress first = address.first(prefix);
        if (!address.equals(first)) {
            int length = first.isIpv4() ? prefix - IpAddress.IPV4_PREFIX : prefix;
            throw new IllegalArgumentException(
                    "bits are set behind the prefix: expected " + first + "/" + length + ", or the address alone");
        }
        return withoutIpv4(new AddressRange(address, address.last(prefix)));
    }

    private static int prefixLength(String digits, int most) {
        return Optional.of(digits)
                .filter(text -> text.matches("0|[1-9]\\d{0,2}"))
                .map(Integer::parseInt)
                .filter(length -> length <= most)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a prefix length from 0 to " + most + " after the slash"));
    }

    private static List<AddressRange> withoutIpv4(AddressRange range) {
        if (range.first.compareTo(IPV4_FIRST) >= 0 || range.last.compareTo(IPV4_LAST) < 0) {
            return List.of(range);
        }
        AddressRange below = new AddressRange(range.first, IPV4_FIRST.previous());
        // Nothing is left above in ::/80 to ::fffe:0:0/95, which end where IPv4 ends.
        return range.last.equals(IPV4_LAST)
                ? List.of(below)
                : List.of(below, new AddressRange(IPV4_LAST.next(), range.last));
    }

    /** Orders by the first address. */
    @Override
    public int compareTo(AddressRange other) {
        return first.compareTo(other.first);
    }
}
