package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.handshake.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeyTest {
    private static Caller caller(String client) {
        return request().client(client).peer("unix:/run/jetty.sock").make().caller();
    }

    @ParameterizedTest
    @CsvSource({
        "64, 192.0.2.1, 192.0.2.1, true",
        "64, 192.0.2.1, 192.0.2.2, false",
        "1, 192.0.2.1, 192.0.2.2, false",
        "1, 10.0.0.1, 192.0.2.2, false",
        "64, 192.0.2.1, ::ffff:192.0.2.1, true",
        "64, 192.0.2.1, ::192.0.2.1, false",
        "64, 2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
        "64, 2001:db8::1, 2001:db8:0:1::1, false",
        "128, 2001:db8::1, 2001:db8::2, false",
        "128, 2001:db8::1, 2001:DB8:0::1, true",
        "127, 2001:db8::2, 2001:db8::3, true",
        "48, 2001:db8::1, 2001:db8:0:ffff::1, true",
        "48, 2001:db8::1, 2001:db8:1::1, false",
        "1, ::1, 7fff::, true",
        "1, ::1, 8000::, false",
        // A short prefix does not count IPv6 and IPv4 together.
        "1, ::1, 0.0.0.0, false",
        "64, fe80::1%1, fe80::2, true"
    })
    void of_twoClients_sameWhereCountedTogether(int prefix, String one, String other, boolean same) {
        ClientKey key = new ClientKey(prefix);

        assertEquals(same, key.of(caller(one)).equals(key.of(caller(other))));
    }

    @Test
    void of_noAddress_countedByPeer() {
        assertEquals("unix:/run/jetty.sock", new ClientKey(64).of(caller(null)));
    }
}
