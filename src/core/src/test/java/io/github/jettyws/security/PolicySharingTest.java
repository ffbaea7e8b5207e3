package io.github.jettyws.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Reason;
import io.github.jettyws.security.handshake.Verdict;
import io.github.jettyws.security.limit.RateDecision;
import io.github.jettyws.security.limit.RateLimit;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.AuthFailures;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of connections and of handshakes: what is set, and what the paths have in common. */
class PolicySharingTest {
    private static final Optional<Verdict.Refusal> PROCEEDS = Optional.empty();

    private final FakeTicker ticker = new FakeTicker();
    private final PolicyFactory factory = new PolicyFactory(
            Guards.clients(64),
            new AddressLists(Path.of("")),
            new Credentials(Path.of(""), Guards.CLOCK, Ticker.systemTicker()),
            Guards.NO_TOTAL,
            new Shapes(Path.of(""), Ticker.systemTicker()),
            ticker);
    private final Guard guard = Guards.guard();
    private final PolicySettings all = new PolicySettings("/", null);
    private final PolicySettings chat = new PolicySettings("/chat", all);
    private final PolicySettings feed = new PolicySettings("/feed", all);

    @BeforeEach
    void anyOrigin() {
        all.setOriginCheck("false");
    }

    @Test
    void connections_defaults_noLimit() {
        Policy policy = factory.policy(all);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(PROCEEDS, gate(policy, "192.0.2.1"));
        }
    }

    @Test
    void connections_set_asSet() {
        all.setConnectionsTotal("3");
        all.setConnectionsPerAddress("2");
        all.setConnectionsPerUser("1");
        all.setHandshakesWindow("30s");
        Policy policy = factory.policy(all);
        Attempt first = attempt(policy, "192.0.2.1");
        assertEquals(PROCEEDS, first.gate());
        assertEquals(PROCEEDS, first.admit(() -> ann()));
        Attempt second = attempt(policy, "192.0.2.1");
        assertEquals(PROCEEDS, second.gate());

        // As long as no connection has ended, nothing is known but the window.
        Optional<Verdict.Refusal> tooMany =
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 429, Duration.ofSeconds(30)));
        assertEquals(tooMany, gate(policy, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(policy, "192.0.2.2"));
        assertEquals(
                Optional.of(Verdict.refuse(Reason.CONNECTION_LIMIT, 503, Duration.ofSeconds(30))),
                gate(policy, "192.0.2.3"));
        assertEquals(tooMany, second.admit(() -> ann()));
    }

    @Test
    void connections_closeOldest_nobodyIsRefusedForTheUser() {
        all.setConnectionsPerUser("1");
        all.setConnectionsOnLimit("closeOldest");
        Policy policy = factory.policy(all);
        for (int i = 0; i < 3; i++) {
            Attempt attempt = attempt(policy, "192.0.2.1");
            assertEquals(PROCEEDS, attempt.gate());
            assertEquals(PROCEEDS, attempt.admit(() -> ann()));
        }
    }

    /** What a path inherits is no contradiction of its own. */
    @Test
    void connections_closeOldestWithoutALimitOnOnePath_isUnderstood() {
        all.setConnectionsPerUser("1");
        all.setConnectionsOnLimit("closeOldest");
        chat.setConnectionsPerUser("0");
        factory.policy(all);

        assertEquals(PROCEEDS, gate(factory.policy(chat), "192.0.2.1"));
    }

    /** A total that each path had for itself would be none. */
    @Test
    void connections_ofPaths_sharedUnlessSet() {
        all.setConnectionsTotal("2");
        feed.setConnectionsPerAddress("1");
        Policy ofAll = factory.policy(all);
        Policy ofChat = factory.policy(chat);
        Policy ofFeed = factory.policy(feed);

        assertSame(ofAll.slots(), ofChat.slots());
        assertNotSame(ofAll.slots(), ofFeed.slots());
        assertEquals(PROCEEDS, gate(ofAll, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(ofChat, "192.0.2.1"));
        assertEquals(Optional.of(Reason.CONNECTION_LIMIT), reason(gate(ofChat, "192.0.2.1")));
        // What it does not set it inherits: the number, and not the count.
        assertEquals(PROCEEDS, gate(ofFeed, "192.0.2.1"));
        assertEquals(429, gate(ofFeed, "192.0.2.1").orElseThrow().status());
        assertEquals(PROCEEDS, gate(ofFeed, "192.0.2.2"));
        assertEquals(503, gate(ofFeed, "192.0.2.3").orElseThrow().status());
    }

    @Test
    void connections_twoPathsThatSetTheSame_ofTheirOwnEach() {
        chat.setConnectionsTotal("1");
        feed.setConnectionsTotal("1");
        factory.policy(all);

        assertEquals(PROCEEDS, gate(factory.policy(chat), "192.0.2.1"));
        assertEquals(PROCEEDS, gate(factory.policy(feed), "192.0.2.1"));
    }

    /** Each path counts what clients send for itself, and what all share is one for the server. */
    @Test
    void rates_ofPaths_eachItsOwnButForTheTotal() {
        all.setRateMessages("3");
        PolicyFactory sharing = new PolicyFactory(
                Guards.clients(64),
                new AddressLists(Path.of("")),
                new Credentials(Path.of(""), Guards.CLOCK, Ticker.systemTicker()),
                new TotalRate(new RateRules(5, Duration.ofSeconds(10)), ticker),
                new Shapes(Path.of(""), Ticker.systemTicker()),
                ticker);
        RateMeter ofAll = sharing.policy(all).rates().open("address", null);
        RateMeter ofChat = sharing.policy(chat).rates().open("address", null);

        assertEquals(3, passed(ofAll));
        assertEquals(2, passed(ofChat));
        assertEquals(RateLimit.TOTAL, RateDecision.limit(ofChat.acquire(0)));
    }

    private static int passed(RateMeter meter) {
        int passed = 0;
        while (RateDecision.isAllowed(meter.acquire(0))) {
            passed++;
        }
        return passed;
    }

    @Test
    void handshakes_defaults_noLimit() {
        Policy policy = factory.policy(all);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(PROCEEDS, gate(policy, "192.0.2.1"));
        }
    }

    /** Two in ten seconds: the next has room once half of the next window has faded away with the first of them. */
    @Test
    void handshakes_set_asSet() {
        all.setHandshakesPerAddress("2");
        all.setHandshakesWindow("10s");
        Policy policy = factory.policy(all);
        assertEquals(PROCEEDS, gate(policy, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(policy, "192.0.2.1"));

        assertEquals(
                Optional.of(Verdict.refuse(Reason.HANDSHAKE_RATE, 429, Duration.ofSeconds(15))),
                gate(policy, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(policy, "192.0.2.2"));
        ticker.advance(Duration.ofSeconds(15));
        assertEquals(PROCEEDS, gate(policy, "192.0.2.1"));
    }

    @Test
    void handshakes_ofPaths_sharedUnlessSet() {
        all.setHandshakesPerAddress("2");
        feed.setHandshakesWindow("1s");
        Policy ofAll = factory.policy(all);
        Policy ofChat = factory.policy(chat);
        Policy ofFeed = factory.policy(feed);

        assertEquals(PROCEEDS, gate(ofAll, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(ofChat, "192.0.2.1"));
        assertEquals(Optional.of(Reason.HANDSHAKE_RATE), reason(gate(ofAll, "192.0.2.1")));
        assertEquals(Optional.of(Reason.HANDSHAKE_RATE), reason(gate(ofChat, "192.0.2.1")));
        assertEquals(PROCEEDS, gate(ofFeed, "192.0.2.1"));
        assertEquals(PROCEEDS, gate(ofFeed, "192.0.2.1"));
        assertEquals(
                Optional.of(Verdict.refuse(Reason.HANDSHAKE_RATE, 429, Duration.ofMillis(1_500))),
                gate(ofFeed, "192.0.2.1"));
    }

    /** A client that guesses at one path has guessed at all of them. */
    @Test
    void failures_ofPaths_sharedUnlessSet() {
        all.setAuthFailuresPerAddress("1");
        feed.setAuthFailuresWindow("1s");
        AuthFailures ofAll = factory.policy(all).failures();

        assertSame(ofAll, factory.policy(chat).failures());
        assertNotSame(ofAll, factory.policy(feed).failures());
        assertEquals("1 failures in PT1M", ofAll.toString());
    }

    /** A rewrite that leads from one path to another makes no second handshake of it. */
    @Test
    void handshakes_requestThatComesToAnotherPath_countedOnce() {
        all.setHandshakesPerAddress("2");
        Policy ofAll = factory.policy(all);
        Policy ofChat = factory.policy(chat);
        for (int i = 0; i < 2; i++) {
            Attempt attempt = attempt(ofAll, "192.0.2.1");
            assertEquals(PROCEEDS, attempt.gate());
            assertEquals(PROCEEDS, attempt.under(ofChat).gate());
        }
        assertEquals(Optional.of(Reason.HANDSHAKE_RATE), reason(gate(ofChat, "192.0.2.1")));
    }

    /** What is no handshake is not counted as one; what is refused for its origin is. */
    @Test
    void handshakes_malformedOrForeign_countedBetweenTheTwo() {
        all.setHandshakesPerAddress("1");
        all.setOriginCheck("true");
        Policy policy = factory.policy(all);
        Handshake malformed = Requests.request().without("Sec-WebSocket-Key").make();

        assertEquals(
                Optional.of(Reason.MALFORMED_HANDSHAKE),
                reason(guard.attempt(policy, malformed).gate()));
        assertEquals(
                Optional.of(Reason.ORIGIN_NOT_ALLOWED),
                reason(guard.attempt(policy, Requests.origin("https://evil.example"))
                        .gate()));
        assertEquals(
                Optional.of(Reason.HANDSHAKE_RATE),
                reason(guard.attempt(policy, Requests.origin("https://example.com"))
                        .gate()));
    }

    private static SessionView ann() {
        return new SessionView() {
            @Override
            public Object attribute(String name) {
                return null;
            }

            @Override
            public Optional<String> login() {
                return Optional.of("ann");
            }
        };
    }

    private Attempt attempt(Policy policy, String client) {
        return guard.attempt(
                policy,
                Requests.request()
                        .client(client)
                        .header("Cookie", "JSESSIONID=1")
                        .make());
    }

    private Optional<Verdict.Refusal> gate(Policy policy, String client) {
        return attempt(policy, client).gate();
    }

    private static Optional<Reason> reason(Optional<Verdict.Refusal> refusal) {
        return refusal.map(Verdict.Refusal::reason);
    }
}
