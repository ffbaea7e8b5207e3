package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.fixture.FakeTicker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StallTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final DrivenClock clock = new DrivenClock();
    private final FakeTicker ticker = new FakeTicker();
    private final Deadlines deadlines = new Deadlines(clock, wait -> {}, ticker);
    private long progress;
    private int stalled;
    private final Stall stall = new Stall(
            new Lifetimes(
                    clock,
                    deadlines,
                    new Sessions(clock, deadlines, Duration.ofMinutes(1), Runnable::run, ticker),
                    new Revocations(clock),
                    () -> 0),
            LIMIT,
            () -> progress,
            () -> stalled++);

    private void advance(Duration duration) {
        clock.advance(duration);
        deadlines.run();
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            advance(STEP);
        }
    }

    @Test
    void begin_standsStill_endsAfterTheLimit() {
        progress = 1;
        stall.begin();
        steps(3);
        advance(STEP.minus(MOMENT));
        assertEquals(0, stalled);
        advance(MOMENT);
        assertEquals(1, stalled);
        assertEquals(0, deadlines.size());
        stall.begin();
        steps(10);
        assertEquals(1, stalled);
    }

    @Test
    void begin_movesOn_endsNothing() {
        progress = 1;
        stall.begin();
        for (int i = 0; i < 20; i++) {
            steps(3);
            advance(STEP.minus(MOMENT));
            progress++;
            advance(MOMENT);
        }
        assertEquals(0, stalled);
    }

    @Test
    void begin_ends_looksNoLonger() {
        progress = 1;
        stall.begin();
        stall.begin();
        assertEquals(1, deadlines.size());
        progress = 0;
        advance(STEP);
        assertEquals(0, deadlines.size());

        progress = 2;
        stall.begin();
        steps(4);
        assertEquals(1, stalled);
    }

    /** What ends and begins between two looks is not the same. */
    @Test
    void begin_endsAndBegins_beginsAnew() {
        progress = 1;
        stall.begin();
        steps(3);
        progress = 2;
        steps(4);
        assertEquals(0, stalled);
        advance(STEP);
        assertEquals(1, stalled);
    }

    @Test
    void clock_putForward_endsNothing() {
        progress = 1;
        stall.begin();
        advance(Duration.ofDays(1));
        steps(2);
        assertEquals(0, stalled);
        steps(1);
        assertEquals(1, stalled);
    }

    @Test
    void close_looksNoLonger() {
        progress = 1;
        stall.begin();
        stall.close();
        assertEquals(0, deadlines.size());
        steps(10);
        stall.begin();
        assertEquals(0, deadlines.size());
        assertEquals(0, stalled);
    }

    /** Never before the limit, and at most a quarter after it, whenever it moved last. */
    @Test
    void begin_anyTime_endsWithinAQuarterOfTheLimit() {
        Random random = new Random(8);
        for (int round = 0; round < 100; round++) {
            progress++;
            stalled = 0;
            stall.close();
            Stall one = new Stall(
                    new Lifetimes(
                            clock,
                            deadlines,
                            new Sessions(clock, deadlines, Duration.ofMinutes(1), Runnable::run, ticker),
                            new Revocations(clock),
                            () -> 0),
                    LIMIT,
                    () -> progress,
                    () -> stalled++);
            one.begin();
            long moved = 0;
            long now = 0;
            while (stalled == 0) {
                now += 100;
                advance(Duration.ofMillis(100));
                if (stalled == 0 && now < 30_000 && random.nextInt(30) == 0) {
                    progress++;
                    moved = now;
                }
            }
            long stood = now - moved;
            assertTrue(stood >= LIMIT.toMillis() && stood <= LIMIT.plus(STEP).toMillis(), () -> stood + " ms");
        }
    }
}
