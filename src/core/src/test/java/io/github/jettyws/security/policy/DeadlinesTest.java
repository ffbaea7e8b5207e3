package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.address.DrivenClock;
import io.github.jettyws.security.fixture.FakeTicker;
import io.github.jettyws.security.fixture.LogRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Instant START = DrivenClock.START;

    private final DrivenClock clock = new DrivenClock();
    private final List<Duration> alarms = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Deadlines deadlines = new Deadlines(clock, alarms::add, new FakeTicker());

    private Deadline add(String name, Duration after) {
        return deadlines.add(START.plus(after), () -> done.add(name));
    }

    @Test
    void run_amillisecondEarly_doesNothing() {
        add("one", Duration.ofSeconds(3));
        clock.advance(Duration.ofMillis(2999));
        deadlines.run();
        assertEquals(List.of(), done);

        clock.advance(Duration.ofMillis(1));
        deadlines.run();
        assertEquals(List.of("one"), done);
        assertEquals(0, deadlines.size());
        deadlines.run();
        assertEquals(List.of("one"), done);
    }

    @Test
    void add_isDueAlready_isDoneByTheAlarm() {
        add("past", Duration.ofSeconds(-1));
        assertEquals(List.of(), done);
        assertEquals(List.of(Duration.ofMillis(1)), alarms);

        deadlines.run();
        assertEquals(List.of("past"), done);
    }

    @Test
    void add_later_leavesTheAlarm() {
        add("first", Duration.ofSeconds(3));
        add("later", Duration.ofSeconds(4));
        add("same", Duration.ofSeconds(3));
        assertEquals(List.of(Duration.ofSeconds(3)), alarms);

        add("earlier", Duration.ofSeconds(2));
        assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(2)), alarms);
    }

    @Test
    void run_moreToCome_setsTheAlarmForIt() {
        add("first", Duration.ofSeconds(3));
        add("second", Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(3));
        deadlines.run();

        assertEquals(List.of("first"), done);
        assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(2)), alarms);
    }

    @Test
    void run_nothingLeft_setsNoAlarm() {
        deadlines.remove(add("one", Duration.ofSeconds(3)));
        clock.advance(Duration.ofSeconds(3));
        deadlines.run();

        assertEquals(List.of(), done);
        assertEquals(1, alarms.size());
    }

    /** The alarm counts seconds that pass; the clock may be set, and a machine may sleep. */
    @Test
    void alarm_farAway_ringsInBetween() {
        add("tomorrow", Duration.ofDays(1));
        assertEquals(List.of(Duration.ofSeconds(10)), alarms);

        clock.advance(Duration.ofDays(1));
        deadlines.run();
        assertEquals(List.of("tomorrow"), done);
    }

    @Test
    void add_farthestTime_isKept() {
        deadlines.add(Instant.MAX, () -> done.add("never"));
        deadlines.run();
        assertEquals(1, deadlines.size());
    }

    @Test
    void run_actionFails_restIsDone() {
        try (LogRecorder log = new LogRecorder(FailureLog.class)) {
            deadlines.add(START, () -> {
                throw new StackOverflowError();
            });
            add("next", Duration.ZERO);
            deadlines.run();
            assertEquals(List.of("next"), done);
            assertEquals(1, log.lines().size());
        }
    }

    @Test
    void run_actionAddsAndRemoves_isSeen() {
        Deadline taken = add("taken back", Duration.ofSeconds(2));
        deadlines.add(START.plusSeconds(1), () -> {
            deadlines.remove(taken);
            add("added", Duration.ofSeconds(1));
        });
        clock.advance(Duration.ofSeconds(2));
        deadlines.run();
        assertEquals(List.of("added"), done);
    }

    /** Against a list that is sorted afresh: what is due, in order, those of the same time in the order they came. */
    @Test
    void run_anyOrder_isThatOfTime() {
        Random random = new Random(5);
        record Entry(int second, String name, Deadline deadline) {}
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int second = random.nextInt(500);
            entries.add(new Entry(second, "d" + i, add("d" + i, Duration.ofSeconds(second))));
        }
        for (int i = 0; i < 500; i++) {
            deadlines.remove(entries.remove(random.nextInt(entries.size())).deadline());
        }
        List<String> expected = entries.stream()
                .filter(entry -> entry.second() <= 250)
                .sorted(Comparator.comparingInt(Entry::second))
                .map(Entry::name)
                .toList();

        clock.advance(Duration.ofSeconds(250));
        deadlines.run();

        assertEquals(expected, done);
        assertTrue(expected.size() > 500);
        assertEquals(1500 - expected.size(), deadlines.size());
    }
}
