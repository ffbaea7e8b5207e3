package io.github.jettyws.security.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {
    /** The examples of RFC 7239, sections 4, 6 and 7 that name an address, and what else its grammar has. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            quoteCharacter = '\'',
            value = {
                "For=\"[2001:db8:cafe::17]:4711\"/ 2001:db8:cafe::17/",
                "for=192.0.2.60;proto=http;by=203.0.113.43/ 192.0.2.60/ http",
                "for=198.51.100.17;by=203.0.113.60;proto=http;host=example.com/ 198.51.100.17/ http",
                "for=\"192.0.2.43:47011\"/ 192.0.2.43/",
                "for=\"[2001:db8:cafe::17]:47011\"/ 2001:db8:cafe::17/",
                "for=\"[2001:db8:cafe::17]\"/ 2001:db8:cafe::17/",
                "for=192.0.2.43/ 192.0.2.43/",
                "for=\"192.0.2.43\"/ 192.0.2.43/",
                "FOR=192.0.2.43;PROTO=HTTPS/ 192.0.2.43/ HTTPS",
                "proto=\"https\";for=192.0.2.43/ 192.0.2.43/ https",
                "proto=\"\";for=192.0.2.43/ 192.0.2.43/ ''",
                "by=_gateway;for=192.0.2.43/ 192.0.2.43/",
                "for=192.0.2.43;ext=!#$%&*+-.^_`|~/ 192.0.2.43/",
                // A node port may be an obfuscated one (section 6).
                "for=\"192.0.2.43:_x\"/ 192.0.2.43/",
                "for=\"[2001:db8::1]:_a.b_c-9\"/ 2001:db8::1/",
                "for=\"192.0.2.43:65535\"/ 192.0.2.43/",
                "for=\"192.0.2.43:00000\"/ 192.0.2.43/",
                // Quoted pairs (RFC 9110, section 5.6.4).
                "for=\"\\1\\9\\2.0.2.43\"/ 192.0.2.43/",
                "for=192.0.2.43;host=\"a\\\";for=198.51.100.1\"/ 192.0.2.43/",
                "for=192.0.2.43;host=\"a\\\\\"/ 192.0.2.43/",
                "host=\"a;for=198.51.100.1,b\";for=192.0.2.43/ 192.0.2.43/",
                "host=\"\u00e9\t \";for=192.0.2.43/ 192.0.2.43/",
                "host=\"\";for=192.0.2.43/ 192.0.2.43/",
                // Pairs may be left out; whitespace is let pass around semicolons alone.
                ";for=192.0.2.43;/ 192.0.2.43/",
                ";;for=192.0.2.43;;proto=http;;/ 192.0.2.43/ http",
                "for=192.0.2.43 ;\t proto=https/ 192.0.2.43/ https"
            })
    void parse_element_addressAndProto(String element, String address, String proto) {
        assertEquals(Optional.of(new Hop(IpAddress.parse(address).orElseThrow(), proto)), Forwarded.parse(element));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                " ",
                "192.0.2.43",
                "for",
                "for=",
                "=192.0.2.43",
                "for=\"\"",
                "proto=https",
                "by=192.0.2.43",
                "xfor=192.0.2.43",
                "for =192.0.2.43",
                "for= 192.0.2.43",
                "for=192.0.2.43 proto=https",
                "for=192.0.2.43;proto",
                "for=192.0.2.43;proto=",
                "for=192.0.2.43;=x",
                "for=192.0.2.43,for=192.0.2.44",
                // The examples of RFC 7239, sections 4 and 6 that name none.
                "for=\"_gazonk\"",
                "for=unknown",
                "for=_hidden",
                "for=_SEVKISEK",
                "for=\"_mystery:_port\"",
                "for=\"unknown:80\"",
                "for=Unknown",
                "for=localhost",
                "for=\"localhost:80\"",
                // A parameter twice (section 4).
                "for=192.0.2.43;for=192.0.2.43",
                "for=192.0.2.43;For=192.0.2.44",
                "for=192.0.2.43;proto=https;PROTO=http",
                "for=192.0.2.43;ext=1;ext=1",
                // No token: a colon, a bracket.
                "for=192.0.2.43:4711",
                "for=[2001:db8::1]",
                "for=2001:db8::1",
                // IPv6 only in brackets, IPv4 never.
                "for=\"2001:db8::1\"",
                "for=\"[192.0.2.43]\"",
                "for=\"[192.0.2.43]:80\"",
                "for=\"[2001:db8::1\"",
                "for=\"2001:db8::1]\"",
                "for=\"[2001:db8::1]x\"",
                "for=\"[2001:db8::1]:\"",
                "for=\"[fe80::1%1]\"",
                "for=\"[fe80::1%25eth0]\"",
                // No address, no port.
                "for=192.0.2.043",
                "for=192.0.2",
                "for=0xc0000217",
                "for=\" 192.0.2.43\"",
                "for=\"192.0.2.43 \"",
                "for=\"192.0.2.43:\"",
                "for=\"192.0.2.43:65536\"",
                "for=\"192.0.2.43:123456\"",
                "for=\"192.0.2.43:_\"",
                "for=\"192.0.2.43:x\"",
                "for=\"192.0.2.43:_x:80\"",
                "for=\"192.0.2.43:_x y\"",
                // Quotes.
                "for=\"192.0.2.43",
                "for=192.0.2.43\"",
                "for=\"192.0.2.43\"x",
                "for=\"192.0.2.43\"\"\"",
                "for=\"192.0.2.43\\\"",
                "for=\"192.0.2.43\\",
                "for=\\192.0.2.43",
                "for='192.0.2.43'",
                "\"for\"=192.0.2.43",
                "for=192.0.2.43;host=\"a\nb\"",
                "for=192.0.2.43;host=\"a\\\u0000b\"",
                "for=192.0.2.43;host=\"\u007f\"",
                "for=192.0.2.43;h\u00f6st=a",
                "for=192.0.2.43;host=h\u00f6st"
            })
    void parse_anythingElse_empty(String element) {
        assertEquals(Optional.empty(), Forwarded.parse(element));
    }

    @Test
    void parse_parameters_sixteenAndNoMore() {
        assertTrue(Forwarded.parse("for=192.0.2.43;" + parameters(15)).isPresent());
        assertEquals(Optional.empty(), Forwarded.parse("for=192.0.2.43;" + parameters(16)));
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i + "=" + i).collect(Collectors.joining(";"));
    }

    @ParameterizedTest
    @CsvSource({
        "https, true",
        "HTTPS, true",
        "wss, true",
        "Wss, true",
        "http, false",
        "ws, false",
        "'', false",
        "https , true",
        "' https', false",
        "httpss, false",
        "'https,http', false",
        "http\u017f, false",
        "on, false"
    })
    void isSecure_proto_onlyHttpsAndWss(String proto, boolean expected) {
        assertEquals(expected, Hop.isSecure(proto));
    }
}
