package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.address.AddressRange;
import io.github.jettyws.security.address.IpAddress;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The least that finds an address among many ranges: a binary search in a sorted array. */
final class SortedRanges implements Predicate<InetAddress> {
    /** Four numbers a range: first high, first low, last high, last low. */
    private final long[] ranges;

    /**
     * Sorts ranges.
     *
     * @param texts ranges that do not overlap
     */
    SortedRanges(Collection<String> texts) {
        List<AddressRange> sorted = texts.stream()
                .flatMap(text -> AddressRange.parse(text).stream())
                .sorted()
                .toList();
        ranges = new long[4 * sorted.size()];
        for (int i = 0; i < sorted.size(); i++) {
            ranges[4 * i] = sorted.get(i).first().high();
            ranges[4 * i + 1] = sorted.get(i).first().low();
            ranges[4 * i + 2] = sorted.get(i).last().high();
            ranges[4 * i + 3] = sorted.get(i).last().low();
        }
    }

    @Override
    public boolean test(InetAddress client) {
        IpAddress address = IpAddress.of(client);
        int low = 0;
        int high = ranges.length / 4 - 1;
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
}
