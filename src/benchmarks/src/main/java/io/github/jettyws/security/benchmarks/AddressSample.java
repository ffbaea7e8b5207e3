package io.github.jettyws.security.benchmarks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Ranges as a block list has them, and clients to look up: half of them listed, half of each family. The same each time.
 * IPv4 comes from everywhere, IPv6 from the few blocks that are given out: a table of first bits has to live with that.
 *
 * @param ranges in CIDR notation, IPv4 and IPv6 in turn
 * @param listed clients that are in one of the ranges
 * @param others as many clients that are in none
 */
record AddressSample(List<String> ranges, List<InetAddress> listed, List<InetAddress> others) {
    /** So many that neither the caches nor the branch predictor know them all. */
    private static final int CLIENTS = 16_384;

    private static final int SEED = 6455;

    /** First and last of the blocks of 16 bits that the regional registries have most of their addresses in. */
    private static final int[][] IPV6 = {
        {0x2001, 0x2001}, {0x2400, 0x240f}, {0x2600, 0x2610}, {0x2800, 0x2806}, {0x2a00, 0x2a14}
    };

    /**
     * Draws a sample.
     *
     * @param size how many ranges, at least 2
     * @return the sample
     */
    static AddressSample of(int size) {
        Random random = new Random(SEED);
        List<String> ranges = new ArrayList<>();
        List<InetAddress> firsts = new ArrayList<>();
        Set<InetAddress> blocks = new HashSet<>();
        for (int i = 0; i < size; i++) {
            boolean ipv6 = i % 2 == 1;
            byte[] bytes = bytes(random, ipv6, false);
            while (!blocks.add(address(first(bytes.clone(), ipv6 ? 48 : 24)))) {
                bytes = bytes(random, ipv6, false);
            }
            int prefix = ipv6 ? 48 + random.nextInt(17) : 24 + random.nextInt(9);
            InetAddress first = address(first(bytes, prefix));
            firsts.add(first);
            ranges.add(first.getHostAddress() + "/" + prefix);
        }
        List<InetAddress> listed = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        for (int i = 0; i < CLIENTS / 2; i++) {
            boolean ipv6 = i % 2 == 1;
            listed.add(firsts.get(2 * random.nextInt(size / 2) + i % 2));
            others.add(address(bytes(random, ipv6, true)));
        }
        return new AddressSample(ranges, listed, others);
    }

    /** Listed are even blocks of 24 or 48 bits, or parts of them; so whoever is in an odd one is in no range. */
    private static byte[] bytes(Random random, boolean ipv6, boolean odd) {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        random.nextBytes(bytes);
        if (ipv6) {
            int[] block = IPV6[random.nextInt(IPV6.length)];
            ByteBuffer.wrap(bytes).putShort((short) (block[0] + random.nextInt(block[1] - block[0] + 1)));
        }
        int last = ipv6 ? 5 : 2;
        bytes[last] = (byte) (odd ? bytes[last] | 1 : bytes[last] & ~1);
        return bytes;
    }

    private static byte[] first(byte[] bytes, int prefix) {
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        return bytes;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // four or sixteen bytes are always an address
        }
    }
}
