package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be understood; what cannot is in {@link AddressFileErrorsTest}. */
class AddressFileTest {
    @TempDir
    private Path directory;

    @Test
    void parse_firehol_ranges() throws IOException {
        assertRanges("""
                #
                # example_level1
                #
                # ipv4 hash:net ipset
                #
                # Maintainer      : Example
                # Category        : attacks
                # Entries         : 3 subnets, 513 unique IPs
                #

                192.0.2.0/24
                198.51.100.7
                203.0.113.0/24
                """, "192.0.2.0-192.0.2.255", "198.51.100.7-198.51.100.7", "203.0.113.0-203.0.113.255");
    }

    @Test
    void parse_spamhausText_ranges() throws IOException {
        assertRanges(
                """
                ; Spamhaus DROP List 2026/01/01 - (c) 2026 The Spamhaus Project
                ; Last-Modified: Thu, 1 Jan 2026 12:10:00 GMT
                ; Expires: Thu, 1 Jan 2026 13:10:00 GMT
                192.0.2.0/24 ; SBL123456
                198.51.100.0/25 ; SBL123457
                2001:db8::/32 ; SBL123458
                """,
                "192.0.2.0-192.0.2.255",
                "198.51.100.0-198.51.100.127",
                "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
    }

    @Test
    void parse_spamhausJson_ranges() throws IOException {
        assertRanges("""
                {"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}
                {"cidr":"2001:db8::/33","sblid":"SBL123457","rir":"ripencc"}
                {"type":"metadata","timestamp":1767268800,"size":93000,"records":2,"copyright":"(c) 2026; all # of it"}
                """, "1.10.16.0-1.10.31.255", "2001:db8::-2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
    }

    @Test
    void parse_country_ranges() throws IOException {
        assertRanges(
                "192.0.2.0/25\n192.0.2.128/25\n198.51.100.0/22\n",
                "192.0.2.0-192.0.2.255",
                "198.51.100.0-198.51.103.255");
    }

    @Test
    void parse_everyForm_ranges() throws IOException {
        assertRanges(
                """
                10.0.0.1
                  10.0.1.0/24\t
                \t10.0.3.1-10.0.3.9# who
                10.0.4.1 - 10.0.4.9;10.0.5.1
                # 10.0.6.1
                   ; 10.0.7.1
                #;
                {"rir":"arin","cidr":"10.0.8.0\\/24"}
                 { "cidr" : "10.0.9.1-10.0.9.3" , "more" : [ { "cidr" : 1 } , null ] }\t
                {"type":"metadata","#":";"}
                {"cidr":"10.0.11.1","type":"metadata"}
                {"cidr":"10.0.12.1","type":1}
                ::ffff:10.1.0.0/120
                ::/0
                """,
                "::-::fffe:ffff:ffff",
                "10.0.0.1-10.0.0.1",
                "10.0.1.0-10.0.1.255",
                "10.0.3.1-10.0.3.9",
                "10.0.4.1-10.0.4.9",
                "10.0.8.0-10.0.8.255",
                "10.0.9.1-10.0.9.3",
                "10.0.11.1-10.0.11.1",
                "10.0.12.1-10.0.12.1",
                "10.1.0.0-10.1.0.255",
                "::1:0:0:0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1\n10.0.0.3",
                "10.0.0.1\n10.0.0.3\n",
                "10.0.0.1\r\n10.0.0.3\r\n",
                "10.0.0.1\r10.0.0.3",
                "\ufeff10.0.0.1\n10.0.0.3",
                "\ufeff# mark\r\n10.0.0.1\r\n\r\n10.0.0.3 # no end",
                "10.0.0.3\n10.0.0.1\n10.0.0.3\n"
            })
    void parse_lineEndsAndMark_sameRanges(String text) throws IOException {
        assertRanges(text, "10.0.0.1-10.0.0.1", "10.0.0.3-10.0.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing", ";\r\n", "\ufeff", " \t", "{\"type\":\"metadata\"}"})
    void parse_nothingListed_empty(String text) throws IOException {
        assertRanges(text);
    }

    /** Comments are for people: they may be in any language. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252"})
    void parse_commentInAnyEncoding_ranges(String encoding) throws IOException {
        Path file = Files.writeString(
                directory.resolve("list"),
                "10.0.0.1 # Z\u00fcrich\n# fran\u00e7ais \u00ff\u00fe\u00a0\n10.0.0.3",
                Charset.forName(encoding));

        assertEquals(List.of("10.0.0.1-10.0.0.1", "10.0.0.3-10.0.0.3"), ranges(file));
    }

    @Test
    void parse_longestLine_isRead() throws IOException {
        assertRanges("10.0.0.1 #" + "x".repeat(4086) + "\n10.0.0.3", "10.0.0.1-10.0.0.1", "10.0.0.3-10.0.0.3");
        assertRanges(" ".repeat(4088) + "10.0.0.1", "10.0.0.1-10.0.0.1");
    }

    @Test
    void parse_manyLines_everyOne() throws IOException {
        Path file = Files.write(
                directory.resolve("list"),
                Stream.iterate(IpAddress.ofIpv4(0), address -> address.next().next())
                        .limit(100_000)
                        .map(IpAddress::toString)
                        .toList());

        assertEquals("100000 ranges", AddressFile.parse(file).toString());
    }

    private void assertRanges(String text, String... ranges) throws IOException {
        Path file = Files.writeString(directory.resolve("list"), text, StandardCharsets.UTF_8);

        assertEquals(List.of(ranges), ranges(file));
    }

    private static List<String> ranges(Path file) {
        return AddressFile.parse(file).ranges().stream()
                .map(range -> range.first() + "-" + range.last())
                .toList();
    }
}
