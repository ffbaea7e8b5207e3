package io.github.jettyws.security.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A set of addresses, made of ranges. Immutable; a look-up is a binary search that allocates nothing beyond the address.
 */
public final class AddressSet {
    /** The set that holds no address. */
    public static final AddressSet EMPTY = new AddressSet(List.of());

    /** Four numbers a range: first high, first low, last high, last low; in order, neither touching nor overlapping. */
    private final long[] ranges;

    /**
     * Makes a set of ranges.
     *
     * @param ranges in any order; they may touch and overlap
     */
    public AddressSet(Collection<AddressRange> ranges) {
        List<AddressRange> merged = merge(ranges);
        this.ranges = new long[merged.size() * 4];
        for (int i = 0; i < merged.size(); i++) {
            AddressRange range = merged.get(i);
            this.ranges[4 * i] = range.first().high();
            this.ranges[4 * i + 1] = range.first().low();
            this.ranges[4 * i + 2] = range.last().high();
            this.ranges[4 * i + 3] = range.last().low();
        }
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

    private static List<AddressRange> merge(Collection<AddressRange> ranges) {
        List<AddressRange> sorted = ranges.stream().sorted().toList();
        List<AddressRange> merged = new ArrayList<>(sorted.size());
        for (AddressRange range : sorted) {
            AddressRange before = merged.isEmpty() ? range : merged.get(merged.size() - 1);
            if (merged.isEmpty() || (range.first().compareTo(before.last()) > 0 && !follows(before, range))) {
                merged.add(range);
            } else if (range.last().compareTo(before.last()) > 0) {
                merged.set(merged.size() - 1, new AddressRange(before.first(), range.last()));
            }
        }
        return merged;
    }

    private static boolean follows(AddressRange before, AddressRange range) {
        return range.first().equals(before.last().next());
    }

    /**
     * Tells whether an address is in the set.
     *
     * @param address the address
     * @return whether one of the ranges holds it
     */
    public boolean contains(IpAddress address) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (compare(address, 4 * middle) < 0) {
                high = middle - 1;
            } else if (compare(address, 4 * middle + 2) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private int compare(IpAddress address, int at) {
        int order = Long.compareUnsigned(address.high(), ranges[at]);
        return order != 0 ? order : Long.compareUnsigned(address.low(), ranges[at + 1]);
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
