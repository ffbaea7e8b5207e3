package io.github.jettyws.security.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Reason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerQueueTest {
    private static final long NO_TIME = 1;
    private static final long ENOUGH = 10_000;

    private final Recorder recorder = new Recorder();
    private ListenerQueue queue = new ListenerQueue(recorder, 10);

    @AfterEach
    void end() {
        queue.stop(NO_TIME);
    }

    @Test
    void add_everyType_reachesItsMethodInOrder() throws InterruptedException {
        List<SecurityEvent> events = List.of(
                SampleEvents.accepted(1),
                SampleEvents.violated(1, Reason.MESSAGE_RATE, true),
                SampleEvents.closed(1, Reason.MESSAGE_RATE, 1008),
                SampleEvents.refused(Requests.origin("null"), Reason.ORIGIN_NOT_ALLOWED, true));
        queue.start();
        events.forEach(queue::add);

        assertEquals(events, recorder.next(4));
        assertEquals(0, queue.dropped());
    }

    @Test
    void add_overCapacity_droppedAndCounted() throws InterruptedException {
        List<SecurityEvent> events =
                LongStream.range(0, 13).mapToObj(SampleEvents::accepted).toList();
        events.forEach(queue::add);

        assertEquals(3, queue.dropped());
        queue.start();
        assertEquals(events.subList(0, 10), recorder.next(10));
        queue.stop(ENOUGH);
        assertEquals(0, recorder.waiting());
    }

    @Test
    void deliver_listenerThrows_nextOneIsDelivered() throws InterruptedException {
        try (LogRecorder log = new LogRecorder(ListenerQueue.class)) {
            queue = new ListenerQueue(
                    new SecurityListener() {
                        @Override
                        public void onAccepted(SecurityEvent event) {
                            long connection = event.connection().orElseThrow();
                            if (connection == 1) {
                                throw new IllegalStateException("broken");
                            } else if (connection == 2) {
                                throw new StackOverflowError();
                            } else if (connection == 3) {
                                throw new OutOfMemoryError("not really");
                            }
                            recorder.onAccepted(event);
                        }
                    },
                    10);
            queue.start();
            LongStream.range(0, 5).mapToObj(SampleEvents::accepted).forEach(queue::add);

            assertEquals(List.of(SampleEvents.accepted(0), SampleEvents.accepted(4)), recorder.next(2));
            assertEquals(3, log.lines().size());
            assertTrue(
                    log.lines().get(0).startsWith("WARN listener " + getClass().getName()),
                    log.lines().get(0));
            assertTrue(
                    log.lines().get(0).endsWith(" failed on ACCEPTED"),
                    log.lines().get(0));
        }
    }

    @Test
    void deliver_listenerInterruptsItsThread_nextOneIsDelivered() throws InterruptedException {
        queue = new ListenerQueue(
                new SecurityListener() {
                    @Override
                    public void onAccepted(SecurityEvent event) {
                        recorder.onAccepted(event);
                        Thread.currentThread().interrupt();
                    }
                },
                10);
        queue.start();
        queue.add(SampleEvents.accepted(1));
        queue.add(SampleEvents.accepted(2));

        assertEquals(List.of(SampleEvents.accepted(1), SampleEvents.accepted(2)), recorder.next(2));
    }

    @Test
    void stop_eventsWaiting_areDelivered() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        queue = blocking(entered, go);
        queue.start();
        List<SecurityEvent> events =
                LongStream.range(0, 10).mapToObj(SampleEvents::accepted).toList();
        events.forEach(queue::add);
        entered.await();
        go.countDown();

        queue.stop(ENOUGH);

        assertEquals(10, recorder.waiting());
        assertEquals(events, recorder.next(10));
    }

    @Test
    void stop_listenerBlocks_isInterrupted() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        queue = new ListenerQueue(
                new SecurityListener() {
                    @Override
                    public void onAccepted(SecurityEvent event) {
                        entered.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                10);
        queue.start();
        queue.add(SampleEvents.accepted(1));
        entered.await();

        queue.stop(NO_TIME);

        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void stop_neverStarted_nothingHappens() {
        queue.stop(ENOUGH);
        queue.add(SampleEvents.accepted(1));

        assertEquals(0, recorder.waiting());
    }

    @Test
    void start_afterStop_deliversAgain() throws InterruptedException {
        queue.start();
        queue.stop(ENOUGH);
        queue.add(SampleEvents.accepted(1));
        queue.start();

        assertEquals(SampleEvents.accepted(1), recorder.next());
    }

    private ListenerQueue blocking(CountDownLatch entered, CountDownLatch go) {
        return new ListenerQueue(
                new SecurityListener() {
                    @Override
                    public void onAccepted(SecurityEvent event) {
                        entered.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        recorder.onAccepted(event);
                    }
                },
                10);
    }
}
