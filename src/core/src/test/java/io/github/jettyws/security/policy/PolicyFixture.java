package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.event.Counters;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.HandshakeCheck;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.RateRules;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** A guard whose time stands still and whose events are recorded, and policies for it. */
final class PolicyFixture implements AutoCloseable {
    static final int TEXT = 10;
    static final int BINARY = 20;
    static final int RATE = 3;
    static final Duration WINDOW = Duration.ofSeconds(10);

    final FakeTicker ticker = new FakeTicker();
    final Recorder recorder = new Recorder();
    private final Events events = new Events(List.of(recorder));
    final Guard guard = new Guard(events, Clock.fixed(SampleEvents.TIME, ZoneOffset.UTC), ticker);

    PolicyFixture() {
        events.start();
    }

    Policy policy(Mode mode, HandshakeCheck... checks) {
        return policy(mode, new AuthRules(false, null), checks);
    }

    Policy policy(Mode mode, AuthRules auth, HandshakeCheck... checks) {
        return policy(mode, new UpgradeRules(false, true), auth, checks);
    }

    Policy policy(Mode mode, UpgradeRules upgrades, AuthRules auth, HandshakeCheck... checks) {
        return new Policy(
                mode,
                upgrades,
                List.of(checks),
                auth,
                new MessageLimits(TEXT, BINARY, 1, Duration.ofMinutes(5)),
                new RateRules(RATE, WINDOW),
                new ClientKey(64),
                ticker);
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
