package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One line for every error, which names the property, the value and what was expected. */
class PolicyErrorsTest {
    private static final String BOOL = "expected true or false";
    private static final String SIZE = "expected a number from 1 to 2147483647";
    private static final String DURATION = "expected a duration such as 500ms, 10s, 5m or 1h";
    private static final String ORIGIN =
            "expected an origin such as https://app.example.com, https://*.example.com or https://example.com:*,"
                    + " a host such as example.com, or regex:\u2026";
    private static final String ADDRESS =
            "expected an IPv4 or IPv6 address, a range such as 192.0.2.0/24, or one such as 192.0.2.1-192.0.2.9";
    private static final String COMMAS = "expected a value between every two commas";
    private static final String COUNT = "expected a number from 0 to 2147483647";
    private static final String SCHEMES = "expected one of [session, cookie, jwt, apiKey, ticket]";
    private static final String RATE = "expected a number from 0 to 1000000";
    private static final String CHECK_TIMEOUT = "expected a duration from 1ms to 20s";
    private static final String PENDING_CHECKS = "expected a number from 1 to 1000000";
    private static final String HANDSHAKE_WINDOW = "expected a duration from 1s to 1h";

    private final PolicySettings all = new PolicySettings("/", null);

    static List<Arguments> badValues() {
        return List.of(
                bad(PolicySettings::setMode, "mode", "strict", "expected one of [enforce, report]"),
                bad(PolicySettings::setMode, "mode", "", "expected one of [enforce, report]"),
                bad(
                        PolicySettings::setAddressBlocked,
                        "address.blocked",
                        "10.0.0.0/33",
                        "'10.0.0.0/33': expected a prefix length from 0 to 32 after the slash"),
                bad(
                        PolicySettings::setAddressBlocked,
                        "address.blocked",
                        "192.0.2.1, evil.example",
                        "'evil.example': " + ADDRESS),
                bad(PolicySettings::setAddressBlocked, "address.blocked", "192.0.2.1,", COMMAS),
                bad(PolicySettings::setAddressAllowed, "address.allowed", "nobody", "'nobody': " + ADDRESS),
                bad(PolicySettings::setAddressAllowed, "address.allowed", ",192.0.2.1", COMMAS),
                bad(PolicySettings::setSecureOnly, "transport.secureOnly", "on", BOOL),
                bad(PolicySettings::setConnectionsTotal, "connections.total", "-1", COUNT),
                bad(PolicySettings::setConnectionsTotal, "connections.total", "2147483648", COUNT),
                bad(PolicySettings::setConnectionsPerAddress, "connections.perAddress", "ten", COUNT),
                bad(PolicySettings::setConnectionsPerUser, "connections.perUser", "", COUNT),
                bad(
                        PolicySettings::setConnectionsOnLimit,
                        "connections.onLimit",
                        "closeoldest",
                        "expected refuse or closeOldest"),
                bad(
                        PolicySettings::setConnectionsOnLimit,
                        "connections.onLimit",
                        "closeOldest",
                        "expected refuse, since ws-security.connections.perUser is 0"),
                bad(PolicySettings::setHandshakesPerAddress, "handshakes.perAddress", "1000001", RATE),
                bad(PolicySettings::setHandshakesPerAddress, "handshakes.perAddress", "1/s", RATE),
                bad(PolicySettings::setHandshakesWindow, "handshakes.window", "999ms", HANDSHAKE_WINDOW),
                bad(PolicySettings::setHandshakesWindow, "handshakes.window", "61m", HANDSHAKE_WINDOW),
                bad(PolicySettings::setHandshakesWindow, "handshakes.window", "1 minute", DURATION),
                bad(PolicySettings::setHandshakesCheckTimeout, "handshakes.checkTimeout", "0ms", CHECK_TIMEOUT),
                bad(PolicySettings::setHandshakesCheckTimeout, "handshakes.checkTimeout", "20001ms", CHECK_TIMEOUT),
                bad(PolicySettings::setHandshakesCheckTimeout, "handshakes.checkTimeout", "0", DURATION),
                bad(PolicySettings::setHandshakesPendingChecks, "handshakes.pendingChecks", "0", PENDING_CHECKS),
                bad(PolicySettings::setHandshakesPendingChecks, "handshakes.pendingChecks", "1000001", PENDING_CHECKS),
                bad(PolicySettings::setAuthContainer, "auth.container", "ask", "expected one of [keep, agree]"),
                bad(PolicySettings::setOriginCheck, "origin.check", "yes", BOOL),
                bad(
                        PolicySettings::setOriginAllowed,
                        "origin.allowed",
                        "https://app.example.com/",
                        "'https://app.example.com/': " + ORIGIN),
                bad(PolicySettings::setOriginAllowed, "origin.allowed", "*", "'*': " + ORIGIN),
                bad(PolicySettings::setOriginAllowed, "origin.allowed", "a.example,,b.example", COMMAS),
                bad(
                        PolicySettings::setOriginAllowed,
                        "origin.allowed",
                        "a.example,regex:[",
                        "'regex:[': expected a regular expression: Unclosed character class"),
                bad(PolicySettings::setOriginAllowSameOrigin, "origin.allowSameOrigin", "1", BOOL),
                bad(PolicySettings::setOriginAllowLocalhost, "origin.allowLocalhost", "", BOOL),
                bad(PolicySettings::setOriginAllowMissing, "origin.allowMissing", "TRUE", BOOL),
                bad(PolicySettings::setOriginAllowNull, "origin.allowNull", "null", BOOL),
                bad(PolicySettings::setAuthRequired, "auth.required", "session", BOOL),
                bad(PolicySettings::setAuthSchemes, "auth.schemes", "tickets", "'tickets': " + SCHEMES),
                bad(PolicySettings::setAuthSchemes, "auth.schemes", "session,JWT", "'JWT': " + SCHEMES),
                bad(PolicySettings::setAuthSchemes, "auth.schemes", "session,", COMMAS),
                bad(PolicySettings::setAuthSchemes, "auth.schemes", "", SCHEMES),
                bad(
                        PolicySettings::setAuthSchemes,
                        "auth.schemes",
                        "session,session",
                        "'session': expected each scheme once"),
                bad(PolicySettings::setAuthRoles, "auth.roles", "ops,", COMMAS),
                bad(PolicySettings::setAuthUsers, "auth.users", ",ann", COMMAS),
                bad(PolicySettings::setAuthFailuresPerAddress, "auth.failures.perAddress", "1000001", RATE),
                bad(PolicySettings::setAuthFailuresWindow, "auth.failures.window", "999ms", HANDSHAKE_WINDOW),
                bad(PolicySettings::setAuthFailuresWindow, "auth.failures.window", "61m", HANDSHAKE_WINDOW),
                bad(
                        PolicySettings::setAuthTokenSources,
                        "auth.token.sources",
                        "header:Cookie",
                        "'header:Cookie': expected bearer, header: and the name of a header of its own, subprotocol, or"
                                + " query: and the name of a parameter"),
                bad(
                        PolicySettings::setAuthTokenSources,
                        "auth.token.sources",
                        "",
                        "expected at least one place where a token may stand"),
                bad(PolicySettings::setMaxTextMessageSize, "limits.maxTextMessageSize", "0", SIZE),
                bad(PolicySettings::setMaxTextMessageSize, "limits.maxTextMessageSize", "64k", SIZE),
                bad(PolicySettings::setMaxBinaryMessageSize, "limits.maxBinaryMessageSize", "-1", SIZE),
                bad(PolicySettings::setMaxFrameSize, "limits.maxFrameSize", "2147483648", SIZE),
                bad(PolicySettings::setIdleTimeout, "limits.idleTimeout", "30", DURATION),
                bad(PolicySettings::setIdleTimeout, "limits.idleTimeout", "0s", "expected a duration from 1s to 24h"),
                bad(PolicySettings::setIdleTimeout, "limits.idleTimeout", "25h", "expected a duration from 1s to 24h"),
                bad(PolicySettings::setIdleCountsControl, "limits.idleCountsControl", "no", BOOL),
                bad(
                        PolicySettings::setMessageTimeout,
                        "limits.messageTimeout",
                        "0s",
                        "expected a duration from 1s to 1h"),
                bad(PolicySettings::setWriteTimeout, "limits.writeTimeout", "61m", "expected a duration from 1s to 1h"),
                bad(
                        PolicySettings::setMaxOutgoingFrames,
                        "limits.maxOutgoingFrames",
                        "65536",
                        "expected a number from 1 to 65535"),
                bad(PolicySettings::setMaxOutgoingBytes, "limits.maxOutgoingBytes", "0", SIZE),
                bad(
                        PolicySettings::setCompressionMaxRatio,
                        "compression.maxRatio",
                        "100001",
                        "expected a number from 0 to 100000"),
                bad(PolicySettings::setMaxLifetime, "limits.maxLifetime", "1", DURATION + ", or 0"),
                bad(
                        PolicySettings::setMaxLifetime,
                        "limits.maxLifetime",
                        "999ms",
                        "expected a duration from 1s to 8760h, or 0"),
                bad(
                        PolicySettings::setMaxLifetime,
                        "limits.maxLifetime",
                        "8761h",
                        "expected a duration from 1s to 8760h, or 0"),
                bad(PolicySettings::setAuthJwtOnExpiry, "auth.jwt.onExpiry", "end", "expected one of [close, ignore]"),
                bad(PolicySettings::setAuthSessionKeepAlive, "auth.session.keepAlive", "yes", BOOL),
                bad(PolicySettings::setUnguarded, "unguarded", "false", "expected one of [refuse, allow]"),
                bad(PolicySettings::setCompressionAllow, "compression.allow", "deflate", BOOL),
                bad(PolicySettings::setRateMessages, "rate.messages", "1000001", "expected a number from 0 to 1000000"),
                bad(
                        PolicySettings::setRateMessages,
                        "rate.messages",
                        "unlimited",
                        "expected a number from 0 to 1000000"),
                bad(PolicySettings::setRateWindow, "rate.window", "10 parsecs", DURATION),
                bad(PolicySettings::setRateWindow, "rate.window", "0ms", "expected a duration from 1ms to 1h"),
                bad(PolicySettings::setRateWindow, "rate.window", "61m", "expected a duration from 1ms to 1h"));
    }

