package io.github.jettyws.security.address;

import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressCheckTest {
    private static final AddressCheck CHECK =
            new AddressCheck(AddressSet.parse(List.of("198.51.100.0/24", "203.0.113.7", "2001:db8::/32")));

    @ParameterizedTest
    @CsvSource({
        "198.51.100.0, true",
        "198.51.100.255, true",
        "198.51.99.255, false",
        "198.51.101.0, false",
        "203.0.113.7, true",
        "203.0.113.8, false",
        "::ffff:203.0.113.7, true",
        "2001:db8::1, true",
        "2001:db9::, false"
    })
    void check_client_refusedWhereBlocked(String client, boolean blocked) {
        assertEquals(
                blocked ? Verdict.refuse(Reason.ADDRESS_BLOCKED) : Verdict.PROCEED,
                CHECK.check(request().client(client).make()));
    }

    @Test
    void check_noAddress_proceeds() {
        assertEquals(
                Verdict.PROCEED,
                CHECK.check(request().client(null).peer("203.0.113.7").make()));
    }

    /** The peer of the socket decides, not what anybody writes into a header. */
    @Test
    void check_forwardedHeader_isNotRead() {
        assertEquals(
                Verdict.PROCEED,
                CHECK.check(request().header("X-Forwarded-For", "203.0.113.7").make()));
        assertEquals(
                Verdict.refuse(Reason.ADDRESS_BLOCKED),
                CHECK.check(request()
                        .client("203.0.113.7")
                        .header("X-Forwarded-For", "192.0.2.1")
                        .make()));
    }
}
