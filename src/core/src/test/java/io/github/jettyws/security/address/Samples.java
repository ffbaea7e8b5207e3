package io.github.jettyws.security.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random addresses and ranges that lie close enough to meet. */
final class Samples {
    private static final List<String> BASES = List.of(
            "0.0.0.0",
            "10.0.0.0",
            "10.0.255.0",
            "127.255.255.255",
            "128.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::fffe:ffff:ffff",
            "::1:0:0:0",
            "2001:db8::",
            "2001:db8:0:0:8000::",
            "2001:db8::ffff:ffff:ffff:ffff",
            "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "8000::",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    IpAddress address() {
        IpAddress base =
                IpAddress.parse(BASES.get(random.nextInt(BASES.size()))).orElseThrow();
        return switch (random.nextInt(5)) {
            case 0 -> base;
            case 3 -> new IpAddress(random.nextLong(), random.nextLong());
            case 1 -> new IpAddress(base.high(), base.low() + random.nextInt(4) - 2);
            case 2 -> new IpAddress(base.high(), base.low() ^ (random.nextInt() & 0xffff_ffffL));
            default -> base.high() == 0 ? base : new IpAddress(base.high(), random.nextLong());
        };
    }

    /** In CIDR notation, from one address to another, or a single one; every tenth IPv4 range written as a mapped one. */
    String range() {
        IpAddress address = address();
        IpAddress other = address();
        if (random.nextInt(8) == 0 && address.isIpv4() == other.isIpv4()) {
            return address.compareTo(other) < 0 ? address + "-" + other : other + "-" + address;
        }
        return block(address, random.nextInt((address.isIpv4() ? 32 : 128) + 1));
    }

    /** One of few addresses. */
    String narrowRange() {
        IpAddress address = address();
        return block(address, (address.isIpv4() ? 24 : 120) + random.nextInt(9));
    }

    private String block(IpAddress address, int prefix) {
        if (!address.isIpv4()) {
            return suffixed(address.first(prefix).toString(), prefix, 128);
        }
        String first = address.first(96 + prefix).toString();
        return random.nextInt(10) == 0 ? suffixed("::ffff:" + first, 96 + prefix, 128) : suffixed(first, prefix, 32);
    }

    /** The address in one of the forms of RFC 4291, section 2.2. */
    String written(IpAddress address) {
        String hex = Oracle.foreign(address).toIPv6().toFullString();
        String groups = random.nextBoolean() ? hex : hex.replaceAll("\\b0{1,3}", "");
        return switch (random.nextInt(5)) {
            case 0 -> groups;
            case 1 -> groups.toUpperCase(Locale.ROOT);
            case 2 -> groups.replaceFirst("(^|:)0+(:0+)*(:|$)", "::");
            case 3 ->
                groups.substring(0, groups.lastIndexOf(':', groups.lastIndexOf(':') - 1) + 1)
                        + IpAddress.ofIpv4((int) address.low());
            default -> address.toString();
        };
    }

    private String suffixed(String first, int prefix, int bits) {
        return prefix == bits && random.nextBoolean() ? first : first + "/" + prefix;
    }

    List<String> ranges(int most) {
        List<String> ranges = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            ranges.add(range());
        }
        return ranges;
    }

    /** The first and the last of every range, the ones before and after, and some anywhere. */
    List<IpAddress> probes(List<String> ranges) {
        List<IpAddress> probes = new ArrayList<>();
        for (String text : ranges) {
            for (AddressRange range : AddressRange.parse(text)) {
                addNeighbours(probes, range.first());
                addNeighbours(probes, range.last());
            }
        }
        for (int i = 0; i < 20; i++) {
            probes.add(address());
        }
        return probes;
    }

    private static void addNeighbours(List<IpAddress> probes, IpAddress address) {
        for (int i = -1; i <= 1; i++) {
            probes.add(Oracle.address(Oracle.number(address).add(BigInteger.valueOf(i))));
        }
    }
}
