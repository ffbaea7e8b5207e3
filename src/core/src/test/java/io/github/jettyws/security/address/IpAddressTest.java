package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inet.ipaddr.IPAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    private static final IpAddress LAST = new IpAddress(-1, -1);
    private static final String CHANGES = "01259afAFgz:.";

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 0, ffffc0000201",
        "0.0.0.0, 0, ffff00000000",
        "255.255.255.255, 0, ffffffffffff",
        "::ffff:192.0.2.1, 0, ffffc0000201",
        "::ffff:c000:201, 0, ffffc0000201",
        "::192.0.2.1, 0, c0000201",
        "::, 0, 0",
        "::1, 0, 1",
        "2001:db8::a, 20010db800000000, a",
        "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
        "1:2:3:4:5:6:7::, 1000200030004, 5000600070000",
        "::2:3:4:5:6:7:8, 200030004, 5000600070008",
        "1:2:3:4:5:6:1.2.3.4, 1000200030004, 5000601020304",
        "64:ff9b::192.0.2.33, 64ff9b00000000, c0000221",
        "FFFF:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff"
    })
    void parse_literal_128Bits(String text, String high, String low) {
        assertEquals(
                Optional.of(new IpAddress(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16))),
                IpAddress.parse(text));
    }

    /** Nothing but strict literals: no short forms, no octal, no names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                ".1.2.3.4",
                "1.2.3.4.5",
                "1..2.3",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.+4",
                "010.0.0.1",
                "10.0.0.01",
                "00.0.0.0",
                "0x7f.0.0.1",
                "0x7f000001",
                "2130706433",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4\n",
                "1.2.3.\u0664",
                "\uff11.2.3.4",
                "1.2.3.4/32",
                "1.2.3.4:80",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                "1:2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "00001::",
                "g::",
                "-1::",
                "::1 ",
                " ::1",
                "::1\n",
                "[::1]",
                "::1/128",
                "::1%eth0",
                "::1%1",
                "::1%",
                "fe80::1%lo",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.4.5",
                "::ffff:010.0.0.1",
                "::ffff:1.2.3.4:5",
                "::.1.2.3",
                "1.2.3.4::",
                "1.2.3.4:5::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:6:7:8.9",
                "::\uff11",
                "localhost",
                "example.com",
                "a.b",
                "dead.beef",
                "dead",
                "example.com:80",
                ".:",
                ".::1",
                ".1:2:3"
            })
    void parse_anythingElse_empty(String text) {
        assertEquals(Optional.empty(), IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void parse_randomText_asTheOracle(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);

            assertEquals(Oracle.parse(text), IpAddress.parse(text).map(Oracle::foreign), text);
        }
    }

    /** One character away from an address, or not at all. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void parse_addressWithOneChange_asTheOracle(long seed) {
        Random random = new Random(seed);
        Samples samples = new Samples(seed);
        int valid = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(samples.written(samples.address()));
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, CHANGES.charAt(random.nextInt(CHANGES.length())));
                case 2 -> text.insert(at, CHANGES.charAt(random.nextInt(CHANGES.length())));
                default -> {}
            }
            Optional<IPAddress> expected = Oracle.parse(text.toString());

            assertEquals(expected, IpAddress.parse(text.toString()).map(Oracle::foreign), text.toString());
            valid += expected.isPresent() ? 1 : 0;
        }
        // Both sides of the border were seen.
        assertTrue(valid > 7_000 && valid < 18_000, () -> "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void toString_address_asTheOracle(long seed) {
        Samples samples = new Samples(seed);
        for (int i = 0; i < 20_000; i++) {
            IpAddress address = samples.address();
            IPAddress foreign = Oracle.foreign(address);

            assertEquals(foreign.isIPv4(), address.isIpv4());
            assertEquals(foreign.toCanonicalString(), address.toString());
            assertEquals(Optional.of(address), IpAddress.parse(address.toString()));
        }
    }

    /** RFC 5952, section 4. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "::1.2.3.4, ::102:304",
        "::ffff:1.2.3.4, 1.2.3.4"
    })
    void toString_ipv6_rfc5952(String text, String canonical) {
        assertEquals(canonical, IpAddress.parse(text).orElseThrow().toString());
    }

    @Test
    void of_inetAddress_sameAsText() throws UnknownHostException {
        byte[] mapped = address("::").getAddress();
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[15] = 7;

        assertEquals(IpAddress.parse("192.0.2.1").orElseThrow(), IpAddress.of(address("192.0.2.1")));
        assertEquals(IpAddress.parse("2001:db8::1").orElseThrow(), IpAddress.of(address("2001:db8::1")));
        assertEquals(IpAddress.parse("0.0.0.7").orElseThrow(), IpAddress.of(InetAddress.getByAddress(mapped)));
        assertEquals(IpAddress.parse("fe80::1").orElseThrow(), IpAddress.of(address("fe80::1%1")));
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:0.0.0.0, true",
        "255.255.255.255, true",
        "::fffe:ffff:ffff, false",
        "::1:0:0:0, false",
        "::1.2.3.4, false",
        "1::ffff:1.2.3.4, false",
        "::, false"
    })
    void isIpv4_borders_onlyTheMappedBlock(String text, boolean expected) {
        assertEquals(expected, IpAddress.parse(text).orElseThrow().isIpv4());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void arithmetic_randomAddresses_asBigIntegers(long seed) {
        Samples samples = new Samples(seed);
        for (int i = 0; i < 5_000; i++) {
            IpAddress one = samples.address();
            IpAddress other = samples.address();
            BigInteger number = Oracle.number(one);

            assertEquals(Integer.signum(number.compareTo(Oracle.number(other))), Integer.signum(one.compareTo(other)));
            assertEquals(Oracle.address(number.add(BigInteger.ONE)), one.next());
            assertEquals(Oracle.address(number.subtract(BigInteger.ONE)), one.previous());
            for (int prefix : new int[] {0, 1, 63, 64, 65, 96, 127, 128}) {
                BigInteger behind = BigInteger.ONE.shiftLeft(128 - prefix).subtract(BigInteger.ONE);
                assertEquals(Oracle.address(number.andNot(behind)), one.first(prefix));
                assertEquals(Oracle.address(number.or(behind)), one.last(prefix));
            }
        }
    }

    @Test
    void next_last_isFirst() {
        assertEquals(new IpAddress(0, 0), LAST.next());
        assertEquals(LAST, new IpAddress(0, 0).previous());
        assertEquals(new IpAddress(1, 0), new IpAddress(0, -1).next());
    }

    /** Half of it close to an address, so that some of it is one. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int groups = random.nextInt(10);
        boolean dotted = random.nextInt(3) == 0;
        for (int i = 0; i < groups; i++) {
            if (random.nextInt(3) > 0) {
                text.append(dotted ? random.nextInt(300) + "" : Integer.toHexString(random.nextInt(0x11000)));
            }
            text.append(dotted && random.nextInt(12) > 0 ? '.' : ':');
        }
        if (random.nextInt(4) == 0) {
            text.append("::ffff:")
                    .append(random.nextInt(256))
                    .append(".0.")
                    .append(random.nextInt(12))
                    .append(".010", 0, random.nextInt(5));
        }
        if (random.nextInt(4) > 0 && text.length() > 0) {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }
}
