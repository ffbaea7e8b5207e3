package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.event.SecurityEvent;
import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final PolicyFixture fixture = new PolicyFixture();
    private final Policy policy = fixture.policy(Mode.ENFORCE);
    private final List<Integer> codes = new ArrayList<>();

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void connections_openAndClosed_counted() {
        assertEquals(0, fixture.guard.connections());
        GuardedConnection one = open(codes::add);
        GuardedConnection other = open(codes::add);
        assertEquals(2, fixture.guard.connections());

        one.close(1000);
        one.close(1000);
        assertEquals(1, fixture.guard.connections());
        other.close(1000);
        assertEquals(0, fixture.guard.connections());
    }

    @Test
    void goAway_openConnections_closedWith1001AndCountedUntilTheyEnd() {
        GuardedConnection one = open(codes::add);
        open(codes::add);
        open(code -> codes.add(-1)).close(1000);

        fixture.guard.goAway().join();

        assertEquals(List.of(1001, 1001), codes);
        assertEquals(2, fixture.guard.connections());
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.CLOSED));
        one.close(1001);
        assertEquals(1, fixture.guard.connections());
    }

    @Test
    void end_connectionsLeft_areClosedOnce() {
        GuardedConnection left = open(codes::add);

        fixture.guard.end();
        left.close(1006);

        assertEquals(0, fixture.guard.connections());
        assertEquals(1, fixture.counters().of(SecurityEvent.Type.CLOSED));
    }

    @Test
    void open_whileGoingAway_closesAtOnce() {
        fixture.guard.goAway().join();
        open(codes::add);

        assertEquals(List.of(1001), codes);
        assertEquals(1, fixture.guard.connections());
    }

    @Test
    void goAway_oneCannotBeClosed_othersAre() {
        IntConsumer broken = code -> {
            throw new IllegalStateException("broken");
        };
        open(broken);
        open(codes::add);
        open(broken);
        open(codes::add);
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            fixture.guard.goAway().join();

            assertEquals(List.of(1001, 1001), codes);
            assertEquals(1, log.lines().size());
        }
    }

    /** It may end the connection at once, on this very thread. */
    @Test
    void goAway_closerEndsTheConnection_allAreClosed() {
        List<GuardedConnection> connections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int index = i;
            connections.add(open(code -> connections.get(index).close(code)));
        }

        fixture.guard.goAway().join();

        assertEquals(0, fixture.guard.connections());
        assertEquals(100, fixture.counters().of(SecurityEvent.Type.CLOSED));
    }

    private GuardedConnection open(IntConsumer closer) {
        return fixture.guard
                .attempt(policy, Requests.origin("https://example.com"))
                .open(this, code -> {
                    closer.accept(code);
                    return CompletableFuture.completedFuture(null);
                });
    }
}
