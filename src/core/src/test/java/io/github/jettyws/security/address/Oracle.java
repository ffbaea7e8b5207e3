package io.github.jettyws.security.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Predicate;

/** An implementation of addresses that is not ours: {@code com.github.seancfoley:ipaddress}. */
final class Oracle {
    private static final BigInteger BEHIND_LAST = BigInteger.ONE.shiftLeft(128);

    /** The strict forms alone, as RFC 4291, section 2.2 and RFC 6943, section 3.1.1 have them. */
    private static final IPAddressStringParameters STRICT = strict();

    private Oracle() {}

    private static IPAddressStringParameters strict() {
        IPAddressStringParameters.Builder all = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefix(false)
                .allowMask(false)
                .allowWildcardedSeparator(false)
                .allow_inet_aton(false);
        all.getIPv4AddressParametersBuilder().allowBinary(false).allowLeadingZeros(false);
        all.getIPv6AddressParametersBuilder()
                .allowBinary(false)
                .allowBase85(false)
                .allowZone(false)
                .allowUnlimitedLeadingZeros(false);
        all.getIPv6AddressParametersBuilder()
                .getEmbeddedIPv4AddressParametersBuilder()
                .allow_inet_aton(false)
                .allowBinary(false)
                .allowLeadingZeros(false);
        return all.toParams();
    }

    /** The address that the text says, a mapped one as IPv4; empty where it says none. */
    static Optional<IPAddress> parse(String text) {
        IPAddressString string = new IPAddressString(text, STRICT);
        return string.isValid() ? Optional.of(unmapped(string.getAddress())) : Optional.empty();
    }

    static IPAddress unmapped(IPAddress address) {
        if (!address.isIPv6()) {
            return address;
        }
        IPv6Address ipv6 = address.toIPv6();
        return ipv6.isIPv4Mapped() ? ipv6.getEmbeddedIPv4Address() : ipv6;
    }

    /** Whether an address is in the range, as it is written. */
    static Predicate<IPAddress> range(String text) {
        int dash = text.indexOf('-');
        if (dash >= 0) {
            IPAddress first = unmapped(new IPAddressString(text.substring(0, dash)).getAddress());
            IPAddress last = unmapped(new IPAddressString(text.substring(dash + 1)).getAddress());
            return first.spanWithRange(last)::contains;
        }
        int slash = text.indexOf('/');
        IPAddress written = new IPAddressString(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int prefix = slash < 0 ? written.getBitCount() : Integer.parseInt(text.substring(slash + 1));
        IPAddress block = unmapped(written);
        // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
        return block.toPrefixBlock(prefix - (written.getBitCount() - block.getBitCount()))::contains;
    }

    static BigInteger number(IpAddress address) {
        return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    static IpAddress address(BigInteger number) {
        BigInteger wrapped = number.mod(BEHIND_LAST);
        return new IpAddress(wrapped.shiftRight(64).longValue(), wrapped.longValue());
    }

    static IPAddress foreign(IpAddress address) {
        return unmapped(new IPv6Address(number(address)));
    }
}
