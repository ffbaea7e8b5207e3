package io.github.jettyws.security.benchmarks;

import io.github.jettyws.security.address.AddressFile;
import io.github.jettyws.security.address.AddressSet;
import io.github.jettyws.security.address.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.util.InetAddressSet;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The look-up of a client address in a set of ranges, next to a bare binary search, to Jetty's own set and to no check at
 * all. Half of the clients are in the set, and half of them have IPv6. And how long a list file takes to load.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AddressBenchmark {
    private static final long TIME_TO_CHECK = TimeUnit.SECONDS.toNanos(5);

    /** Clients that connect, one after the other. */
    @State(Scope.Benchmark)
    public abstract static class Clients {
        private List<InetAddress> clients = List.of();
        private int last;

        /** What is measured must first be right about the clients, or as many as it can be asked about in a few seconds. */
        void admit(AddressSample sample, Predicate<InetAddress> set) {
            long start = System.nanoTime();
            Predicate<InetAddress> inTime = client -> System.nanoTime() - start < TIME_TO_CHECK;
            if (!sample.listed().stream().takeWhile(inTime).allMatch(set)
                    || sample.others().stream().takeWhile(inTime).anyMatch(set)) {
                throw new IllegalStateException("the set decides otherwise than it should");
            }
            List<InetAddress> all = new ArrayList<>(sample.listed());
            all.addAll(sample.others());
            // In an order that no branch predictor guesses.
            Collections.shuffle(all, new Random(all.size()));
            clients = all;
        }

        InetAddress next() {
            last = last + 1 < clients.size() ? last + 1 : 0;
            return clients.get(last);
        }
    }

    /** The guard's set. */
    @State(Scope.Benchmark)
    public static class Guard extends Clients {
        /** How many ranges are listed. */
        @Param({"10", "1000", "100000", "1000000"})
        public int ranges;

        private AddressSet set;

        /** Makes the set. */
        @Setup
        public void setUp() {
            AddressSample sample = AddressSample.of(ranges);
            set = AddressSet.parse(sample.ranges());
            admit(sample, client -> set.contains(IpAddress.of(client)));
        }
    }

    /** The same ranges in a sorted array, and nothing else. */
    @State(Scope.Benchmark)
    public static class Sorted extends Clients {
        /** How many ranges are listed. */
        @Param({"10", "1000", "100000", "1000000"})
        public int ranges;

        private SortedRanges set = new SortedRanges(List.of());

        /** Makes the set. */
        @Setup
        public void setUp() {
            AddressSample sample = AddressSample.of(ranges);
            set = new SortedRanges(sample.ranges());
            admit(sample, set);
        }
    }

    /** Jetty's set. It asks one range after the other: with very many, one look-up takes milliseconds. */
    @State(Scope.Benchmark)
    public static class Jetty extends Clients {
        /** How many ranges are listed. */
        @Param({"10", "1000", "100000", "1000000"})
        public int ranges;

        private InetAddressSet set;

        /** Makes the set. */
        @Setup
        public void setUp() {
            AddressSample sample = AddressSample.of(ranges);
            set = new InetAddressSet();
            set.addAll(sample.ranges());
            admit(sample, set);
        }
    }

    /** A list file. */
    @State(Scope.Benchmark)
    public static class ListFile {
        /** How many lines it has. */
        @Param("1000000")
        public int lines;

        private Path file = Path.of("");

        /**
         * Writes the file.
         *
         * @throws IOException if it cannot be written
         */
        @Setup
        public void setUp() throws IOException {
            file = Files.createTempFile("addresses", ".netset");
            Files.write(file, AddressSample.of(lines).ranges());
        }

        /**
         * Deletes the file.
         *
         * @throws IOException if it cannot be deleted
         */
        @TearDown
        public void tearDown() throws IOException {
            Files.delete(file);
        }
    }

    /** No set. */
    @State(Scope.Benchmark)
    public static class None extends Clients {
        /** Lets the clients in. */
        @Setup
        public void setUp() {
            AddressSample sample = AddressSample.of(10);
            admit(sample, sample.listed()::contains);
        }
    }

    /**
     * Looks an address up in the guard's set.
     *
     * @param guard the set
     * @return whether it is in there
     */
    @Benchmark
    public boolean contains(Guard guard) {
        return guard.set.contains(IpAddress.of(guard.next()));
    }

    /**
     * Looks an address up by binary search.
     *
     * @param sorted the ranges
     * @return whether it is in there
     */
    @Benchmark
    public boolean baselineSorted(Sorted sorted) {
        return sorted.set.test(sorted.next());
    }

    /**
     * Looks an address up in Jetty's set.
     *
     * @param jetty the set
     * @return whether it is in there
     */
    @Benchmark
    public boolean baselineJetty(Jetty jetty) {
        return jetty.set.test(jetty.next());
    }

    /**
     * Reads the bytes of an address, which every check has to do.
     *
     * @param none no set
     * @return the bytes
     */
    @Benchmark
    public byte[] baselineBytes(None none) {
        return none.next().getAddress();
    }

    /**
     * Reads a list file whose lines are in no order, from the first byte to the set: once, in a new JVM, as a server does
     * at its start.
     *
     * @param list the file
     * @return the set
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(5)
    public AddressSet load(ListFile list) {
        return AddressFile.parse(list.file);
    }
}
