package io.github.jettyws.security.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private final List<String> sent = new ArrayList<>();
    private int own;
    private Consumer<String> onSent = text -> {};
    private final Replies replies = new Replies(this::send, this::sendOwn);

    private void send(OutgoingEntry entry) {
        String text = entry.getFrame().getPayloadAsUTF8();
        sent.add(text);
        onSent.accept(text);
        entry.getCallback().succeeded();
    }

    private void sendOwn(OutgoingEntry entry) {
        own++;
        send(entry);
    }

    private void send(byte opCode, String text, boolean fin) {
        replies.sendFrame(new OutgoingEntry.Builder(
                        new Frame(opCode, BufferUtil.toBuffer(text, StandardCharsets.UTF_8)).setFin(fin), Callback.NOOP)
                .build());
    }

    @Test
    void reply_betweenMessages_sentAtOnce() {
        replies.reply("r");
        send(OpCode.TEXT, "a", true);
        replies.reply("s");

        assertEquals(List.of("r", "a", "s"), sent);
        assertEquals(2, own);
    }

    @Test
    void reply_inTheMiddleOfAMessage_waitsForItsEnd() {
        send(OpCode.BINARY, "a", false);
        replies.reply("r");
        send(OpCode.PING, "p", true);
        send(OpCode.CONTINUATION, "b", false);
        send(OpCode.CONTINUATION, "c", true);
        send(OpCode.TEXT, "d", true);

        assertEquals(List.of("a", "p", "b", "c", "r", "d"), sent);
        assertEquals(1, own);
    }

    @Test
    void reply_manyInTheMiddleOfAMessage_theLastOneIsSent() {
        send(OpCode.TEXT, "a", false);
        for (int i = 0; i < 1000; i++) {
            replies.reply("r" + i);
        }
        send(OpCode.CONTINUATION, "b", true);

        assertEquals(List.of("a", "b", "r999"), sent);
    }

    @Test
    void send_whileSending_keepsItsOrder() {
        onSent = text -> {
            if (text.equals("a")) {
                send(OpCode.CONTINUATION, "b", true);
                replies.reply("r");
                assertEquals(List.of("a"), sent);
            }
        };
        send(OpCode.TEXT, "a", false);

        assertEquals(List.of("a", "b", "r"), sent);
    }

    /** Such as a callback of the application does that is told of a failure; others are sent all the same. */
    @Test
    void send_throws_othersAreSent() {
        onSent = text -> {
            if (text.equals("a")) {
                send(OpCode.TEXT, "b", true);
                throw new IllegalStateException(text);
            }
        };
        assertThrows(IllegalStateException.class, () -> send(OpCode.TEXT, "a", true));
        send(OpCode.TEXT, "c", true);

        assertEquals(List.of("a", "b", "c"), sent);
    }

    /** One thread sends messages of two fragments, the other one replies. */
    @Test
    void reply_byAnotherThread_neverBetweenFragments() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        Thread replier = new Thread(() -> {
            begin.countDown();
            for (int i = 0; i < 10_000; i++) {
                replies.reply("r");
            }
        });
        replier.start();
        begin.await();
        for (int i = 0; i < 10_000; i++) {
            send(OpCode.TEXT, "a", false);
            send(OpCode.CONTINUATION, "b", true);
        }
        replier.join();

        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).equals("a")) {
                assertEquals("b", sent.get(i + 1), "after " + i);
            }
        }
        assertEquals(10_000, sent.stream().filter("b"::equals).count());
    }
}
