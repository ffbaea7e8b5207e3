package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JumpTableTest {
    private static final int TABLES = 200;

    /** The search is right for any table that keeps the order, and counts what it holds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bucket_randomAddresses_inOrderAndCounted(long seed) {
        Samples samples = new Samples(seed);
        for (int i = 0; i < TABLES; i++) {
            List<AddressRange> ranges = new AddressSet(Stream.generate(samples::range)
                            .limit(i)
                            .flatMap(text -> AddressRange.parse(text).stream())
                            .toList())
                    .ranges();
            JumpTable table = table(ranges);
            List<IpAddress> addresses =
                    Stream.generate(samples::address).limit(100).sorted().toList();
            int before = 0;
            for (IpAddress address : addresses) {
                int bucket = table.bucket(address.high(), address.low());
                assertTrue(bucket >= before, address::toString);
                assertEquals(begunBefore(ranges, table, bucket), table.start(bucket));
                assertEquals(begunBefore(ranges, table, bucket + 1), table.start(bucket + 1));
                before = bucket;
            }
        }
    }

    private static JumpTable table(List<AddressRange> ranges) {
        return new JumpTable(ranges.stream()
                .flatMapToLong(range -> LongStream.of(
                        range.first().high(),
                        range.first().low(),
                        range.last().high(),
                        range.last().low()))
                .toArray());
    }

    private static int begunBefore(List<AddressRange> ranges, JumpTable table, int bucket) {
        return (int) ranges.stream()
                .map(AddressRange::first)
                .filter(first -> table.bucket(first.high(), first.low()) < bucket)
                .count();
    }
}