    static List<Arguments> badValuesOfTokens() {
        return List.of(
                bad(PolicySettings::setAuthCookieFormat, "auth.cookie.format", "HMAC", "expected hmac or jwt"),
                bad(
                        PolicySettings::setAuthApiKeyHeader,
                        "auth.apiKey.header",
                        "X Key",
                        "expected the name of a header, a token of 1 to 64 characters"),
                bad(
                        PolicySettings::setAuthJwtAlgorithms,
                        "auth.jwt.algorithms",
                        "none",
                        "algorithm 'none': expected one of [HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384,"
                                + " PS512, ES256, ES384, ES512]"),
                bad(
                        PolicySettings::setAuthJwtAlgorithms,
                        "auth.jwt.algorithms",
                        "HS256,RS256",
                        "algorithms [HS256, RS256]: expected either HS* or others, not both, or a public key could be"
                                + " taken for a secret"),
                bad(PolicySettings::setAuthJwtAudience, "auth.jwt.audience", "a,", COMMAS),
                bad(
                        PolicySettings::setAuthJwtClockSkew,
                        "auth.jwt.clockSkew",
                        "301s",
                        "expected a duration from 0s to 300s"),
                bad(PolicySettings::setAuthJwtClockSkew, "auth.jwt.clockSkew", "-1s", DURATION),
                bad(PolicySettings::setAuthJwtRequireExpiration, "auth.jwt.requireExpiration", "yes", BOOL),
                bad(
                        PolicySettings::setAuthJwtNameClaim,
                        "auth.jwt.nameClaim",
                        "exp",
                        "claim 'exp': expected one that is text"),
                bad(
                        PolicySettings::setAuthJwtRolesClaim,
                        "auth.jwt.rolesClaim",
                        "",
                        "an issuer, audience, claim or type is empty: expected text, or that it is left out"));
    }

