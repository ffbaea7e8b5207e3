package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A set of addresses, made of ranges. Immutable; a look-up is a binary search among the few ranges that {@link JumpTable}
 * leaves, and allocates nothing. A million ranges take 37 MB.
 */
public final class AddressSet {
    /** The set that holds no address. */
    public static final AddressSet EMPTY = new AddressSet(List.of());

    /** Four numbers a range: first high, first low, last high, last low; in order, neither touching nor overlapping. */
    private final long[] ranges;

    private final JumpTable table;

    /**
     * Makes a set of ranges.
     *
     * @param ranges in any order; they may touch and overlap
     */
    public AddressSet(Collection<AddressRange> ranges) {
        this.ranges = merge(ranges.toArray(AddressRange[]::new));
        table = new JumpTable(this.ranges);
    }

    /**
     * Reads a set.
     *
     * @param texts addresses and ranges, see {@link AddressRange#parse(String)}
     * @return the set
     * @throws IllegalArgumentException naming the first text that is neither
     */
    public static AddressSet parse(Collection<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            try {
                ranges.addAll(AddressRange.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
            }
        }
        return new AddressSet(ranges);
    }

    private static long[] merge(AddressRange[] sorted) {
        Arrays.sort(sorted);
        long[] merged = new long[4 * sorted.length];
        int end = 0;
        for (AddressRange range : sorted) {
            if (end == 0 || isBehind(address(merged, end - 2), range)) {
                put(merged, end, range.first());
                put(merged, end + 2, range.last());
                end += 4;
            } else if (range.last().compareTo(address(merged, end - 2)) > 0) {
                put(merged, end - 2, range.last());
            }
        }
        return Arrays.copyOf(merged, end);
    }

    private static boolean isBehind(IpAddress last, AddressRange range) {
        return range.first().compareTo(last) > 0 && !range.first().equals(last.next());
    }

    private static IpAddress address(long[] numbers, int at) {
        return new IpAddress(numbers[at], numbers[at + 1]);
    }

    private static void put(long[] numbers, int at, IpAddress address) {
        numbers[at] = address.high();
        numbers[at + 1] = address.low();
    }

    /**
     * Tells whether an address is in the set.
     *
     * @param address the address
     * @return whether one of the ranges holds it
     */
    public boolean contains(IpAddress address) {
        return contains(address.high(), address.low());
    }

    private boolean contains(long high, long low) {
        int bucket = table.bucket(high, low);
        int from = table.start(bucket);
        int to = table.start(bucket + 1);
        // To the first range that begins above the address. The one before has to hold it, and may begin in any bucket.
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(high, low, 4 * middle) < 0) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from > 0 && compare(high, low, 4 * from - 2) <= 0;
    }

    private int compare(long high, long low, int at) {
        int order = Long.compareUnsigned(high, ranges[at]);
        return order != 0 ? order : Long.compareUnsigned(low, ranges[at + 1]);
    }

    /**
     * Gives the ranges of the set.
     *
     * @return in order, neither touching nor overlapping
     */
    List<AddressRange> ranges() {
        List<AddressRange> list = new ArrayList<>(size());
        for (int at = 0; at < ranges.length; at += 4) {
            list.add(new AddressRange(address(ranges, at), address(ranges, at + 2)));
        }
        return list;
    }

    /**
     * Tells how many ranges are left after those that touch or overlap have been made one.
     *
     * @return the number of ranges
     */
    public int size() {
        return ranges.length / 4;
    }

    @Override
    public String toString() {
        return size() + " ranges";
    }
}
