package io.github.jettyws.security.policy;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.auth.Identity;
import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.Guards;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SessionRules;
import io.github.jettyws.security.handshake.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A guard whose clock a test drives, and sessions that end when a test says so. */
final class LifeFixture implements AutoCloseable {
    static final Instant START = DrivenClock.START;

    final DrivenClock clock = new DrivenClock();
    final Recorder recorder = new Recorder();
    final Deadlines deadlines;
    final Sessions sessions;
    final Revocations revocations;
    final Guard guard;
    double chance;
    private final PolicyFixture policies = new PolicyFixture();
    private final Events events = new Events(List.of(recorder));

    LifeFixture() {
        this(Duration.ofMinutes(1));
    }

    LifeFixture(Duration recheck) {
        FakeTicker ticker = new FakeTicker();
        deadlines = new Deadlines(clock, wait -> {}, ticker);
        sessions = new Sessions(clock, deadlines, recheck, Runnable::run, ticker);
        revocations = new Revocations(clock);
        guard = new Guard(
                events,
                clock,
                ticker,
                Guards.clients(64, clock),
                new Lifetimes(clock, deadlines, sessions, revocations, () -> chance));
        events.start();
    }

    Lifetimes lifetimes() {
        return new Lifetimes(clock, deadlines, sessions, revocations, () -> chance);
    }

    /** Goes on to a time, and does what is due by then. */
    void advance(Duration duration) {
        clock.advance(duration);
        deadlines.run();
    }

    Policy policy(Mode mode) {
        return policies.policy(mode, SessionRules.of(true, "user"));
    }

    Attempt attempt(Policy policy) {
        Attempt attempt = guard.attempt(
                policy, Requests.request().header("Cookie", "JSESSIONID=one").make());
        attempt.gate();
        return attempt;
    }

    /** A connection of whoever is logged in to the session. */
    Opened open(SessionView session) {
        return open(policy(Mode.ENFORCE), session);
    }

    Opened open(Policy policy, SessionView session) {
        Attempt attempt = attempt(policy);
        if (attempt.admit(() -> session).isPresent()) {
            throw new AssertionError("expected to be admitted");
        }
        Opened opened = open(attempt);
        attempt.end();
        return opened;
    }

    Opened open(Attempt attempt) {
        List<Integer> codes = new ArrayList<>();
        GuardedConnection connection = attempt.open(this, code -> {
            codes.add(code);
            return CompletableFuture.completedFuture(null);
        });
        return new Opened(connection, codes);
    }

    /** A connection of an identity that some other scheme has proved. */
    Opened open(Identity identity, LifetimeRules rules) {
        return open(Footing.of(lifetimes(), identity, null, clock.instant()), rules);
    }

    Opened open(Footing footing, LifetimeRules rules) {
        List<Integer> codes = new ArrayList<>();
        footing.confirm();
        GuardedConnection connection = guard.opened(new GuardedConnection(
                guard,
                PolicyFixture.with(rules, policy(Mode.ENFORCE)),
                new SecurityEvent.Source(
                        Requests.request().make(), footing.identity().orElse(null), guard.nextConnection()),
                this,
                code -> {
                    codes.add(code);
                    return CompletableFuture.completedFuture(null);
                },
                null,
                footing));
        return new Opened(connection, codes);
    }

    /** A connection, and the close codes that it was ended with. */
    record Opened(GuardedConnection connection, List<Integer> codes) {}

    @Override
    public void close() {
        events.stop();
        policies.close();
    }

    /** A session of the user {@code ann}, of half an hour. */
    static class FakeSession implements SessionView {
        private final String store;
        String id;
        String user = "ann";
        Instant created = START;
        Optional<Instant> lasts = Optional.of(START.plus(Duration.ofMinutes(30)));

        boolean isGoneFromStore;
        boolean isBroken;

        @Nullable
        Exception storeFails;

        int asked;
        int touched;

        FakeSession(String id) {
            this("app", id);
        }

        FakeSession(String store, String id) {
            this.store = store;
            this.id = id;
        }

        @Override
        public @Nullable Object attribute(String name) {
            return name.equals("user") ? user : null;
        }

        @Override
        public Optional<String> login() {
            return Optional.empty();
        }

        @Override
        public SessionKey key() {
            return new SessionKey(store, id);
        }

        @Override
        public Instant created() {
            return created;
        }

        @Override
        public Optional<Instant> lastsUntil() {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            return lasts;
        }

        @Override
        public Optional<Instant> ask(Instant now) throws Exception {
            asked++;
            if (storeFails != null) {
                throw storeFails;
            }
            return isGoneFromStore ? Optional.empty() : lasts.filter(now::isBefore);
        }

        @Override
        public Optional<Instant> touch() throws Exception {
            touched++;
            if (storeFails != null) {
                throw storeFails;
            }
            return lasts;
        }
    }
}
