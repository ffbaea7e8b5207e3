package io.github.jettyws.security.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    private static final String LABEL_63 = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "EXAMPLE.Com, example.com",
        "localhost, localhost",
        "a, a",
        "a-b.example, a-b.example",
        "_dmarc.a_b.example, _dmarc.a_b.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        // A number is an address only in the last label.
        "1.example, 1.example",
        "127.0.0.1.example, 127.0.0.1.example",
        "127.0.0.1a, 127.0.0.1a",
        "0xg, 0xg",
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255"
    })
    void parse_nameOrIpv4_oneForm(String text, String host) {
        assertEquals(Optional.of(host), Host.parse(text));
    }

    /** RFC 5952, section 4. */
    @ParameterizedTest
    @CsvSource({
        "[::1], [::1]",
        "[0:0:0:0:0:0:0:1], [::1]",
        "[0000:0000::0001], [::1]",
        "[::], [::]",
        "[2001:DB8::A], [2001:db8::a]",
        "[2001:0db8::0001], [2001:db8::1]",
        "[2001:db8:0:0:1:0:0:1], [2001:db8::1:0:0:1]",
        "[2001:db8::0:1], [2001:db8::1]",
        "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
        "[2001:db8::1:1:1:1:1], [2001:db8:0:1:1:1:1:1]",
        "[::ffff:192.0.2.1], [::ffff:192.0.2.1]",
        "[::ffff:c000:201], [::ffff:192.0.2.1]",
        "[::FFFF:C000:0201], [::ffff:192.0.2.1]"
    })
    void parse_ipv6_oneForm(String text, String host) {
        assertEquals(Optional.of(host), Host.parse(text));
    }

    /** URL Standard, section 3.5: what ends in a number is an address, or nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "127.0.1",
                "2130706433",
                "0",
                "0x7f000001",
                "0X7F000001",
                "0x7f.0.0.1",
                "0x",
                "127.0.0.0x1",
                "0177.0.0.1",
                "127.0.0.01",
                "1.2.3.256",
                "1.2.3.4.5",
                "a.1",
                "example.0x1",
                "example.0x",
                "1.2.3.4."
            })
    void parse_numberThatIsNoStrictAddress_empty(String text) {
        assertEquals(Optional.empty(), Host.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example.com.",
                ".example.com",
                "a..b",
                "-a.example",
                "a-.example",
                "*",
                "*.example.com",
                "a b",
                " a",
                "a ",
                "a\n",
                "a\t",
                "a%2eb",
                "a,b",
                "user@example.com",
                "a/b",
                "a\\b",
                "a:80",
                "a?b",
                "a#b",
                "::1",
                "[::1",
                "::1]",
                "[]",
                "[:]",
                "[::g]",
                "[::1]]",
                "[[::1]]",
                "[fe80::1%eth0]",
                "[fe80::1%251]",
                "[127.0.0.1]",
                "[example.com]",
                "[::ffff:010.0.0.1]",
                "[00001::]",
                "[1:2:3:4:5:6:7]",
                "[1::2::3]"
            })
    void parse_neither_empty(String text) {
        assertEquals(Optional.empty(), Host.parse(text));
    }

    /** The Kelvin sign becomes a k, and the capital I with a dot an i, where letters are made small without care. */
    @ParameterizedTest
    @ValueSource(
            strings = {"b\u00fccher.example", "\u212a.example", "\u0130.example", "\uff41.example", "\u0661.example"})
    void parse_notAscii_empty(String text) {
        assertEquals(Optional.empty(), Host.parse(text));
    }

    /** RFC 1035, section 2.3.4. */
    @Test
    void parse_longName_upTo253AndLabelsUpTo63() {
        String longest = String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61));

        assertEquals(253, longest.length());
        assertEquals(Optional.of(longest), Host.parse(longest));
        assertEquals(Optional.empty(), Host.parse(longest + "a"));
        assertEquals(Optional.of(LABEL_63), Host.parse(LABEL_63));
        assertEquals(Optional.empty(), Host.parse(LABEL_63 + "a"));
    }
}
