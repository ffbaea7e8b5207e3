package io.github.jettyws.security.jetty;

import static io.github.jettyws.security.jetty.GateTest.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.github.jettyws.security.event.AuditLog;
import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.limit.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many handshakes at once, of every fate: a limit of N is N, and nothing that ended holds a slot. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ParallelHandshakesTest {
    private static final String LOCAL = "Origin: http://localhost";
    private static final int THREADS = 4;
    private static final int ROUNDS = 50;
    private static final int PARALLEL = 500;
    private static final int LIMIT = 100;
    private static final int SPOILED = 10_000;
    private static final long SEED = 20_261_121;

    private final TestServer server = new TestServer();
    private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);
    private final LogRecorder audit = new LogRecorder(AuditLog.LOGGER, Level.OFF);

    @BeforeEach
    void start() throws Exception {
        server.set(security -> security.getPolicy().setConnectionsTotal(String.valueOf(LIMIT)))
                .start();
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        server.close();
        audit.close();
    }

    /** All have written their request before the first reads its answer. */
    @Test
    void upgrade_parallel_exactlyTheLimit() throws Exception {
        Slots slots = server.slots();
        for (int round = 0; round < ROUNDS; round++) {
            List<List<RawClient>> asking = onAllThreads(() -> {
                List<RawClient> some = new ArrayList<>();
                for (int i = 0; i < PARALLEL / THREADS; i++) {
                    RawClient client = server.client();
                    client.write(client.request("/app/echo", LOCAL));
                    some.add(client);
                }
                return some;
            });
            int accepted = 0;
            for (RawClient client : asking.stream().flatMap(List::stream).toList()) {
                String head = client.head();
                if (head.startsWith("HTTP/1.1 101 ")) {
                    accepted++;
                } else {
                    assertStatus(503, head);
                    assertTrue(head.contains("\r\nRetry-After: "), head);
                }
            }
            assertEquals(LIMIT, accepted, "round " + round);
            assertEquals(LIMIT, slots.held());
            for (RawClient client : asking.stream().flatMap(List::stream).toList()) {
                client.reset();
            }
            awaitClosed();
            TestServer.awaitHeld(0, slots);
        }
    }

    /** Leaves the processor to the server meanwhile. What is told in one round fits into the queue of the listener. */
    private void awaitClosed() throws InterruptedException {
        int closed = 0;
        while (closed < LIMIT) {
            closed += server.event().type() == SecurityEvent.Type.CLOSED ? 1 : 0;
        }
    }

    @Test
    void upgrade_afterRefusedResetAndHalfDone_everySlotIsFree() throws Exception {
        Slots slots = server.slots();
        Random seeds = new Random(SEED);
        onAllThreads(() -> {
            Random random;
            synchronized (seeds) {
                random = new Random(seeds.nextLong());
            }
            for (int i = 0; i < SPOILED / THREADS; i++) {
                spoil(random);
            }
            return List.of();
        });

        TestServer.awaitHeld(0, slots);
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            RawClient client = server.client();
            assertStatus(101, client.upgrade("/app/echo", LOCAL));
            open.add(client);
        }
        try (RawClient next = server.client()) {
            assertStatus(503, next.upgrade("/app/echo", LOCAL));
        }
        for (RawClient client : open) {
            client.reset();
        }
        TestServer.awaitHeld(0, slots);
    }

    private void spoil(Random random) throws Exception {
        RawClient client = server.client();
        String request = client.request(random.nextBoolean() ? "/app/echo" : "/app/nothing", LOCAL);
        switch (random.nextInt(5)) {
            case 0 -> client.upgrade("/app/echo", "Origin: https://evil.example");
            case 1 -> client.upgrade("/app/nothing", LOCAL);
            case 2 -> client.write(request.substring(0, random.nextInt(request.length())));
            // The answer is on its way, or not yet thought of.
            case 3 -> client.write(request);
            default -> client.write(request + "\u0081\u0085" + "x".repeat(random.nextInt(4)));
        }
        client.reset();
    }

    private <T> List<T> onAllThreads(Callable<T> task) throws Exception {
        List<Future<T>> futures = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            futures.add(clients.submit(task));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }
}
