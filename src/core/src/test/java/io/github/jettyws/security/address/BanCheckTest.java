package io.github.jettyws.security.address;

import static io.github.jettyws.security.address.BanFixture.DURATION;
import static io.github.jettyws.security.address.BanFixture.IPV6_PREFIX;
import static io.github.jettyws.security.address.BanFixture.THRESHOLD;
import static io.github.jettyws.security.address.BanFixture.ip;
import static io.github.jettyws.security.address.BanFixture.offend;
import static io.github.jettyws.security.address.BanFixture.rules;
import static io.github.jettyws.security.fixture.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BanCheckTest {
    private static final Verdict BANNED = Verdict.refuse(Reason.ADDRESS_BANNED);

    private final DrivenClock clock = new DrivenClock();
    private final Bans bans = new Bans(rules(THRESHOLD), IPV6_PREFIX, clock);
    private final BanCheck check = new BanCheck(bans, new ClientKey(IPV6_PREFIX));

    @Test
    void check_banned_refusedUntilTheEnd() {
        assertEquals(Verdict.PROCEED, from("192.0.2.1"));
        offend(bans, ip("192.0.2.1"), THRESHOLD);

        assertEquals(BANNED, from("192.0.2.1"));
        assertEquals(Verdict.PROCEED, from("192.0.2.2"));
        clock.advance(DURATION.minus(Duration.ofMillis(1)));
        assertEquals(BANNED, from("192.0.2.1"));
        clock.advance(Duration.ofMillis(1));
        assertEquals(Verdict.PROCEED, from("192.0.2.1"));
    }

    @Test
    void check_ipv6_allOfThePrefix() {
        bans.ban(ip("2001:db8::1"), DURATION);

        assertEquals(BANNED, from("2001:db8::"));
        assertEquals(BANNED, from("2001:db8::ffff:ffff:ffff:ffff"));
        assertEquals(Verdict.PROCEED, from("2001:db8:0:1::"));
    }

    /** It is the client who is banned, and not the proxy through which it came. */
    @Test
    void check_clientBehindProxy_theClientCounts() {
        bans.ban(ip("192.0.2.1"), DURATION);

        assertEquals(
                BANNED,
                check.check(request().client("192.0.2.1").proxy("203.0.113.1").make()));
        assertEquals(
                Verdict.PROCEED,
                check.check(request().client("203.0.113.1").proxy("192.0.2.1").make()));
    }

    @Test
    void check_noAddress_proceeds() {
        bans.ban(ip("192.0.2.1"), DURATION);

        assertEquals(
                Verdict.PROCEED,
                check.check(request().client(null).peer("192.0.2.1").make()));
    }

    private Verdict from(String client) {
        return check.check(request().client(client).make());
    }
}
