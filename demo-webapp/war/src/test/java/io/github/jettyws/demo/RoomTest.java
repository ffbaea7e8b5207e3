package io.github.jettyws.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room();

    @Test
    void join_tellsTheNameAndNumbersGuests() {
        FakeOutlet ann = new FakeOutlet();
        FakeOutlet first = new FakeOutlet();
        FakeOutlet second = new FakeOutlet();
        room.join("ann", ann);
        room.join(null, first);
        room.join(null, second);

        assertEquals(List.of("{\"you\":\"ann\"}"), ann.sent);
        assertEquals(List.of("{\"you\":\"guest-1\"}"), first.sent);
        assertEquals(List.of("{\"you\":\"guest-2\"}"), second.sent);
    }

    @Test
    void say_reachesEverybody() {
        FakeOutlet ann = new FakeOutlet();
        FakeOutlet bob = new FakeOutlet();
        Member speaker = room.join("ann", ann).orElseThrow();
        room.join("bob", bob);

        room.say(speaker, "Grüße, 世界 😀 \"<b>\"");

        String message = "{\"from\":\"ann\",\"text\":\"Grüße, 世界 😀 \\\"<b>\\\"\"}";
        assertEquals(message, ann.sent.get(1));
        assertEquals(message, bob.sent.get(1));
    }

    @Test
    void say_slowMember_isDroppedAndBlocksNobody() {
        FakeOutlet ann = new FakeOutlet();
        FakeOutlet slow = FakeOutlet.slow();
        Member speaker = room.join("ann", ann).orElseThrow();
        room.join("slow", slow);

        for (int i = 0; i < 1 + Member.MAX_WAITING; i++) {
            room.say(speaker, "x");
        }

        assertEquals(2 + Member.MAX_WAITING, ann.sent.size());
        assertEquals(1, slow.drops);
        assertEquals(1, room.size());
    }

    @Test
    void leave_member_hearsNoMore() {
        FakeOutlet bob = new FakeOutlet();
        Member ann = room.join("ann", new FakeOutlet()).orElseThrow();
        room.leave(room.join("bob", bob).orElseThrow());

        room.say(ann, "hello");

        assertEquals(1, bob.sent.size());
        assertEquals(1, room.size());
    }

    @Test
    void join_fullRoom_isRefused() {
        for (int i = 0; i < Room.MAX_MEMBERS; i++) {
            assertTrue(room.join(null, new FakeOutlet()).isPresent());
        }

        assertTrue(room.join("late", new FakeOutlet()).isEmpty());
        assertEquals(Room.MAX_MEMBERS, room.size());
    }

    @Test
    void say_longText_isCutBetweenCharacters() {
        FakeOutlet outlet = new FakeOutlet();
        Member ann = room.join("ann", outlet).orElseThrow();
        String most = "x".repeat(Room.MAX_TEXT - 1);

        room.say(ann, most + "y");
        room.say(ann, most + "yz");
        room.say(ann, most + "😀");

        assertEquals("{\"from\":\"ann\",\"text\":\"" + most + "y\"}", outlet.sent.get(1));
        assertEquals("{\"from\":\"ann\",\"text\":\"" + most + "y…\"}", outlet.sent.get(2));
        assertEquals("{\"from\":\"ann\",\"text\":\"" + most + "…\"}", outlet.sent.get(3));
    }
}
