package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7",
        "192.0.2.0/24, 192.0.2.0, 192.0.2.255",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.255",
        "128.0.0.0/1, 128.0.0.0, 255.255.255.255",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "2001:db8::1, 2001:db8::1, 2001:db8::1",
        "2001:db8::1/128, 2001:db8::1, 2001:db8::1",
        "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
        "8000::/1, 8000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        // Mapped forms are IPv4, whichever way the length counts.
        "::ffff:0:0/96, 0.0.0.0, 255.255.255.255",
        "::ffff:192.0.2.0/120, 192.0.2.0, 192.0.2.255",
        "::ffff:c000:200/120, 192.0.2.0, 192.0.2.255",
        "::ffff:192.0.2.7, 192.0.2.7, 192.0.2.7",
        // Next to the mapped block, but not around it.
        "::/96, ::, ::ffff:ffff",
        "::1:0:0:0/80, ::1:0:0:0, ::1:ffff:ffff:ffff"
    })
    void parse_range_firstAndLast(String text, String first, String last) {
        assertEquals(List.of(new AddressRange(ip(first), ip(last))), AddressRange.parse(text));
    }

    /** A range of IPv6 around the mapped block means IPv6 alone. */
    @ParameterizedTest
    @CsvSource({
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::/1, ::, 7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::/64, ::, ::ffff:ffff:ffff:ffff",
        "::/79, ::, ::1:ffff:ffff:ffff"
    })
    void parse_rangeAroundIpv4_bothSides(String text, String first, String last) {
        assertEquals(
                List.of(
                        new AddressRange(ip(first), ip("::fffe:ffff:ffff")),
                        new AddressRange(ip("::1:0:0:0"), ip(last))),
                AddressRange.parse(text));
    }

    /** These end with the last IPv4 address: above it there is nothing. */
    @ParameterizedTest
    @CsvSource({"::/80, ::", "::8000:0:0/81, ::8000:0:0", "::fff0:0:0/92, ::fff0:0:0", "::fffe:0:0/95, ::fffe:0:0"})
    void parse_rangeThatEndsWithIpv4_oneSide(String text, String first) {
        assertEquals(List.of(new AddressRange(ip(first), ip("::fffe:ffff:ffff"))), AddressRange.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1-192.0.2.9, 192.0.2.1, 192.0.2.9",
        "192.0.2.1 - 192.0.2.9, 192.0.2.1, 192.0.2.9",
        "192.0.2.1  -192.0.2.9, 192.0.2.1, 192.0.2.9",
        "192.0.2.1-\t192.0.2.9, 192.0.2.1, 192.0.2.9",
        "192.0.2.1-192.0.2.1, 192.0.2.1, 192.0.2.1",
        "0.0.0.0-255.255.255.255, 0.0.0.0, 255.255.255.255",
        "9.255.255.255-10.0.0.0, 9.255.255.255, 10.0.0.0",
        "::ffff:192.0.2.1-192.0.2.9, 192.0.2.1, 192.0.2.9",
        "192.0.2.1-::ffff:c000:209, 192.0.2.1, 192.0.2.9",
        "2001:db8::1-2001:db8::9, 2001:db8::1, 2001:db8::9",
        "7fff::-8000::, 7fff::, 8000::",
        "::-::fffe:ffff:ffff, ::, ::fffe:ffff:ffff",
        "::1:0:0:0-::2:0:0:0, ::1:0:0:0, ::2:0:0:0"
    })
    void parse_fromTo_firstAndLast(String text, String first, String last) {
        assertEquals(List.of(new AddressRange(ip(first), ip(last))), AddressRange.parse(text));
    }

    @Test
    void parse_fromToAroundIpv4_bothSides() {
        assertEquals(
                List.of(
                        new AddressRange(ip("::1"), ip("::fffe:ffff:ffff")),
                        new AddressRange(ip("::1:0:0:0"), ip("2001:db8::"))),
                AddressRange.parse("::1-2001:db8::"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1-2001:db8::1",
                "2001:db8::1-192.0.2.1",
                "::1-192.0.2.1",
                "::ffff:192.0.2.1-2001:db8::1",
                "::fffe:ffff:ffff-::ffff:0:0",
                "255.255.255.255-::1:0:0:0"
            })
    void parse_fromToOtherFamily_tellsWhatWasExpected(String text) {
        assertEquals(
                "the families differ: expected IPv4 or IPv6 on both sides of the dash",
                assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.9-192.0.2.8, 192.0.2.8-192.0.2.9",
        "10.0.0.0 - 9.255.255.255, 9.255.255.255-10.0.0.0",
        "8000::-7fff::, 7fff::-8000::",
        "::ffff:10.0.0.2-10.0.0.1, 10.0.0.1-10.0.0.2"
    })
    void parse_fromToCountsDown_namesTheRange(String text, String expected) {
        assertEquals(
                "the first address is above the last: expected " + expected,
                assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                        .getMessage());
        // What is proposed is a range.
        AddressRange.parse(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "/8",
                "example.com",
                "example.com/8",
                "10.0.0/8",
                "10/8",
                "010.0.0.0/8",
                "10.0.0.0.0/8",
                " 10.0.0.0/8",
                "10.0.0.0 /8",
                "[::]/0",
                "fe80::%eth0/64",
                "*",
                "10.0.0.*",
                "2001:db8",
                "-",
                "10.0.0.0-",
                "-10.0.0.9",
                " 10.0.0.0-10.0.0.9",
                "10.0.0.0-10.0.0.9 ",
                "10.0.0.0--10.0.0.9",
                "10.0.0.0-10.0.0.9-10.0.0.10",
                "10.0.0.0-9",
                "10.0.0.0\u201310.0.0.9",
                "10.0.0.0-10.0.0.9/8",
                "10-20"
            })
    void parse_noAddress_tellsWhatWasExpected(String text) {
        assertEquals(
                "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9",
                assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/, 32",
        "10.0.0.0/33, 32",
        "10.0.0.0/8-10.0.0.9, 32",
        "10.0.0.0/-1, 32",
        "10.0.0.0/+8, 32",
        "10.0.0.0/8/8, 32",
        "10.0.0.0/x, 32",
        "10.0.0.0/8x, 32",
        "10.0.0.0/255.0.0.0, 32",
        "10.0.0.0/0008, 32",
        "10.0.0.0/08, 32",
        "10.0.0.0/\u0668, 32",
        "10.0.0.0/ 8, 32",
        "::/129, 128",
        "::/999, 128",
        "::/, 128",
        "::ffff:10.0.0.0/129, 128"
    })
    void parse_noPrefixLength_tellsWhatWasExpected(String text, int most) {
        assertEquals(
                "expected a prefix length from 0 to " + most + " after the slash",
                assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, 192.0.2.0/24",
        "0.0.0.1/0, 0.0.0.0/0",
        "2001:db8::1/64, 2001:db8::/64",
        "::ffff:10.0.0.1/104, 10.0.0.0/8",
        "::ffff:10.0.0.0/90, ::ffc0:0:0/90"
    })
    void parse_bitsBehindThePrefix_namesTheRange(String text, String expected) {
        assertEquals(
                "bits are set behind the prefix: expected " + expected + ", or the address alone",
                assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
                        .getMessage());
        // What is proposed is a range.
        AddressRange.parse(expected);
    }

    @Test
    void compareTo_upperHalf_unsigned() {
        List<AddressRange> sorted = List.of("8000::/16", "7fff::/16", "0.0.0.0/0", "::1").stream()
                .flatMap(text -> AddressRange.parse(text).stream())
                .sorted()
                .toList();

        assertEquals(
                List.of(ip("::1"), ip("0.0.0.0"), ip("7fff::"), ip("8000::")),
                sorted.stream().map(AddressRange::first).toList());
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
