package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalFormTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:0:0, 0.0.0.0",
        "::192.0.2.1, 192.0.2.1",
        "::2, 0.0.0.2",
        "::ffff:ffff, 255.255.255.255",
        "64:ff9b::192.0.2.1, 192.0.2.1",
        "64:ff9b::, 0.0.0.0",
        "64:ff9b::ffff:ffff, 255.255.255.255",
        // These stand for no IPv4 address.
        "::, ::",
        "::1, ::1",
        "::1:0:0, ::1:0:0",
        "::fffe:192.0.2.1, ::fffe:c000:201",
        "::1:0:192.0.2.1, ::1:0:c000:201",
        "::ffff:0:192.0.2.1, ::ffff:0:c000:201",
        "1::192.0.2.1, 1::c000:201",
        "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff, 64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b::1:0:0, 64:ff9b::1:0:0",
        "64:ff9b:1::192.0.2.1, 64:ff9b:1::c000:201",
        "2002:c000:201::, 2002:c000:201::",
        "2001:db8::1, 2001:db8::1"
    })
    void of_wellKnownNat64_ipv4WhereItStandsForOne(String text, String expected) {
        assertEquals(
                expected, form(CallerRules.WELL_KNOWN_NAT64).of(parse(text)).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:64::192.0.2.1, 192.0.2.1",
        "2001:db8:65::192.0.2.1, 192.0.2.1",
        "2001:db8:66::192.0.2.1, 2001:db8:66::c000:201",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201"
    })
    void of_otherNat64_thoseAlone(String text, String expected) {
        assertEquals(
                expected,
                form("2001:db8:64::/96", "2001:db8:65::/96").of(parse(text)).toString());
    }

    @Test
    void of_noNat64_asItIs() {
        assertEquals("64:ff9b::c000:201", form().of(parse("64:ff9b::192.0.2.1")).toString());
    }

    @Test
    void canonical_inetAddress_withoutZone() {
        CallerResolver resolver = new CallerResolver(CallerRules.NONE);

        assertEquals(parse("fe80::1"), resolver.canonical(address("fe80::1%1")));
        assertEquals(parse("192.0.2.1"), resolver.canonical(address("::ffff:192.0.2.1")));
        assertEquals(parse("192.0.2.1"), resolver.canonical(address("64:ff9b::192.0.2.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nat64",
                "64:ff9b::",
                "64:ff9b::/95",
                "64:ff9b::/97",
                "64:ff9b:1::/48",
                "192.0.2.0/24",
                "0.0.0.0/0",
                "::ffff:0:0/96",
                "::/0",
                "64:ff9b::1/96"
            })
    void nat64_noPrefixOf96Bits_error(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> CallerRules.nat64(List.of("2001:db8::/96", text)));

        assertTrue(e.getMessage().startsWith("'" + text + "': "), e.getMessage());
        assertTrue(e.getMessage().contains("expected"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, X_FORWARDED_FOR",
        "x-forwarded-for, X_FORWARDED_FOR",
        "Forwarded, FORWARDED",
        "FORWARDED, FORWARDED"
    })
    void forwardedHeader_field_inAnyCase(String field, ForwardedHeader expected) {
        assertEquals(expected, ForwardedHeader.parse(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Real-IP", "X_FORWARDED_FOR", "Forwarded ", "X-Forwarded-For,Forwarded"})
    void forwardedHeader_another_error(String field) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ForwardedHeader.parse(field));

        assertEquals("expected X-Forwarded-For or Forwarded", e.getMessage());
    }

    private static CanonicalForm form(String... nat64) {
        return new CanonicalForm(CallerRules.nat64(List.of(nat64)));
    }

    private static IpAddress parse(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
