package io.github.jettyws.security.address;

/**
 * Tells between which of the sorted ranges a search has to look. Addresses are dealt into buckets in their own order:
 * those below IPv4, then IPv4, then the rest of IPv6. The first bits of all 128 would put IPv4 into a single bucket,
 * hence a scale of its own for it. Immutable.
 */
final class JumpTable {
    /** So many that most look-ups have no choice left, or one. */
    private static final int BUCKETS_PER_RANGE = 16;

    /** From here on, 512 KB for a family, there is one for each range at most: the ranges themselves take enough. */
    private static final int MANY_BUCKETS = 1 << 17;

    private final Scale ipv4;
    private final Scale ipv6;

    /** How many ranges begin before a bucket, and behind the last how many there are. */
    private final int[] starts;

    /**
     * Makes a table.
     *
     * @param ranges four numbers a range, see {@link AddressSet}
     */
    JumpTable(long[] ranges) {
        int from = 0;
        while (from < ranges.length && isBelowIpv4(ranges[from], ranges[from + 1])) {
            from += 4;
        }
        int to = from;
        while (to < ranges.length && isIpv4(ranges[to], ranges[to + 1])) {
            to += 4;
        }
        // The lower halves tell IPv4 addresses apart, the upper halves most others.
        ipv4 = Scale.of(ranges, from + 1, to + 1, 1);
        ipv6 = Scale.of(ranges, to, ranges.length, ipv4.last + 1);
        starts = new int[ipv6.last + 2];
        for (int i = 0; i < ranges.length; i += 4) {
            starts[bucket(ranges[i], ranges[i + 1]) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
    }

    private static boolean isBelowIpv4(long high, long low) {
        return high == 0 && low >>> 32 < 0xffff;
    }

    private static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Deals an address into its bucket: one that is never above the bucket of a higher address.
     *
     * @param high the upper 64 bits
     * @param low the lower 64 bits
     * @return the number of the bucket
     */
    int bucket(long high, long low) {
        if (isIpv4(high, low)) {
            return ipv4.bucket(low);
        }
        return isBelowIpv4(high, low) ? 0 : ipv6.bucket(high);
    }

    /**
     * Tells where the ranges begin whose first address is in a bucket.
     *
     * @param bucket the number of the bucket; the next one tells where they end
     * @return how many ranges have their first address in a bucket before
     */
    int start(int bucket) {
        return starts[bucket];
    }

    /**
     * Buckets of equal width from the least of some values to the largest. All values are unsigned; those outside go into
     * the first bucket and the last.
     *
     * @param least the least value
     * @param shift how many bits the width has, 1 to 63
     * @param first the number of the first bucket
     * @param last the number of the last bucket
     */
    private record Scale(long least, int shift, int first, int last) {
        /** Makes the scale for every fourth of the numbers; those are in order. */
        static Scale of(long[] numbers, int from, int to, int first) {
            if (from >= to) {
                return new Scale(0, Long.SIZE - 1, first, first);
            }
            int count = Integer.highestOneBit((to - from) / 4);
            int buckets = count < MANY_BUCKETS ? Math.min(count * BUCKETS_PER_RANGE, MANY_BUCKETS) : count;
            long distance = numbers[to - 4] - numbers[from];
            int bits = Long.SIZE - Long.numberOfLeadingZeros(distance) - Integer.numberOfTrailingZeros(buckets);
            return new Scale(numbers[from], Math.min(Math.max(bits, 1), Long.SIZE - 1), first, first + buckets - 1);
        }

        int bucket(long value) {
            return Long.compareUnsigned(value, least) < 0
                    ? first
                    : first + (int) Math.min((value - least) >>> shift, last - first);
        }
    }
}
