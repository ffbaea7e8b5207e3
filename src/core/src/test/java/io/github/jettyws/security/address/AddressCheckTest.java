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
    private static final Verdict BLOCKED = Verdict.refuse(Reason.ADDRESS_BLOCKED);
    private static final AddressCheck CHECK =
            new AddressCheck(list("198.51.100.0/24", "203.0.113.7", "2001:db8::/32"), null);
    private static final AddressCheck NARROW =
            new AddressCheck(list("198.51.100.7"), list("198.51.100.0/24", "2001:db8::/32"));

    private static AddressList list(String... texts) {
        return AddressList.of(AddressSet.parse(List.of(texts)));
    }

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
                blocked ? BLOCKED : Verdict.PROCEED,
                CHECK.check(request().client(client).make()));
    }

    /** Where only some are allowed; the blocked one of them stays blocked. */
    @ParameterizedTest
    @CsvSource({
        "198.51.100.0, true",
        "198.51.100.255, true",
        "198.51.99.255, false",
        "198.51.101.0, false",
        "198.51.100.7, false",
        "198.51.100.8, true",
        "2001:db8::1, true",
        "2001:db9::, false"
    })
    void check_onlySomeAllowed_theOthersRefused(String client, boolean allowed) {
        assertEquals(
                allowed ? Verdict.PROCEED : BLOCKED,
                NARROW.check(request().client(client).make()));
    }

    /** Whoever sits behind a blocked proxy comes through a blocked address. */
    @Test
    void check_peerBlocked_refusedWhateverTheClient() {
        assertEquals(
                BLOCKED,
                CHECK.check(request().client("192.0.2.1").proxy("203.0.113.7").make()));
        assertEquals(
                Verdict.PROCEED,
                CHECK.check(request().client("192.0.2.1").proxy("203.0.113.8").make()));
    }

    /** It is clients who are allowed; the proxy in between need not be. */
    @Test
    void check_proxyNotAllowed_proceeds() {
        assertEquals(
                Verdict.PROCEED,
                NARROW.check(request().client("198.51.100.1").proxy("192.0.2.1").make()));
    }

    @Test
    void check_unresolved_refused() {
        assertEquals(
                Verdict.refuse(Reason.ADDRESS_UNRESOLVED),
                CHECK.check(request().unresolved().make()));
    }

    @Test
    void check_noAddress_proceedsUnlessOnlySomeAreAllowed() {
        assertEquals(
                Verdict.PROCEED,
                CHECK.check(request().client(null).peer("203.0.113.7").make()));
        assertEquals(
                BLOCKED,
                NARROW.check(request().client(null).peer("198.51.100.1").make()));
    }

    /** Headers have been read where that is right, and are not read again. */
    @Test
    void check_forwardedHeader_isNotRead() {
        assertEquals(
                Verdict.PROCEED,
                CHECK.check(request().header("X-Forwarded-For", "203.0.113.7").make()));
        assertEquals(
                BLOCKED,
                CHECK.check(request()
                        .client("203.0.113.7")
                        .header("X-Forwarded-For", "192.0.2.1")
                        .make()));
    }
}
