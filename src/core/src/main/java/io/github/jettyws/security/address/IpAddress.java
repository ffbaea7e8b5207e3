package io.github.jettyws.security.address;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An IP address as an unsigned number of 128 bits. An IPv4 address is its IPv4-mapped IPv6 address (RFC 4291, section
 * 2.5.5.2), so that {@code 192.0.2.1} and {@code ::ffff:192.0.2.1} are one and the same. Immutable.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    /** How many bits an address has. */
    public static final int BITS = 128;

    /** The length of the prefix {@code ::ffff:0:0/96} under which IPv4 addresses stand. */
    static final int IPV4_PREFIX = 96;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long IPV4_MARK = 0xffffL << 32;
    private static final long IPV4_MASK = 0xffff_ffffL;

    /**
     * Converts an address.
     *
     * @param address the address; a zone is dropped
     * @return the same address
     */
    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    private static IpAddress of(byte[] bytes) {
        boolean ipv4 = bytes.length == 4;
        long high = ipv4 ? 0 : (long) LONGS.get(bytes, 0);
        long low = ipv4 ? IPV4_MARK | ((int) INTS.get(bytes, 0) & IPV4_MASK) : (long) LONGS.get(bytes, 8);
        // In one place, so that the JIT finds where it ends: a look-up then makes no object of it.
        return new IpAddress(high, low);
    }

    /**
     * Converts an IPv4 address.
     *
     * @param bits its 32 bits
     * @return the same address
     */
    static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, IPV4_MARK | (bits & IPV4_MASK));
    }

    /**
     * Reads an address in its numeric form: IPv4 in dotted decimal, IPv6 as in RFC 4291, section 2.2, without brackets
     * and without a zone.
     *
     * @param text the text
     * @return the address, empty where the text is none
     */
    public static Optional<IpAddress> parse(String text) {
        return Optional.ofNullable(AddressParser.parse(text));
    }

    /**
     * Tells the families apart.
     *
     * @return whether this is an IPv4 address, in whichever form it was written
     */
    public boolean isIpv4() {
        return high == 0 && (low & ~IPV4_MASK) == IPV4_MARK;
    }

    /**
     * Gives the first address of the block that this address lies in.
     *
     * @param prefix the length of the prefix, 0 to 128
     * @return the address with all bits behind the prefix cleared
     */
    IpAddress first(int prefix) {
        return new IpAddress(high & upperMask(prefix), low & lowerMask(prefix));
    }

    /**
     * Gives the last address of the block that this address lies in.
     *
     * @param prefix the length of the prefix, 0 to 128
     * @return the address with all bits behind the prefix set
     */
    IpAddress last(int prefix) {
        return new IpAddress(high | ~upperMask(prefix), low | ~lowerMask(prefix));
    }

    private static long upperMask(int prefix) {
        return mask(Math.min(prefix, Long.SIZE));
    }

    private static long lowerMask(int prefix) {
        return mask(Math.max(prefix - Long.SIZE, 0));
    }

    /** A shift by 64 is a shift by 0 in Java, hence the case of its own. */
    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /**
     * Gives the next address.
     *
     * @return this address plus one; the first one after the last
     */
    IpAddress next() {
        return new IpAddress(low == -1 ? high + 1 : high, low + 1);
    }

    /**
     * Gives the address before.
     *
     * @return this address less one; the last one before the first
     */
    IpAddress previous() {
        return new IpAddress(low == 0 ? high - 1 : high, low - 1);
    }

    /** Compares as unsigned numbers: the upper half of IPv6 would be negative otherwise. */
    @Override
    public int compareTo(IpAddress other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /**
     * Gives the address to the JDK.
     *
     * @return an IPv4 address where this is one
     */
    InetAddress inet() {
        byte[] bytes = isIpv4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // four or sixteen bytes are always an address
        }
    }

    /** Writes IPv4 in dotted decimal, and IPv6 as RFC 5952 recommends. */
    @Override
    public String toString() {
        InetAddress address = inet();
        return address instanceof Inet4Address ? address.getHostAddress() : Ipv6Text.of(address.getAddress());
    }
}
