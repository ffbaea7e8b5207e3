package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedForTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.7:1234, 203.0.113.7",
        "203.0.113.7:0, 203.0.113.7",
        "203.0.113.7:65535, 203.0.113.7",
        "203.0.113.7:00080, 203.0.113.7",
        "2001:db8::1, 2001:db8::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::1:443, 2001:db8::1:443",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:443, 2001:db8::1",
        "[::]:1, ::",
        "::ffff:203.0.113.7, 203.0.113.7",
        "[::ffff:203.0.113.7]:80, 203.0.113.7",
        "0000:0000:0000:0000:0000:ffff:203.000.113.7, ",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255, 255.255.255.255",
        "[0000:0000:0000:0000:0000:ffff:255.255.255.255]:65535, 255.255.255.255"
    })
    void parse_address_withAndWithoutPort(String element, String expected) {
        assertEquals(
                Optional.ofNullable(expected).flatMap(IpAddress::parse),
                ForwardedFor.parse(element).map(Hop::address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "unknown",
                "_hidden",
                "localhost",
                "example.com",
                "example.com:80",
                "\"203.0.113.7\"",
                "for=203.0.113.7",
                "203.0.113.7 ",
                "203.0.113.7 203.0.113.8",
                "203.0.113.7;203.0.113.8",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.07",
                "0313.0.113.7",
                "0xcb.0.113.7",
                "3405803783",
                "203.0.113.7/32",
                "203.0.113.7:",
                "203.0.113.7:65536",
                "203.0.113.7:99999",
                "203.0.113.7:000080",
                "203.0.113.7:-1",
                "203.0.113.7:+1",
                "203.0.113.7: 80",
                "203.0.113.7:http",
                "203.0.113.7:_port",
                "203.0.113.7:\u0661",
                "203.0.113.7:80:80",
                "203.0.113.7.",
                "[203.0.113.7]",
                "[203.0.113.7]:80",
                "203.0.113.7]",
                "[]",
                "[]:80",
                "[",
                "]",
                ":",
                ":80",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]]",
                "[[2001:db8::1]]",
                "[2001:db8::1]443",
                "[2001:db8::1]:",
                "[2001:db8::1]:65536",
                "[2001:db8::1]:_port",
                "[2001:db8::1] :443",
                "[ 2001:db8::1]",
                "2001:db8:1:2:3:4:5:6:443",
                "2001:db8",
                "fe80::1%eth0",
                "fe80::1%1",
                "[fe80::1%25eth0]",
                "[fe80::1%1]:80",
                "::1%",
                "00000000:0000:0000:0000:0000:0000:0000:0000:0001"
            })
    void parse_anythingElse_empty(String element) {
        assertEquals(Optional.empty(), ForwardedFor.parse(element));
    }
}
