package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
            AddressSet set = AddressSet.parse(ranges);
            for (IpAddress probe : samples.probes(ranges)) {
                boolean expected = ranges.stream().anyMatch(range -> Oracle.contains(range, Oracle.foreign(probe)));

                assertEquals(expected, set.contains(probe), () -> probe + " in " + ranges);
            }
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
