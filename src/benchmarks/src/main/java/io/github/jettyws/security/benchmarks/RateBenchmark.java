package io.github.jettyws.security.benchmarks;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateMeter;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.message.MessageGuard;
import io.github.jettyws.security.message.RateGuard;
import io.github.jettyws.security.message.Ruling;
import io.github.jettyws.security.message.ShapeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The decision about one message, by two threads at once: both for one client, or each for the next of many.
 *
 * <p>The baselines are a counter without a window, and the clock that a window cannot do without.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@Threads(2)
public class RateBenchmark {
    private static final int MESSAGE_SIZE = 64;

    /** The clients, and what each of them is counted by. */
    @State(Scope.Benchmark)
    public static class Clients {
        /** How many clients there are. */
        @Param({"1", "100000"})
        public int keys;

        /** How they are counted. */
        @Param({"SLIDING_WINDOW", "FIXED_WINDOW", "SLIDING_LOG", "TOKEN_BUCKET", "LEAKY_BUCKET"})
        public RateAlgorithm algorithm;

        private MessageRates rates;
        private List<AtomicLong> counters;

        /**
         * Makes room for the windows. The limit is one that two threads cannot reach: all messages pass. Only a log cannot
         * have so many, and with one client most of them are refused.
         */
        @Setup
        public void setUp() {
            long limit = algorithm == RateAlgorithm.SLIDING_LOG ? RateRules.MAX_LOG : RateRules.MAX_MESSAGES;
            RateRules rules = new RateRules(algorithm, limit, Duration.ofMillis(1), limit, true);
            Ticker ticker = Ticker.systemTicker();
            RateRules none = new RateRules(0, Duration.ofMillis(1));
            rates = new MessageRates(
                    new MessageRateRules(
                            Set.of(RateKey.ADDRESS),
                            rules,
                            none,
                            none,
                            new RateAction(Ladder.of(RateStep.CLOSE), 1008, "")),
                    new TotalRate(none, ticker),
                    ticker);
            counters = Stream.generate(AtomicLong::new).limit(keys).toList();
        }
    }

    /** One connection of each client. */
    @State(Scope.Thread)
    public static class Connections {
        private List<Connection> connections;
        private int last;

        /**
         * Opens the connections.
         *
         * @param clients whose connections
         * @param thread the thread that serves them
         */
        @Setup
        public void setUp(Clients clients, ThreadParams thread) {
            MessageLimits limits = new MessageLimits(65536, 65536, 65536, 1024, Duration.ofMinutes(5));
            connections = new ArrayList<>();
            IntStream.range(0, clients.keys).forEach(client -> {
                RateGuard rate = new RateGuard(clients.rates, client, null, Duration.ofMinutes(5));
                connections.add(new Connection(
                        clients.rates.open(client, null),
                        new MessageGuard(limits, rate, ShapeRules.any("/")),
                        clients.counters.get(client)));
            });
            // Clients send in another order than that in which they came.
            Collections.shuffle(connections, new Random(thread.getThreadIndex()));
        }

        private Connection next() {
            last = last + 1 < connections.size() ? last + 1 : 0;
            return connections.get(last);
        }
    }

    private record Connection(RateMeter meter, MessageGuard guard, AtomicLong counter) {}

    /**
     * Asks for room for a message.
     *
     * @param connections who sends it
     * @return the decision
     */
    @Benchmark
    public long acquire(Connections connections) {
        return connections.next().meter.acquire(MESSAGE_SIZE);
    }

    /**
     * Decides about a message of one piece: its size, then its rate.
     *
     * @param connections who sends it
     * @return what becomes of it
     */
    @Benchmark
    public Ruling messageGuard(Connections connections) {
        return connections.next().guard.begin(MessageGuard.Kind.TEXT, MESSAGE_SIZE, true, false);
    }

    /**
     * Counts a message.
     *
     * @param connections who sends it
     * @return how many there were before
     */
    @Benchmark
    public long baselineCompareAndSet(Connections connections) {
        AtomicLong counter = connections.next().counter;
        long count;
        do {
            count = counter.get();
        } while (!counter.compareAndSet(count, count + 1));
        return count;
    }

    /**
     * Reads the clock.
     *
     * @return the time
     */
    @Benchmark
    public long baselineClock() {
        return Ticker.systemTicker().read();
    }
}
