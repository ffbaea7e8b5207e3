package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.IPAddress;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSetTest {
    private static final int SETS = 500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void contains_randomRanges_asTheOracle(long seed) {
        Samples samples = new Samples(seed);
        for (int i = 0; i < SETS; i++) {
            List<String> ranges = samples.ranges(12);
            assertAsTheOracle(AddressSet.parse(ranges), ranges, samples.probes(ranges));
        }
    }

    /** So many that the table has many buckets: some of them crowded, most of them empty. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void contains_manyNarrowRanges_asTheOracle(long seed) {
        Samples samples = new Samples(seed);
        List<String> ranges = Stream.generate(samples::narrowRange).limit(300).toList();
        AddressSet set = AddressSet.parse(ranges);

        assertTrue(set.size() > 100, set.toString());
        assertAsTheOracle(set, ranges, samples.probes(ranges));
        // One wide range may begin many buckets before.
        List<String> more = new ArrayList<>(ranges);
        more.add(samples.range());
        assertAsTheOracle(AddressSet.parse(more), more, samples.probes(more));
    }

    private static void assertAsTheOracle(AddressSet set, List<String> texts, List<IpAddress> probes) {
        List<Predicate<IPAddress>> ranges = texts.stream().map(Oracle::range).toList();
        for (IpAddress probe : probes) {
            IPAddress foreign = Oracle.foreign(probe);
            boolean expected = ranges.stream().anyMatch(range -> range.test(foreign));

            assertEquals(expected, set.contains(probe), () -> probe + " in " + texts);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::10.1.2.3, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::, false",
        "0.0.0.0/0, ::fffe:ffff:ffff, false",
        "0.0.0.0/0, ::1:0:0:0, false",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "::/0, ::, true",
        "::/0, 192.0.2.1, false",
        "::/0, ::ffff:192.0.2.1, false",
        "::/80, ::1, true",
        "::/80, 192.0.2.1, false",
        "8000::/1, ffff::, true",
        "8000::/1, 7fff::, false",
        "8000::/1, 192.0.2.1, false"
    })
    void contains_oneRange_borders(String range, String address, boolean expected) {
        assertEquals(expected, set(range).contains(ip(address)));
    }

    @Test
    void contains_empty_nothing() {
        assertEquals(0, AddressSet.EMPTY.size());
        assertFalse(AddressSet.EMPTY.contains(ip("::")));
        assertFalse(AddressSet.EMPTY.contains(ip("0.0.0.0")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/9 10.128.0.0/9, 1",
        "10.0.0.0/9 10.0.0.0/9, 1",
        "10.0.0.0/8 10.1.0.0/16 10.0.0.0/24, 1",
        "10.1.0.0/16 10.0.0.0/8, 1",
        "10.0.0.0 10.0.0.0/8, 1",
        "10.0.0.0/8 10.255.255.255, 1",
        "10.0.0.0/16 10.2.0.0/16, 2",
        "10.0.0.1 10.0.0.3, 2",
        "10.0.0.1 10.0.0.2 10.0.0.3, 1",
        "2001:db8::/64 2001:db8:0:1::/64, 1",
        "2001:db8::/64 2001:db8:0:2::/64, 2",
        "::/0, 2",
        "::/0 0.0.0.0/0, 1",
        "::/1 8000::/1, 2",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::, 2",
        "255.255.255.255 ::1:0:0:0, 1"
    })
    void size_touchingOrNested_one(String ranges, int size) {
        List<String> texts = Arrays.asList(ranges.split(" "));

        assertEquals(size, AddressSet.parse(texts).size());
        Collections.reverse(texts);
        assertEquals(size, AddressSet.parse(texts).size());
    }

    @Test
    void contains_manyRanges_eachAndNothingBetween() {
        List<String> texts = new ArrayList<>(
                IntStream.range(0, 50_000).mapToObj(i -> ip(2 * i).toString()).toList());
        Collections.shuffle(texts, new Random(1));
        AddressSet set = AddressSet.parse(texts);

        assertEquals(50_000, set.size());
        for (int i = 0; i < 50_000; i++) {
            assertTrue(set.contains(ip(2 * i)));
            assertFalse(set.contains(ip(2 * i + 1)));
        }
    }

    @Test
    void parse_oneBadText_namesIt() {
        assertEquals(
                "'10.0.0.1/8': bits are set behind the prefix: expected 10.0.0.0/8, or the address alone",
                assertThrows(IllegalArgumentException.class, () -> set("192.0.2.1", "10.0.0.1/8", "x"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void ranges_randomRanges_theSameSetInOrder(long seed) {
        Samples samples = new Samples(seed);
        for (int i = 0; i < SETS; i++) {
            AddressSet set = AddressSet.parse(samples.ranges(12));
            List<AddressRange> ranges = set.ranges();

            assertEquals(set.size(), ranges.size());
            assertEquals(ranges, new AddressSet(ranges).ranges());
            for (int j = 1; j < ranges.size(); j++) {
                IpAddress before = ranges.get(j - 1).last();
                assertTrue(ranges.get(j).first().compareTo(before) > 0);
                assertNotEquals(before.next(), ranges.get(j).first());
            }
        }
    }

    /**
     * Four longs a range. Of the table, an int for each range above 2^17 of a family; below, 16 ints for each and no more
     * than 2^17. So a million ranges take 37.1 MB at most.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 16",
        "1, 0, 112",
        "0, 1, 112",
        "10, 0, 656",
        "1000, 1000, 128016",
        "1023, 1025, 131088",
        "40000, 60000, 1048600",
        "131072, 131072, 1048600",
        "200000, 300000, 2000016"
    })
    void memory_ranges_bounded(int ipv4, int ipv6, int table) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < ipv4; i++) {
            ranges.add(new AddressRange(ip(2 * i), ip(2 * i)));
        }
        for (long i = 0; i < ipv6; i++) {
            IpAddress address = new IpAddress(0x2000_0000_0000_0000L + (i << 30), 0);
            ranges.add(new AddressRange(address, address));
        }
        AddressSet set = new AddressSet(ranges);

        assertEquals(ipv4 + ipv6, set.size());
        assertTrue(bytesOfArrays(set) <= 32L * set.size() + table, () -> bytesOfArrays(set) + " bytes");
    }

    private static long bytesOfArrays(Object object) {
        long bytes = 0;
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = value(field, object);
                if (value instanceof long[] longs) {
                    bytes += 8L * longs.length;
                } else if (value instanceof int[] ints) {
                    bytes += 4L * ints.length;
                } else if (value instanceof JumpTable) {
                    bytes += bytesOfArrays(value);
                }
            }
        }
        return bytes;
    }

    private static Object value(Field field, Object object) {
        field.setAccessible(true);
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void toString_set_countsRanges() {
        assertEquals(
                "2 ranges", set("10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32").toString());
        assertEquals("0 ranges", AddressSet.EMPTY.toString());
    }

    private static AddressSet set(String... texts) {
        return AddressSet.parse(List.of(texts));
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static IpAddress ip(int number) {
        return new IpAddress(0, 0xffffL << 32 | number);
    }
}
