package io.github.jettyws.security.benchmarks;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.address.AddressCheck;
import io.github.jettyws.security.address.AddressList;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.BanRules;
import io.github.jettyws.security.address.Bans;
import io.github.jettyws.security.address.CallerResolver;
import io.github.jettyws.security.address.CallerRules;
import io.github.jettyws.security.address.ClientKey;
import io.github.jettyws.security.auth.AuthRules;
import io.github.jettyws.security.auth.Permission;
import io.github.jettyws.security.auth.SessionKey;
import io.github.jettyws.security.auth.SessionScheme;
import io.github.jettyws.security.auth.SessionView;
import io.github.jettyws.security.auth.TokenSources;
import io.github.jettyws.security.event.Events;
import io.github.jettyws.security.handshake.Handshake;
import io.github.jettyws.security.handshake.Headers;
import io.github.jettyws.security.limit.FailureRate;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.limit.SlotRules;
import io.github.jettyws.security.limit.Slots;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.limit.TrafficRules;
import io.github.jettyws.security.message.ShapeRules;
import io.github.jettyws.security.policy.AsyncPlugins;
import io.github.jettyws.security.policy.Attempt;
import io.github.jettyws.security.policy.AuthFailures;
import io.github.jettyws.security.policy.Clients;
import io.github.jettyws.security.policy.Deadlines;
import io.github.jettyws.security.policy.Guard;
import io.github.jettyws.security.policy.GuardedConnection;
import io.github.jettyws.security.policy.LifetimeRules;
import io.github.jettyws.security.policy.Lifetimes;
import io.github.jettyws.security.policy.Policy;
import io.github.jettyws.security.policy.Revocations;
import io.github.jettyws.security.policy.Sessions;
import io.github.jettyws.security.policy.UpgradeRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The end of an HTTP session that ten connections rest on, next to others that rest on other sessions, ten on each. They
 * are opened and closed each time.
 *
 * <p>The baseline opens and closes them, and ends no session.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SessionEndBenchmark {
    private static final int ON_EACH = 10;
    private static final int HANDSHAKE_PREFIX = 64;

    private static final Handshake HANDSHAKE;

    static {
        CallerResolver callers = new CallerResolver(CallerRules.NONE);
        Headers headers = new Headers(List.of(new Headers.Field("Cookie", "JSESSIONID=one")));
        HANDSHAKE = new Handshake(
                callers.resolve(null, "unix:socket", false, headers), null, "GET", null, "/", "HTTP/1.1", headers);
    }

    /** How many other connections are open. */
    @Param({"1000", "10000", "100000"})
    public int others;

    private final AtomicInteger closed = new AtomicInteger();
    private Guard guard;
    private Policy policy;

    /** Opens the others. */
    @Setup
    public void setUp() {
        Clock clock = Clock.systemUTC();
        Ticker ticker = Ticker.systemTicker();
        Deadlines deadlines = new Deadlines(clock, wait -> {}, ticker);
        Sessions sessions = new Sessions(clock, deadlines, Duration.ofMinutes(1), Runnable::run, ticker);
        Lifetimes lifetimes = new Lifetimes(clock, deadlines, sessions, new Revocations(clock), () -> 0);
        BanRules rules = new BanRules(
                0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Set.of(), List.of());
        Clients clients = new Clients(
                new CallerResolver(CallerRules.NONE),
                new ClientKey(HANDSHAKE_PREFIX),
                new Bans(rules, HANDSHAKE_PREFIX, clock));
        guard = new Guard(new Events(List.of()), clock, ticker, clients, lifetimes);
        policy = new Policy(
                io.github.jettyws.security.handshake.Mode.ENFORCE,
                new UpgradeRules(false, true),
                new AddressCheck(AddressList.of(AddressSet.EMPTY), null),
                List.of(),
                new Slots(new SlotRules(0, 0, 0, false), Duration.ofMinutes(1), ticker),
                new AuthRules(true, List.of(new SessionScheme("user", Set.of())), Permission.ALL, TokenSources.NONE),
                new AuthFailures(
                        new FailureRate(new RateRules(0, Duration.ofMinutes(1)), Ticker.systemTicker()),
                        new ClientKey(64)),
                new MessageLimits(65536, 65536, 65536, 1024, Duration.ofMinutes(5)),
                rates(ticker),
                new LifetimeRules(Duration.ZERO, true, Duration.ZERO, false, false),
                new AsyncPlugins(List.of(), Duration.ofSeconds(2), 1000),
                ShapeRules.any("/"),
                new TrafficRules(4096, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO, 100));
        for (int i = 0; i < others / ON_EACH; i++) {
            open(new OneSession("other" + i));
        }
    }

    private static MessageRates rates(Ticker ticker) {
        RateRules unlimited = new RateRules(0, Duration.ofSeconds(10));
        MessageRateRules rules = new MessageRateRules(
                Set.of(RateKey.ADDRESS),
                new RateRules(100, Duration.ofSeconds(10)),
                unlimited,
                unlimited,
                new RateAction(Ladder.of(RateStep.CLOSE), 1008, ""));
        return new MessageRates(rules, new TotalRate(unlimited, ticker), ticker);
    }

    private GuardedConnection[] open(SessionView session) {
        GuardedConnection[] opened = new GuardedConnection[ON_EACH];
        for (int i = 0; i < ON_EACH; i++) {
            Attempt attempt = guard.attempt(policy, HANDSHAKE);
            if (attempt.gate().isPresent() || attempt.admit(() -> session).isPresent()) {
                throw new IllegalStateException("expected to be admitted");
            }
            opened[i] = attempt.open(this, code -> {
                closed.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            });
            attempt.end();
        }
        return opened;
    }

    /**
     * Opens ten connections, ends their session, and closes them.
     *
     * @return how many were told to close so far
     */
    @Benchmark
    public int end() {
        OneSession session = new OneSession("one");
        GuardedConnection[] opened = open(session);
        guard.sessions().ended(session.key());
        close(opened);
        return closed.get();
    }

    /**
     * Opens ten connections, and closes them.
     *
     * @return how many were told to close so far, which is none
     */
    @Benchmark
    public int baselineOpen() {
        close(open(new OneSession("one")));
        return closed.get();
    }

    private static void close(GuardedConnection[] opened) {
        for (GuardedConnection connection : opened) {
            connection.close(1008);
        }
    }

    /** A session of half an hour. */
    private record OneSession(String id, Instant until) implements SessionView {
        OneSession(String id) {
            this(id, Instant.now().plus(Duration.ofMinutes(30)));
        }

        @Override
        public Object attribute(String name) {
            return "ann";
        }

        @Override
        public Optional<String> login() {
            return Optional.empty();
        }

        @Override
        public SessionKey key() {
            return new SessionKey("app", id);
        }

        @Override
        public Optional<Instant> lastsUntil() {
            return Optional.of(until);
        }
    }
}
