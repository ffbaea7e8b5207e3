package io.github.jettyws.security.policy;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;

import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.event.Counters;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.fixture.RateSamples;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.AsyncHandshakeCheck;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.FailureRate;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.ShapeRules;
import java.time.Duration;
import java.util.List;

/** A guard whose time stands still and whose events are recorded, and policies for it. */
final class PolicyFixture implements AutoCloseable {
    static final int TEXT = 10;
    static final int BINARY = 20;
    static final int RATE = 3;
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final int PENDING = 2;
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final LifetimeRules UNLIMITED = new LifetimeRules(Duration.ZERO, true, Duration.ZERO, false, false);

    static final TrafficRules TRAFFIC =
            new TrafficRules(3, 100, Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ZERO, 100);

    final FakeTicker ticker = new FakeTicker();
    final Recorder recorder = new Recorder();
    private final Events events = new Events(List.of(recorder));
    final Guard guard = Guards.guard(events, ticker);

    /** How many bad credentials a client may send in {@link #WINDOW}. */
    static final int FAILURES = 2;

    final AuthFailures failures =
            new AuthFailures(new FailureRate(new RateRules(FAILURES, WINDOW), ticker), new ClientKey(64));

    PolicyFixture() {
        events.start();
    }

    Policy policy(Mode mode, HandshakeCheck... checks) {
        return policy(mode, SessionRules.of(false, null), checks);
    }

    Policy policy(Mode mode, AuthRules auth, HandshakeCheck... checks) {
        return policy(mode, new UpgradeRules(false, true), auth, checks);
    }

    Policy policy(Mode mode, UpgradeRules upgrades, AuthRules auth, HandshakeCheck... checks) {
        return policy(mode, upgrades, auth, new SlotRules(0, 0, 0, false), checks);
    }

    Policy policy(Mode mode, UpgradeRules upgrades, AuthRules auth, SlotRules slots, HandshakeCheck... checks) {
        return new Policy(
                mode,
                upgrades,
                new AddressCheck(AddressList.of(AddressSet.EMPTY), null),
                List.of(checks),
                new Slots(slots, Duration.ofMinutes(1), ticker),
                auth,
                failures,
                new MessageLimits(TEXT, BINARY, 1, 1024, Duration.ofMinutes(5)),
                RateSamples.closing(new RateRules(RATE, WINDOW), ticker),
                UNLIMITED,
                plugins(),
                ShapeRules.any("/"),
                TRAFFIC);
    }

    /** The same, but for its asynchronous plugins. */
    static Policy with(AsyncPlugins plugins, Policy policy) {
        PolicyParts parts = new PolicyParts(policy);
        parts.plugins = plugins;
        return parts.policy();
    }

    static AsyncPlugins plugins(AsyncHandshakeCheck... checks) {
        return new AsyncPlugins(List.of(checks), PATIENCE, PENDING);
    }

    /** The same, but for the meter of every client. */
    Policy metered(Policy policy, RateMeter meter) {
        MessageRates windows = spy(policy.rates());
        doReturn(meter).when(windows).open(any(), any());
        PolicyParts parts = new PolicyParts(policy);
        parts.rates = windows;
        return parts.policy();
    }

    /** The same, but for what ends connections. */
    static Policy with(LifetimeRules lifetime, Policy policy) {
        PolicyParts parts = new PolicyParts(policy);
        parts.lifetime = lifetime;
        return parts.policy();
    }

    /** What has been published, whether or not the recorder was told yet. */
    Counters counters() {
        return events.counters();
    }

    @Override
    public void close() {
        events.stop();
    }
}
