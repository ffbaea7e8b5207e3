package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.Pieces;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.GuardedConnection;
import io.github.jettyws.security.policy.LifetimeRules;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.UpgradeRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the settings become; what is wrong with them is in {@link PolicyErrorsTest}. */
class PolicyFactoryTest {
    private final FakeTicker ticker = new FakeTicker();
    private final Guard guard = Guards.guard();
    private final PolicySettings all = new PolicySettings("/", null);

    @Test
    void policy_defaults_asDocumented() {
        Policy policy = policy(all);

        assertEquals(Mode.ENFORCE, policy.mode());
        assertEquals(new MessageLimits(65536, 65536, 65536, 1024, Duration.ofMinutes(5)), policy.limits());
        assertEquals(Optional.empty(), gate(all, Requests.origin("https://example.com")));
        assertEquals(Optional.empty(), gate(all, Requests.origin("http://localhost:3000")));
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), gate(all, Requests.origin("https://evil.example")));
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), gate(all, Requests.origin("null")));
        assertEquals(
                Optional.of(Reason.ORIGIN_MISSING), gate(all, Requests.request().make()));
        assertEquals(Optional.empty(), attempt(all, Requests.request().make()).admit(() -> null));
        assertEquals(100, messages(policy));
    }

    @Test
    void policy_everyOrigin_asSet() {
        all.setOriginAllowed("https://app.example.com, *.example.org");
        all.setOriginAllowSameOrigin("false");
        all.setOriginAllowLocalhost("false");
        all.setOriginAllowMissing("true");
        all.setOriginAllowNull("true");

        assertEquals(Optional.empty(), gate(all, Requests.origin("https://app.example.com")));
        assertEquals(Optional.empty(), gate(all, Requests.origin("http://a.example.org:8080")));
        assertEquals(Optional.empty(), gate(all, Requests.origin("null")));
        assertEquals(Optional.empty(), gate(all, Requests.request().make()));
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), gate(all, Requests.origin("https://example.com")));
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), gate(all, Requests.origin("http://localhost")));
    }

    @Test
    void policy_originCheckOff_anyOrigin() {
        all.setOriginCheck("false");

        assertEquals(Optional.empty(), gate(all, Requests.origin("rubbish")));
    }

    @Test
    void policy_noHandshakeByTheLetter_decidesBeforeTheOriginAndAfterTheAddress() {
        all.setAddressBlocked("203.0.113.7");
        Requests malformed = Requests.request().without("Sec-WebSocket-Key").header("Origin", "https://evil.example");

        assertEquals(Optional.of(Reason.MALFORMED_HANDSHAKE), gate(all, malformed.make()));
        assertEquals(
                Optional.of(Reason.ADDRESS_BLOCKED),
                gate(all, malformed.client("203.0.113.7").make()));
    }

    @Test
    void policy_addressBlocked_decidesBeforeTheOrigin() {
        all.setAddressBlocked("203.0.113.7,2001:db8::/32");

        Handshake blocked = Requests.request()
                .client("203.0.113.7")
                .header("Origin", "https://evil.example")
                .make();
        assertEquals(Optional.of(Reason.ADDRESS_BLOCKED), gate(all, blocked));
        assertEquals(Optional.empty(), gate(all, Requests.origin("https://example.com")));
    }

    @Test
    void policy_addedChecks_askedAfterTheBuiltInOnes() {
        PolicySettings chat = new PolicySettings("/chat", all);
        all.addCheck(handshake -> Verdict.PROCEED);
        chat.addCheck(handshake -> Verdict.refuse(Reason.FORBIDDEN));

        assertEquals(Optional.of(Reason.FORBIDDEN), gate(chat, Requests.origin("https://example.com")));
        assertEquals(Optional.of(Reason.ORIGIN_NOT_ALLOWED), gate(chat, Requests.origin("https://evil.example")));
        assertEquals(Optional.empty(), gate(all, Requests.origin("https://example.com")));
    }

    @Test
    void policy_reportMode_refusesNothing() {
        all.setMode("report");

        assertEquals(Mode.REPORT, policy(all).mode());
        assertEquals(Optional.empty(), gate(all, Requests.origin("https://evil.example")));
    }

    @Test
    void policy_authRequired_nobodyWithoutIdentity() {
        all.setAuthRequired("true");

        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)),
                attempt(all, Requests.request().make()).admit(() -> null));
    }

    @Test
    void policy_sessionAttribute_countsInPlaceOfTheLogin() {
        all.setAuthRequired("true");
        Handshake handshake = Requests.request().make();
        SessionView login = session(null, "ann");
        SessionView attribute = session("bob", null);

        assertEquals(Optional.empty(), attempt(all, handshake).admit(() -> login));
        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)),
                attempt(all, handshake).admit(() -> attribute));
        all.setAuthSessionAttribute("user");
        assertEquals(
                Optional.of(Verdict.refuse(Reason.UNAUTHENTICATED)),
                attempt(all, handshake).admit(() -> login));
        assertEquals(Optional.empty(), attempt(all, handshake).admit(() -> attribute));
    }

    private static SessionView session(String user, String login) {
        return new SessionView() {
            @Override
            public Object attribute(String name) {
                return name.equals("user") ? user : null;
            }

            @Override
            public Optional<String> login() {
                return Optional.ofNullable(login);
            }
        };
    }

    @Test
    void policy_limits_asSet() {
        all.setMaxTextMessageSize("1");
        all.setMaxBinaryMessageSize("2147483647");
        all.setMaxFrameSize("125");
        all.setMaxFragments("1000000");
        all.setIdleTimeout("24h");

        assertEquals(
                new MessageLimits(1, 2147483647, 125, 1000000, Duration.ofHours(24)),
                policy(all).limits());
    }

    @Test
    void policy_traffic_asSet() {
        assertEquals(
                new TrafficRules(4096, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO, 100),
                policy(all).traffic());
        all.setMaxOutgoingFrames("65535");
        all.setMaxOutgoingBytes("2147483647");
        all.setWriteTimeout("1s");
        all.setMessageTimeout("1h");
        all.setIdleTimeout("2m");
        all.setIdleCountsControl("false");
        all.setCompressionMaxRatio("0");

        assertEquals(
                new TrafficRules(
                        65535, Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(2), 0),
                policy(all).traffic());
    }

    @Test
    void policy_upgrades_asSet() {
        assertEquals(new UpgradeRules(false, true), policy(all).upgrades());
        all.setUnguarded("allow");
        all.setCompressionAllow("false");

        assertEquals(new UpgradeRules(true, false), policy(all).upgrades());
    }

    @Test
    void policy_rate_asSet() {
        all.setRateMessages("3");
        all.setRateWindow("1ms");
        Policy policy = policy(all);

        assertEquals(3, messages(policy));
        ticker.advance(Duration.ofMillis(2));
        assertEquals(3, messages(policy));
    }

    @Test
    void policy_rateZero_noLimit() {
        all.setRateMessages("0");

        assertEquals(1_000, messages(policy(all)));
    }

    /** Were it closed at its very expiry, a token that is let in after it would open connections that end at once. */
    @Test
    void policy_tokens_connectionsLastAsLongAsTheirTokensOpenThem() {
        assertEquals(Duration.ZERO, policy(all).lifetime().clockSkew());

        all.setAuthSchemes("session,jwt");
        all.setAuthJwtAlgorithms("RS256");
        all.setAuthJwtJwksUri("https://issuer.example.com/keys");
        assertEquals(Duration.ofSeconds(30), policy(all).lifetime().clockSkew());

        all.setAuthJwtClockSkew("2m");
        assertEquals(Duration.ofMinutes(2), policy(all).lifetime().clockSkew());
    }

    private Policy policy(PolicySettings settings) {
        return new PolicyFactory(
                        Guards.clients(64),
                        new AddressLists(Path.of("")),
                        new Credentials(Path.of(""), Guards.CLOCK, Ticker.systemTicker()),
                        Guards.NO_TOTAL,
                        new Shapes(Path.of(""), Ticker.systemTicker()),
                        ticker)
                .policy(settings);
    }

    private Attempt attempt(PolicySettings settings, Handshake handshake) {
        return guard.attempt(policy(settings), handshake);
    }

    private Optional<Reason> gate(PolicySettings settings, Handshake handshake) {
        return attempt(settings, handshake).gate().map(Verdict.Refusal::reason);
    }

    private int messages(Policy policy) {
        return messages(policy, "192.0.2.1");
    }

    /** How many of a thousand pass. */
    private int messages(Policy policy, String client) {
        GuardedConnection connection = guard.attempt(
                        policy, Requests.request().client(client).make())
                .open(this, code -> CompletableFuture.completedFuture(null));
        int passed = 0;
        while (passed < 1_000 && Pieces.send(connection, Kind.TEXT, 0).isEmpty()) {
            passed++;
        }
        return passed;
    }

    /** Nobody makes half a policy. */
    @Test
    void policy_oneBadValue_none() {
        all.setMode("off");

        assertThrows(ConfigurationException.class, () -> policy(all));
    }

    @Test
    void lifetime_byDefault_hasNoEndOfItsOwn() {
        assertEquals(
                new LifetimeRules(Duration.ZERO, true, Duration.ZERO, false, false),
                policy(all).lifetime());
    }

    @Test
    void lifetime_bounds_areUnderstood() {
        all.setMaxLifetime("1s");
        all.setAuthJwtOnExpiry("ignore");
        all.setAuthSessionKeepAlive("true");
        assertEquals(
                new LifetimeRules(Duration.ofSeconds(1), false, Duration.ZERO, true, false),
                policy(all).lifetime());
        all.setMaxLifetime("8760h");
        assertEquals(Duration.ofDays(365), policy(all).lifetime().maxLifetime());
    }
}
