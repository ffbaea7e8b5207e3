package io.github.jettyws.security.address;

/**
 * The one form that an address is counted, listed and blocked in: an IPv6 address that stands for an IPv4 address is
 * that IPv4 address. Immutable.
 */
final class CanonicalForm {
    private static final IpAddress LOOPBACK = new IpAddress(0, 1);

    private final AddressSet nat64;

    CanonicalForm(AddressSet nat64) {
        this.nat64 = nat64;
    }

    /**
     * Converts an address. IPv4-mapped addresses (RFC 4291, section 2.5.5.2) are IPv4 already.
     *
     * @param address the address
     * @return the IPv4 address that an IPv4-compatible (section 2.5.5.1) or NAT64 (RFC 6052) address stands for, any other
     *     address as it is
     */
    IpAddress of(IpAddress address) {
        if (address.isIpv4()) {
            return address;
        }
        // Section 2.5.5.1 has the same prefix as :: and ::1, which are addresses of their own.
        boolean compatible = address.first(IpAddress.IPV4_PREFIX).low() == 0
                && address.high() == 0
                && address.compareTo(LOOPBACK) > 0;
        return compatible || nat64.contains(address) ? ipv4(address.low()) : address;
    }

    private static IpAddress ipv4(long low) {
        return new IpAddress(0, (0xffffL << 32) | (low & 0xffff_ffffL));
    }
}
