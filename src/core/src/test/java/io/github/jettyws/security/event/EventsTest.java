package io.github.jettyws.security.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jettyws.security.fixture.LogRecorder;
import io.github.jettyws.security.fixture.Recorder;
import io.github.jettyws.security.fixture.SampleEvents;
import io.github.jettyws.security.handshake.Reason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Recorder recorder = new Recorder();

    @Test
    void publish_severalListeners_eachIsTold() throws InterruptedException {
        Recorder other = new Recorder();
        Events events = new Events(List.of(recorder, other));
        events.start();
        events.publish(SampleEvents.accepted(1));

        assertEquals(SampleEvents.accepted(1), recorder.next());
        assertEquals(SampleEvents.accepted(1), other.next());
        assertEquals(List.of(recorder, other), events.listeners());
        events.stop();
    }

    /** The publisher is this thread: did it wait for the listener that blocks, this test would not end. */
    @Test
    void publish_oneListenerBlocks_neitherPublisherNorOtherListenersWait() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recorder behind = new Recorder();
        Events events = new Events(List.of(blocking(entered, go, behind), recorder));
        events.start();
        events.publish(SampleEvents.accepted(0));
        entered.await();

        int more = Events.CAPACITY + 5;
        for (int i = 1; i <= more; i++) {
            events.publish(SampleEvents.accepted(i));
            recorder.next();
        }

        assertEquals(5, events.dropped());
        assertEquals(more + 1, events.counters().of(SecurityEvent.Type.ACCEPTED));
        go.countDown();
        List<SecurityEvent> kept = LongStream.rangeClosed(0, Events.CAPACITY)
                .mapToObj(SampleEvents::accepted)
                .toList();
        assertEquals(kept, behind.next(Events.CAPACITY + 1));
        events.stop();
    }

    @Test
    void publish_oneListenerThrows_othersAreTold() throws InterruptedException {
        SecurityListener broken = new SecurityListener() {
            @Override
            public void onAccepted(SecurityEvent event) {
                throw new AssertionError("broken");
            }
        };
        try (LogRecorder log = new LogRecorder(ListenerQueue.class)) {
            Events events = new Events(List.of(broken, recorder));
            events.start();
            events.publish(SampleEvents.accepted(1));
            events.publish(SampleEvents.violated(1, Reason.MESSAGE_RATE, true));

            assertEquals(SampleEvents.accepted(1), recorder.next());
            assertEquals(SampleEvents.violated(1, Reason.MESSAGE_RATE, true), recorder.next());
            events.stop();
            assertEquals(1, log.events().size());
        }
    }

    @Test
    void stop_eventsWaiting_areDelivered() {
        Events events = new Events(List.of(recorder));
        LongStream.range(0, 100).mapToObj(SampleEvents::accepted).forEach(events::publish);
        events.start();
        events.stop();

        assertEquals(100, recorder.waiting());
    }

    @Test
    void publish_noListener_isCounted() {
        Events events = new Events(List.of());
        events.start();
        events.publish(SampleEvents.accepted(1));
        events.stop();

        assertEquals(1, events.counters().of(SecurityEvent.Type.ACCEPTED));
        assertEquals(0, events.dropped());
    }

    private static SecurityListener blocking(CountDownLatch entered, CountDownLatch go, Recorder behind) {
        return new SecurityListener() {
            @Override
            public void onAccepted(SecurityEvent event) {
                entered.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                behind.onAccepted(event);
            }
        };
    }
}
