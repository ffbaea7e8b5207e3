package io.github.jettyws.security.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.auth.Proof.Proved;
import io.github.jettyws.security.fixture.FakeTicker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

class TicketsParallelTest {
    private static final int THREADS = 40;
    private static final Proved ANN = new Proved(Identity.of("ann", "session"));
    private static final TicketBond BOND = new TicketBond("o", "c", "x");

    private static ExecutorService executor;

    private final Tickets tickets =
            new Tickets(Duration.ofSeconds(30), new FakeTicker(), Clock.systemUTC(), new SecureRandom());

    @BeforeAll
    static void start() {
        executor = Executors.newFixedThreadPool(THREADS);
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    @RepeatedTest(100)
    void redeem_oneTicketAtOnce_oneWins() throws Exception {
        String ticket = tickets.issue(ANN, BOND).orElseThrow();
        List<Proof> proofs = atOnce(i -> tickets.redeem(ticket, BOND));

        assertEquals(1, proofs.stream().filter(Proved.class::isInstance).count());
        assertEquals("0 tickets", tickets.toString());
    }

    @RepeatedTest(100)
    void issue_atOnce_asManyAsAUserMayHave() throws Exception {
        List<Optional<String>> made = atOnce(i -> tickets.issue(ANN, BOND));

        assertEquals(32, made.stream().flatMap(Optional::stream).distinct().count());
        assertEquals("32 tickets", tickets.toString());
    }

    private static <T> List<T> atOnce(IntFunction<T> task) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Callable<T>> calls = IntStream.range(0, THREADS)
                .<Callable<T>>mapToObj(i -> () -> {
                    barrier.await();
                    return task.apply(i);
                })
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> future : executor.invokeAll(calls)) {
            results.add(future.get());
        }
        return results;
    }
}