    /** They are looked at where their scheme is named. */
    @ParameterizedTest
    @MethodSource("badValuesOfTokens")
    void policy_badValueOfAScheme_amongTheLines(
            BiConsumer<PolicySettings, String> setter, String key, String value, String expected) {
        setter.accept(all, value);
        policy(all);
        all.setAuthSchemes("cookie,jwt,apiKey");

        String message =
                assertThrows(ConfigurationException.class, () -> policy(all)).getMessage();

        assertTrue(message.lines().anyMatch((key + ": '" + value + "': " + expected)::equals), message);
    }

    private static Arguments bad(
            BiConsumer<PolicySettings, String> setter, String name, String value, String expected) {
        return arguments(setter, "ws-security." + name, value, expected);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void policy_badValue_oneLineWithPropertyValueAndExpected(
            BiConsumer<PolicySettings, String> setter, String key, String value, String expected) {
        setter.accept(all, value);

        assertErrors(all, key + ": '" + value + "': " + expected);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void policy_badValueOfAPath_namesThePath(
            BiConsumer<PolicySettings, String> setter, String key, String value, String expected) {
        PolicySettings chat = new PolicySettings("/chat/*", all);
        setter.accept(chat, value);

        assertErrors(chat, key + " (policy of /chat/*): '" + value + "': " + expected);
    }

    /** A range like this is more likely a slip than meant, and no one would notice what it does. */
    @Test
    void policy_bitsBehindThePrefix_namesTheRange() {
        all.setAddressBlocked("192.0.2.1/24");

        assertErrors(
                all,
                "ws-security.address.blocked: '192.0.2.1/24': '192.0.2.1/24': bits are set behind the prefix: expected"
                        + " 192.0.2.0/24, or the address alone");
    }

    @Test
    void policy_severalBadValues_oneLineEach() {
        all.setRateWindow("0s");
        all.setMode("off");
        all.setOriginAllowed("https://");
        all.setOriginCheck("maybe");

        assertErrors(
                all,
                "ws-security.mode: 'off': expected one of [enforce, report]",
                "ws-security.origin.check: 'maybe': " + BOOL,
                "ws-security.origin.allowed: 'https://': 'https://': " + ORIGIN,
                "ws-security.rate.window: '0s': expected a duration from 1ms to 1h");
    }

    @Test
    void policy_originsAllowedButNotChecked_contradiction() {
        all.setOriginAllowed("https://app.example.com");
        all.setOriginCheck("false");

        assertErrors(all, "ws-security.origin.check: 'false': expected true, since ws-security.origin.allowed is set");
    }

    /** The path did not say both: it takes back what holds for all. */
    @Test
    void policy_pathChecksNoOrigin_noContradictionWithAllPaths() {
        all.setOriginAllowed("https://app.example.com");
        PolicySettings chat = new PolicySettings("/chat", all);
        chat.setOriginCheck("false");

        policy(chat);
    }

    @Test
    void policy_pathAllowsOriginsThatAreNotChecked_contradiction() {
        all.setOriginCheck("false");
        PolicySettings chat = new PolicySettings("/chat", all);
        chat.setOriginAllowed("https://app.example.com");

        assertErrors(
                chat,
                "ws-security.origin.check (policy of /chat): 'false': expected true, since ws-security.origin.allowed"
                        + " is set");
    }

    @Test
    void policy_nobodyCouldConnect_contradiction() {
        all.setOriginAllowSameOrigin("false");
        all.setOriginAllowLocalhost("false");

        assertErrors(all, "ws-security.origin.allowed: '': expected an origin, since nobody could connect otherwise");
        all.setOriginAllowMissing("true");
        policy(all);
    }

    /** What could not be understood contradicts nothing: one slip is one line. */
    @Test
    void policy_badOriginWhereNothingElseIsAllowed_oneLine() {
        all.setOriginAllowed("*");
        all.setOriginAllowSameOrigin("false");
        all.setOriginAllowLocalhost("false");

        assertErrors(all, "ws-security.origin.allowed: '*': '*': " + ORIGIN);
    }

    private static void policy(PolicySettings settings) {
        new PolicyFactory(
                        Guards.clients(64),
                        new AddressLists(Path.of("")),
                        new Credentials(Path.of(""), Guards.CLOCK, Ticker.systemTicker()),
                        Guards.NO_TOTAL,
                        new Shapes(Path.of(""), Ticker.systemTicker()),
                        new FakeTicker())
                .policy(settings);
    }

    private static void assertErrors(PolicySettings settings, String... lines) {
        String message = assertThrows(ConfigurationException.class, () -> policy(settings))
                .getMessage();

        assertEquals(List.of(lines), message.lines().toList());
    }
}
