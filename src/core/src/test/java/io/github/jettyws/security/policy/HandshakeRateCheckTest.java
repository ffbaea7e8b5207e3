package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.HandshakeRate;
import io.github.jettyws.security.limit.RateRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeRateCheckTest {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final FakeTicker ticker = new FakeTicker();
    private final HandshakeRateCheck check = check(4);

    private HandshakeRateCheck check(int limit) {
        return new HandshakeRateCheck(new HandshakeRate(new RateRules(limit, WINDOW), ticker), new ClientKey(64));
    }

    /** The window, and the fourth of the next one in which the first of the four has faded. */
    @Test
    void check_limitReached_lastPassesAndNextGets429WithTheWait() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Verdict.PROCEED, check.check(from("192.0.2.1")));
        }

        assertEquals(refused(Duration.ofSeconds(75)), check.check(from("192.0.2.1")));
        ticker.advance(Duration.ofSeconds(10));
        assertEquals(refused(Duration.ofSeconds(65)), check.check(from("192.0.2.1")));
        ticker.advance(Duration.ofSeconds(65));
        assertEquals(Verdict.PROCEED, check.check(from("192.0.2.1")));
    }

    @Test
    void check_otherClient_limitOfItsOwn() {
        for (int i = 0; i < 4; i++) {
            check.check(from("2001:db8::" + i));
        }

        assertEquals(refused(Duration.ofSeconds(75)), check.check(from("2001:db8::ffff")));
        assertEquals(Verdict.PROCEED, check.check(from("2001:db8:0:1::1")));
        assertEquals(Verdict.PROCEED, check.check(from("192.0.2.1")));
    }

    /** Whom nobody can be told by shares the limit of the peer. */
    @Test
    void check_noAddress_countedByThePeer() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Verdict.PROCEED, check.check(unix("unix:/run/a")));
        }

        assertEquals(refused(Duration.ofSeconds(75)), check.check(unix("unix:/run/a")));
        assertEquals(Verdict.PROCEED, check.check(unix("unix:/run/b")));
    }

    @Test
    void check_noLimit_proceeds() {
        HandshakeRateCheck unlimited = check(0);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Verdict.PROCEED, unlimited.check(from("192.0.2.1")));
        }
    }

    @Test
    void toString_limit_saysIt() {
        assertEquals("4 handshakes in PT1M", check.toString());
        assertEquals("unlimited", check(0).toString());
    }

    private static Verdict refused(Duration wait) {
        return Verdict.refuse(Reason.HANDSHAKE_RATE, 429, wait);
    }

    private static Handshake from(String client) {
        return Requests.request().client(client).make();
    }

    private static Handshake unix(String peer) {
        return Requests.request().client(null).peer(peer).make();
    }
}
