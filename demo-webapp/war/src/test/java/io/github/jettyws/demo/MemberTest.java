package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberTest {
    @Test
    void offer_slowOutlet_sendsOneAtATimeInOrder() {
        FakeOutlet outlet = FakeOutlet.slow();
        Member member = new Member("ann", outlet);

        assertTrue(member.offer("1"));
        assertTrue(member.offer("2"));
        assertTrue(member.offer("3"));
        assertEquals(List.of("1"), outlet.sent);

        outlet.end(true);
        outlet.end(true);
        assertEquals(List.of("1", "2", "3"), outlet.sent);
    }

    @Test
    void offer_queueFull_dropsTheMemberOnce() {
        FakeOutlet outlet = FakeOutlet.slow();
        Member member = new Member("ann", outlet);

        // One is on its way, the others wait.
        for (int i = 0; i < 1 + Member.MAX_WAITING; i++) {
            assertTrue(member.offer("x"));
        }
        assertEquals(0, outlet.drops);

        assertFalse(member.offer("one too many"));
        assertFalse(member.offer("and another"));
        assertEquals(1, outlet.drops);

        outlet.end(true);
        assertEquals(List.of("x"), outlet.sent);
    }

    @Test
    void offer_sendFails_dropsTheMember() {
        FakeOutlet outlet = FakeOutlet.slow();
        Member member = new Member("ann", outlet);
        member.offer("1");
        member.offer("2");

        outlet.end(false);

        assertEquals(1, outlet.drops);
        assertEquals(List.of("1"), outlet.sent);
        assertFalse(member.offer("3"));
    }

    @Test
    void offer_sendThrows_dropsTheMember() {
        Member member = new Member("ann", new Outlet() {
            @Override
            public void send(String text, Done done) {
                throw new IllegalStateException("closed");
            }

            @Override
            public void drop() {}
        });

        assertFalse(member.offer("1"));
    }

    @Test
    void leave_waitingMessages_areForgotten() {
        FakeOutlet outlet = FakeOutlet.slow();
        Member member = new Member("ann", outlet);
        member.offer("1");
        member.offer("2");

        assertTrue(member.leave());
        assertFalse(member.leave());
        outlet.end(true);

        assertEquals(List.of("1"), outlet.sent);
        assertEquals(0, outlet.drops);
    }

    @Test
    void offer_manyThreads_losesNothing() throws InterruptedException {
        ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
        ExecutorService network = Executors.newSingleThreadExecutor();
        Member member = new Member("ann", new Outlet() {
            @Override
            public void send(String text, Done done) {
                sent.add(text);
                network.execute(() -> done.done(true));
            }

            @Override
            public void drop() {}
        });

        ExecutorService speakers = Executors.newFixedThreadPool(4);
        List<String> messages = IntStream.range(0, Member.MAX_WAITING)
                .mapToObj(Integer::toString)
                .toList();
        messages.forEach(message -> speakers.execute(() -> member.offer(message)));
        end(speakers);
        while (sent.size() < messages.size()) {
            Thread.onSpinWait();
        }
        end(network);

        assertEquals(messages.stream().sorted().toList(), sent.stream().sorted().toList());
    }

    private static void end(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
    }
}
