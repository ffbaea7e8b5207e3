package io.github.jettyws.security.address;

import java.util.List;

/**
 * All addresses from one to another. Immutable.
 *
 * @param first the lowest address in it
 * @param last the highest address in it
 */
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
    private static final String EXPECTED =
            "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such" + " as 192.0.2.1-192.0.2.9";

    private static final IpAddress IPV4_FIRST = IpAddress.ofIpv4(0);
    private static final IpAddress IPV4_LAST = IpAddress.ofIpv4(-1);

    /**
     * Reads an address, a range in CIDR notation (RFC 4632, RFC 4291 section 2.3), or two addresses of one family with a
     * dash between them, and spaces beside the dash.
     *
     * <p>An IPv6 range that covers the IPv4-mapped block, such as {@code ::/0}, means IPv6 alone: it gives the two ranges
     * on either side of that block. {@code ::ffff:0:0/96} and what lies in it means IPv4.
     *
     * @param text the text
     * @return one range, or two
     * @throws IllegalArgumentException if the text is none of them, has bits set behind the prefix, or counts down
     */
    public static List<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return parsePrefix(text, slash);
        }
        int dash = text.indexOf('-');
        if (dash >= 0) {
            return parseEnds(text.substring(0, dash), text.substring(dash + 1));
        }
        IpAddress address = address(text);
        return List.of(new AddressRange(address, address));
    }

    private static List<AddressRange> parsePrefix(String text, int slash) {
        String start = text.substring(0, slash);
        IpAddress address = address(start);
        // The length counts from the start of the form that was written: ::ffff:10.0.0.0/104 is 10.0.0.0/8.
        int written = start.indexOf(':') < 0 ? IpAddress.BITS - IpAddress.IPV4_PREFIX : IpAddress.BITS;
        int length = AddressParser.decimal(text, slash + 1, text.length(), written);
        if (length < 0) {
            throw new IllegalArgumentException("expected a prefix length from 0 to " + written + " after the slash");
        }
        int prefix = length + IpAddress.BITS - written;
        IpAddress first = address.first(prefix);
        if (!address.equals(first)) {
            throw new IllegalArgumentException("bits are set behind the prefix: expected " + first + "/"
                    + (first.isIpv4() ? prefix - IpAddress.IPV4_PREFIX : prefix) + ", or the address alone");
        }
        return withoutIpv4(new AddressRange(address, address.last(prefix)));
    }

    private static List<AddressRange> parseEnds(String from, String to) {
        IpAddress first = address(from.stripTrailing());
        IpAddress last = address(to.stripLeading());
        if (first.isIpv4() != last.isIpv4()) {
            throw new IllegalArgumentException("the families differ: expected IPv4 or IPv6 on both sides of the dash");
        }
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("the first address is above the last: expected " + last + "-" + first);
        }
        return withoutIpv4(new AddressRange(first, last));
    }

    private static IpAddress address(String text) {
        IpAddress address = AddressParser.parse(text);
        if (address == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return address;
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
